namespace SecurityHubBot.Sandbox.SecurityHub;

// What goes over /aws, in the names of the page's contract (snake_case on the wire).
internal sealed record StateView(
    IEnumerable<AccountView> Accounts,
    IEnumerable<ControlView> Controls,
    IEnumerable<ResourceView> Resources,
    IEnumerable<Sample> Samples,
    FloodProgress? Flood,
    SenderState Delivery);

internal sealed record AccountView(
    string AccountId, string Name, string Environment, string Region, IReadOnlyList<string> Regions, string Channel, string Language);

/// <param name="TitleJa">For the page; what Security Hub sends is English everywhere.</param>
internal sealed record ControlView(string ControlId, string Title, string TitleJa, string Severity);

internal sealed record ResourceView(
    string Key,
    string AccountId,
    string AccountName,
    string Region,
    string ControlId,
    string ResourceId,
    string ResourceType,
    ResourceStatus Status,
    string Severity,
    string UpdatedAt);

internal sealed record FailRequest(string? AccountId, string? Region, string? ControlId, string? ResourceId, string? ResourceType);

internal sealed record KeyRequest(string? Key);

internal sealed record EventRequest(string? Json);

internal sealed record FloodRequest(int? Count, string? Channels, string? AccountId);

/// <param name="Delivery"><c>accepted</c>, <c>waiting</c> while the bot has not taken the event, or <c>lost</c>.</param>
internal sealed record ChangeView(string Key, string Delivery);

internal sealed record LosingRequest(bool? On);

internal sealed record ErrorView(string Error);
