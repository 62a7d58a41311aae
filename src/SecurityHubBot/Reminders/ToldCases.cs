using SecurityHubBot.Bulletins;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reminders;

/// <summary>Which cases people have been told of: noted down with what is about to be posted, and marked on the cases when it stands.</summary>
internal static class ToldCases
{
    private const string Forget = "delete from bulletin_cases where bulletin_id = @id";

    private const string Add = "insert into bulletin_cases (bulletin_id, case_number) values (@id, @number)";

    // What became of a bulletin that was never posted is of no interest.
    private const string Sweep = "delete from bulletin_cases where not exists (select 1 from bulletins b where b.id = bulletin_id and b.done_at is null)";

    private const string These = "where number in (select case_number from bulletin_cases where bulletin_id = @id)";

    public static async Task Note(DbSession session, BulletinRow row, IEnumerable<CaseNumber> cases)
    {
        await session.Execute(Forget, new { id = row.Id });
        await session.Execute(Add, cases.Select(number => new { id = row.Id, number = number.Value }).ToList());
    }

    public static async Task Mark(DbSession session, BulletinRow row, ReminderKind kind)
    {
        await session.Execute($"update cases set {Column(kind)} = @day {These}", new { id = row.Id, day = row.Period });
        await session.Execute(Forget, new { id = row.Id });
    }

    public static Task Tidy(DbSession session) => session.Execute(Sweep);

    private static string Column(ReminderKind kind) => kind switch
    {
        ReminderKind.Channel => "reminded_on",
        ReminderKind.Escalation => "escalated_on",
        ReminderKind.Security => "told_security_on",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}
