using System.Globalization;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Commands;

internal sealed class OpenRow
{
    public string Severity { get; init; } = "";

    public long Open { get; init; }

    public long Overdue { get; init; }

    public long DueSoon { get; init; }

    public long Accepted { get; init; }

    public long Unassigned { get; init; }
}

internal sealed class ListRow
{
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

    public long Unfixed { get; init; }

    public string? CardChannel { get; init; }

    public string? CardTs { get; init; }

    public ListedCase ToListed() => new(
        new Case(
            new CaseNumber(Number),
            new CaseKey(Domain.AccountId.Parse(AccountId), Region, Domain.ControlId.Parse(ControlId)),
            CaseColumns.ReadState(State),
            CaseColumns.ReadSeverity(Severity),
            Title,
            FindingColumns.ReadStandards(Standards),
            Episode,
            Micros.ToTime(OpenedAt),
            DateOnly.ParseExact(DueOn, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            Assignee,
            Micros.ToTime(AcceptedAt),
            Micros.ToTime(ClosedAt),
            TicketId is null ? null : new TicketLink(TicketId, TicketUrl),
            Resources: []),
        Unfixed,
        CardChannel is null || CardTs is null ? null : new CardLink(CardChannel, CardTs));
}

internal sealed class CardRow
{
    public string Channel { get; init; } = "";

    public string Ts { get; init; } = "";
}

internal sealed class HistoryRow
{
    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Detail { get; init; } = "";
}

internal sealed class FailedRow
{
    public string ControlId { get; init; } = "";

    public string Standards { get; init; } = "";

    public string Severity { get; init; } = "";

    public long Failed { get; init; }
}
