using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Cases;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Summaries;

/// <summary>
/// Everything that a month's summary says, as it was when it was made and without words, so that it reads the same whenever it is
/// shown again and in either language. Stored as JSON: what an older version wrote stays readable.
/// </summary>
internal sealed record SummaryModel
{
    /// <summary>Such as <c>2026-10</c>: the month that has ended.</summary>
    public required string Month { get; init; }

    /// <summary>When the numbers were read.</summary>
    public required DateTimeOffset CutOff { get; init; }

    /// <summary>The day of <see cref="CutOff"/> in the organisation's time zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary><c>ja</c> or <c>en</c>: in which it is posted.</summary>
    public required string Language { get; init; }

    /// <summary>Whose it is: a channel's id or name; null for the whole organisation.</summary>
    public string? Channel { get; init; }

    /// <summary>The accounts it is about; the first few, by name.</summary>
    public required Some<SummaryAccount> Accounts { get; init; }

    public required SummaryScore Score { get; init; }

    /// <summary>At the end of the month before; null when nothing is known of it.</summary>
    public SummaryScore? Before { get; init; }

    public IReadOnlyList<SummaryStandard> Standards { get; init; } = [];

    public long SuppressedFindings { get; init; }

    /// <summary>Twelve months, this one last.</summary>
    public IReadOnlyList<TrendPoint> Trend { get; init; } = [];

    /// <summary>False for a month that was never posted and is told from what was kept of its score; then nothing below is known.</summary>
    public bool WasPosted { get; init; } = true;

    public SummaryCases? Cases { get; init; }

    /// <summary>Exceptions that end before long.</summary>
    public Some<SummaryException>? Ending { get; init; }

    public SummaryNotified? Notified { get; init; }

    public SummaryRanking? Ranking { get; init; }

    [JsonIgnore]
    public Language PostedIn => Languages.TryParse(Language, out var language) ? language : Domain.Language.Japanese;

    public YearMonth MonthOf() => YearMonth.Parse(Month);

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Null for what this version cannot read.</summary>
    public static SummaryModel? TryParse(string? json) =>
        PayloadJson.TryParse<SummaryModel>(json) is { Score: not null, Accounts.First: not null } model && YearMonth.TryParse(model.Month, out _) ? model : null;
}

/// <param name="Region">Where most of its failing findings are; null when nothing fails.</param>
internal sealed record SummaryAccount(string Id, string Name, string? Partition = null, string? Region = null);

/// <summary>Controls by status, as Security Hub's score counts them.</summary>
internal sealed record SummaryScore(long Passed, long Failed, long Unknown)
{
    [JsonIgnore]
    public long Total => Passed + Failed + Unknown;

    /// <summary>Rounded half up, and 100 only when all passed; null when there is nothing to divide by.</summary>
    [JsonIgnore]
    public int? Percent => Total == 0 ? null : Passed == Total ? 100 : (int)Math.Min(99, ((Passed * 200) + Total) / (Total * 2));

    [JsonIgnore]
    public string PercentText => Percent is { } percent ? $"{percent}%" : "–";
}

/// <param name="Failed">Failed controls by severity label; LOW includes INFORMATIONAL.</param>
internal sealed record SummaryStandard(string Standard, SummaryScore Score, IReadOnlyDictionary<string, long> Failed, long FailedFindings);

/// <param name="Month">Such as <c>2026-10</c>.</param>
/// <param name="Score">At its end; null when nothing is known of it.</param>
internal sealed record TrendPoint(string Month, SummaryScore? Score);

/// <param name="Overdue">The longest overdue first.</param>
/// <param name="Next">Open and not overdue, the soonest due first.</param>
internal sealed record SummaryCases(Some<SummaryCase> Overdue, Some<SummaryCase> Next);

internal sealed record SummaryCase(long Number, string Control, string Severity, string Title, string AccountId, string AccountName, DateOnly DueOn)
{
    public string? Assignee { get; init; }

    public string? CardChannel { get; init; }

    public string? CardTs { get; init; }

    public string? TicketId { get; init; }

    public string? TicketUrl { get; init; }
}

/// <param name="Number">That of <c>EX-12</c>.</param>
internal sealed record SummaryException(long Number, DateOnly Until, SummaryCase About);

/// <param name="Controls">Those with the most findings first.</param>
/// <param name="Findings">All of them together.</param>
internal sealed record SummaryNotified(Some<NotifiedControl> Controls, long Findings);

internal sealed record NotifiedControl(string Control, string Title, string Severity, long Findings);

/// <param name="Improved">Only teams whose score has risen, the most improved first.</param>
/// <param name="Teams">How many there are.</param>
/// <param name="Own">The team's own change in points; null for the organisation and for a team that cannot be compared.</param>
/// <param name="OwnPlace">Only when it improved.</param>
internal sealed record SummaryRanking(Some<TeamImprovement> Improved, long Teams, int? Own = null, long? OwnPlace = null);

/// <param name="Place">Teams with the same points share a place.</param>
internal sealed record TeamImprovement(string Channel, int Points, long Place);
