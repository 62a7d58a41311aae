using System.Diagnostics;
using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Members;

/// <summary>What a look at the members has changed.</summary>
/// <param name="NotBelieved">Accounts that are missing, but so many at once that they count as members still.</param>
internal sealed record MemberChanges(IReadOnlyList<Member> New, IReadOnlyList<AccountId> Left, IReadOnlyList<AccountId> Back, int NotBelieved);

/// <summary>The table <c>members</c>.</summary>
internal static class MemberStore
{
    public const string Actor = "account-discovery";

    private const string Known = "select account_id, left_at from members";

    private const string Add = "insert into members (account_id, name, first_seen_at) values (@id, @name, @now) on conflict (account_id) do nothing";

    private const string Rename = "update members set name = @name where account_id = @id and name is distinct from @name";

    private const string Leave = "update members set left_at = @now, left_reason = @reason where account_id = @id and left_at is null";

    private const string Return = "update members set left_at = null, left_reason = null where account_id = @id and left_at is not null";

    // Cases without findings are left to be closed too.
    private const string LookAgain =
        """
        insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts, trace_parent)
        select account_id, region, control_key, cast(@now as bigint), 0, 0, cast(@trace as text) from (
            select account_id, region, control_key from cases where account_id = @id
            union select account_id, region, control_key from findings where account_id = @id and control_key is not null) places
        """;

    /// <summary>Which of these accounts have left.</summary>
    public static async Task<IReadOnlySet<string>> Left(DbSession session, IReadOnlyList<string> accounts)
    {
        var args = new Dapper.DynamicParameters();
        var left = await session.Query<string>($"select account_id from members where left_at is not null and account_id in ({SqlList.Of(accounts, "account", args)})", args);
        return left.ToHashSet(StringComparer.Ordinal);
    }

    public static Task<IReadOnlyList<string>> Left(DbSession session) => session.Query<string>("select account_id from members where left_at is not null order by account_id");

    /// <summary>Takes a list over: who is new, who has left, and who is back, each with everything that has to be decided again.</summary>
    public static async Task<MemberChanges> Take(DbSession session, MemberList list, DateTimeOffset now)
    {
        var known = (await session.Query<(string Id, long? LeftAt)>(Known)).ToDictionary(k => k.Id, k => k.LeftAt is not null, StringComparer.Ordinal);
        var changes = Compare(known, list);
        var at = Micros.From(now);
        var trace = Activity.Current?.Id;
        await session.Execute(Add, changes.New.Select(m => new { id = m.Id.ToString(), name = m.Name, now = at }).ToList());
        await session.Execute(Rename, list.Active.Where(m => m.Name is not null).Select(m => new { id = m.Id.ToString(), name = m.Name }).ToList());
        var suspended = list.Suspended.ToHashSet();
        foreach (var id in changes.Left)
        {
            var reason = suspended.Contains(id) ? LeaveReason.Suspended : LeaveReason.Removed;
            await session.Execute(Leave, new { id = id.ToString(), now = at, reason = reason.ToString() });
            await session.Execute(LookAgain, new { id = id.ToString(), now = at, trace });
            Audit(session, "account.left", id, new { Reason = reason.ToString() });
        }

        foreach (var id in changes.Back)
        {
            await session.Execute(Return, new { id = id.ToString() });
            await session.Execute(LookAgain, new { id = id.ToString(), now = at, trace });
            Audit(session, "account.back", id, new { });
        }

        return changes;
    }

    private static MemberChanges Compare(Dictionary<string, bool> known, MemberList list)
    {
        var active = list.Active.Select(m => m.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        var held = known.Where(k => !k.Value).Select(k => k.Key).ToList();
        var missing = held.Where(id => !active.Contains(id)).Select(AccountId.Parse).ToList();
        // A role that may no longer read, or a Security Hub that was switched off, looks as if everybody had left.
        var believed = (held.Count - missing.Count) * 2 >= held.Count;
        return new MemberChanges(
            [.. list.Active.Where(m => !known.ContainsKey(m.Id.ToString()))],
            believed ? missing : [],
            [.. list.Active.Select(m => m.Id).Where(id => known.GetValueOrDefault(id.ToString()))],
            believed ? 0 : missing.Count);
    }

    private static void Audit(DbSession session, string action, AccountId id, object after) =>
        session.Audit(new AuditEntry(AuditActor.Job(Actor), action, AuditSubject.Of("account", id.ToString()), Before: null, AuditJson.Write(after)));
}
