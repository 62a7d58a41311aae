using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Commands;

/// <summary>Some of many: the first few, and how many there are.</summary>
public sealed record Some<T>(IReadOnlyList<T> First, long Total);

/// <param name="NotHandled">Findings that are no control findings: kept, and nothing more yet.</param>
/// <param name="NewControls">Controls that no row and no catalogue knows.</param>
/// <param name="UnknownAccounts">Accounts with findings and without a row.</param>
public sealed record StatusData(
    IReadOnlyDictionary<Severity, long> Open,
    long Overdue,
    long DueSoon,
    long Accepted,
    long Unassigned,
    long FixedLately,
    long NotHandled,
    Some<string> NewControls,
    Some<string> UnknownAccounts);

/// <summary>A case on one page of a list.</summary>
/// <param name="Case">Without its resources.</param>
public sealed record ListedCase(Case Case, long Unfixed, CardLink? Card);

public sealed record ListData(IReadOnlyList<ListedCase> Cases, int Page, long Total);

/// <summary>A line of a case's history; <paramref name="Event"/> is null when this version does not know it.</summary>
public sealed record HistoryLine(DateTimeOffset At, string Actor, CaseEvent? Event);

/// <param name="History">The latest first.</param>
public sealed record ShowData(Case Case, CardLink? Card, Some<HistoryLine> History);
