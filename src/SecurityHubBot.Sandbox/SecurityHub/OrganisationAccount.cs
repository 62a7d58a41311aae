namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>An AWS account of the simulated organisation, with what the bot's account table says about it.</summary>
/// <param name="Service">The name of the service that runs in it, in the words of its people; a tag on its resources.</param>
/// <param name="Channel">Slack channel name with <c>#</c>; empty when nobody is known.</param>
/// <param name="Owners">Names of people, to be turned into user ids by whoever knows the workspace.</param>
/// <param name="Standards">Tails of the ARNs of the standards that are enabled.</param>
/// <param name="Consolidated">False where findings still come once per standard, with the old ids.</param>
/// <param name="InTable">False for the account that the bot's account table does not know.</param>
public sealed record OrganisationAccount(
    string AccountId,
    string Name,
    string Service,
    string Environment,
    IReadOnlyList<string> Regions,
    string Channel,
    IReadOnlyList<string> Owners,
    string Escalation,
    string TicketProject,
    string Language,
    IReadOnlyList<string> Standards,
    bool Consolidated = true,
    bool InTable = true);
