using SecurityHubBot.Domain.Cases;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Domain.Tests.Deadlines;

internal static class SomeDeadlines
{
    public static readonly DateTimeOffset Opened = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateOnly Day(string date) => DateOnly.Parse(date);

    public static Case Open(DateOnly due, string? assignee = null, CaseSnooze? snooze = null) => new(
        new CaseNumber(7),
        new CaseKey(AccountId.Parse("123456789012"), "ap-northeast-1", ControlId.Parse("S3.8")),
        assignee is null ? CaseState.Open : CaseState.Accepted,
        Severity.High,
        "title",
        [],
        Episode: 1,
        Opened,
        due,
        assignee,
        AcceptedAt: null,
        ClosedAt: null,
        Ticket: null,
        Resources: [])
    {
        Snooze = snooze,
    };
}
