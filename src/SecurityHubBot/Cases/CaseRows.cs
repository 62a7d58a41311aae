using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>A row of <c>cases</c>.</summary>
internal class CaseRow
{
    private const string DateFormat = "yyyy-MM-dd";

    public long Number { get; init; }

    public string AccountId { get; init; } = "";

    public string Region { get; init; } = "";

    public string ControlId { get; init; } = "";

    public string State { get; init; } = "";

    public string Severity { get; init; } = "";

    public string Title { get; init; } = "";

    public string Standards { get; init; } = "";

    public int Episode { get; init; }

    public long OpenedAt { get; init; }

    public string DueOn { get; init; } = "";

    public string? Assignee { get; init; }

    public long? AcceptedAt { get; init; }

    public long? ClosedAt { get; init; }

    public string? TicketId { get; init; }

    public string? TicketUrl { get; init; }

    public string? SnoozedBy { get; init; }

    public long? SnoozedAt { get; init; }

    public string? SnoozedUntil { get; init; }

    private CaseSnooze? Snooze => SnoozedBy is { } by ? new CaseSnooze(by, Micros.ToTime(SnoozedAt ?? 0), ReadDate(SnoozedUntil!)) : null;

    public Case ToCase(IEnumerable<CaseResourceRow> resources) => new(
        new CaseNumber(Number),
        new CaseKey(Domain.AccountId.Parse(AccountId), Region, Domain.ControlId.Parse(ControlId)),
        CaseColumns.ReadState(State),
        CaseColumns.ReadSeverity(Severity),
        Title,
        FindingColumns.ReadStandards(Standards),
        Episode,
        Micros.ToTime(OpenedAt),
        ReadDate(DueOn),
        Assignee,
        Micros.ToTime(AcceptedAt),
        Micros.ToTime(ClosedAt),
        TicketId is null ? null : new TicketLink(TicketId, TicketUrl),
        [.. resources.Select(r => r.ToResource())])
    {
        Snooze = Snooze,
    };

    internal static DateOnly ReadDate(string text) => DateOnly.ParseExact(text, DateFormat, CultureInfo.InvariantCulture);

    internal static string WriteDate(DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    public static object Parameters(Case value, DateTimeOffset now) => new
    {
        number = value.Number.Value,
        account = value.Key.Account.ToString(),
        region = value.Key.Region,
        controlKey = value.Key.Control.Key,
        control = value.Key.Control.ToString(),
        state = CaseColumns.Write(value.State),
        severity = value.Severity.Label(),
        title = value.Title,
        standards = string.Join(' ', value.Standards),
        episode = value.Episode,
        openedAt = Micros.From(value.OpenedAt),
        dueOn = WriteDate(value.DueOn),
        assignee = value.Assignee,
        acceptedAt = Micros.From(value.AcceptedAt),
        closedAt = Micros.From(value.ClosedAt),
        ticketId = value.Ticket?.Id,
        ticketUrl = value.Ticket?.Url,
        snoozedBy = value.Snooze?.By,
        snoozedAt = Micros.From(value.Snooze?.At),
        snoozedUntil = value.Snooze is { } snooze ? WriteDate(snooze.Until) : null,
        unfixed = value.Unfixed.Count(),
        now = Micros.From(now),
    };
}

/// <summary>A row of <c>case_resources</c>.</summary>
internal sealed class CaseResourceRow
{
    public long CaseNumber { get; init; }

    public string ResourceId { get; init; } = "";

    public string Type { get; init; } = "";

    public string Region { get; init; } = "";

    public string PartitionName { get; init; } = "";

    public string State { get; init; } = "";

    public long FirstFailedAt { get; init; }

    public long? FixedAt { get; init; }

    public CaseResource ToResource() => new(
        ResourceId, Type, Region, PartitionName, CaseColumns.ReadResourceState(State), Micros.ToTime(FirstFailedAt), Micros.ToTime(FixedAt));
}
