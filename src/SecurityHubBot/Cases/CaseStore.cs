using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>Cases with their resources and history.</summary>
internal static class CaseStore
{
    public const string ColumnNames =
        "number, account_id, region, control_id, state, severity, title, standards, episode, opened_at, due_on, assignee, accepted_at, closed_at, ticket_id, ticket_url, snoozed_by, snoozed_at, snoozed_until";

    private const string ByKey = $"select {ColumnNames} from cases where account_id = @account and region = @region and control_key = @control";

    private const string ByNumber = $"select {ColumnNames} from cases where number = @number";

    private const string Resources =
        """
        select case_number, resource_id, type, region, partition_name, state, first_failed_at, fixed_at
        from case_resources where case_number = @number order by resource_id
        """;

    private const string InsertCase =
        """
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on,
            assignee, accepted_at, closed_at, ticket_id, ticket_url, unfixed, version, updated_at)
        values (@account, @region, @controlKey, @control, @state, @severity, @title, @standards, @episode, @openedAt, @dueOn,
            @assignee, @acceptedAt, @closedAt, @ticketId, @ticketUrl, @unfixed, 1, @now)
        returning number
        """;

    private const string UpdateCase =
        """
        update cases set state = @state, severity = @severity, title = @title, standards = @standards, episode = @episode,
            opened_at = @openedAt, due_on = @dueOn, assignee = @assignee, accepted_at = @acceptedAt, closed_at = @closedAt,
            ticket_id = @ticketId, ticket_url = @ticketUrl, snoozed_by = @snoozedBy, snoozed_at = @snoozedAt, snoozed_until = @snoozedUntil,
            unfixed = @unfixed, version = version + 1, updated_at = @now
        where number = @number
        """;

    private const string UpsertResource =
        """
        insert into case_resources (case_number, resource_key, resource_id, type, region, partition_name, state, first_failed_at, fixed_at)
        values (@number, @key, @id, @type, @region, @partition, @state, @firstFailedAt, @fixedAt)
        on conflict (case_number, resource_key) do update set
            type = excluded.type, region = excluded.region, partition_name = excluded.partition_name,
            state = excluded.state, first_failed_at = excluded.first_failed_at, fixed_at = excluded.fixed_at
        """;

    private const string DeleteResource = "delete from case_resources where case_number = @number and resource_key = @key";

    private const string InsertHistory =
        "insert into case_history (case_number, at, actor, kind, detail) values (@number, @at, @actor, @kind, @detail) returning id";

    public static async Task<Case?> Find(DbSession session, CaseKey key) =>
        await Complete(session, await session.SingleOrDefault<CaseRow>(ByKey, new { account = key.Account.ToString(), region = key.Region, control = key.Control.Key }));

    public static async Task<Case?> Find(DbSession session, CaseNumber number) =>
        await Complete(session, await session.SingleOrDefault<CaseRow>(ByNumber, new { number = number.Value }));

    /// <summary>The case under its lock, for whoever changes it: nobody else does until the transaction ends.</summary>
    public static async Task<Case?> FindLocked(DbSession session, CaseNumber number)
    {
        if (await session.SingleOrDefault<CaseRow>(ByNumber, new { number = number.Value }) is not { } unlocked)
        {
            return null;
        }

        await session.LockCase(LockKey(unlocked.ToCase([]).Key));
        // Read again under the lock: somebody else may just have changed it.
        return await Find(session, number);
    }

    public static string LockKey(CaseKey key) => $"{key.Account}/{key.Region}/{key.Control.Key}";

    /// <summary>Writes what differs between two versions of a case.</summary>
    /// <param name="before">As stored, or null for a new one, which is given its number.</param>
    public static async Task<Case> Save(DbSession session, Case? before, Case after, DateTimeOffset now)
    {
        var saved = after;
        if (before is null)
        {
            saved = after with { Number = new CaseNumber(await session.Scalar<long>(InsertCase, CaseRow.Parameters(after, now))) };
        }
        else
        {
            await session.Execute(UpdateCase, CaseRow.Parameters(after, now));
        }

        var known = before?.Resources.ToHashSet() ?? [];
        var kept = after.Resources.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        var number = saved.Number.Value;
        await session.Execute(UpsertResource, after.Resources.Where(r => !known.Contains(r)).Select(r => Parameters(number, r)).ToList());
        await session.Execute(DeleteResource, known.Where(r => !kept.Contains(r.Id)).Select(r => new { number, key = ResourceKey(r.Id) }).ToList());
        return saved;
    }

    /// <param name="actor">Slack user id, or the bot's own name for what it does by itself.</param>
    /// <returns>The id of the line of history.</returns>
    public static Task<long> AddHistory(DbSession session, CaseNumber number, string actor, string kind, string detail, DateTimeOffset now) =>
        session.Scalar<long>(InsertHistory, new { number = number.Value, at = Micros.From(now), actor, kind, detail });

    private static async Task<Case?> Complete(DbSession session, CaseRow? row) =>
        row?.ToCase(await session.Query<CaseResourceRow>(Resources, new { number = row.Number }));

    private static object Parameters(long number, CaseResource resource) => new
    {
        number,
        key = ResourceKey(resource.Id),
        id = resource.Id,
        type = resource.Type,
        region = resource.Region,
        partition = resource.Partition,
        state = CaseColumns.Write(resource.State),
        firstFailedAt = Micros.From(resource.FirstFailedAt),
        fixedAt = Micros.From(resource.FixedAt),
    };

    // Resource ids have no documented limit, but index entries do.
    internal static string ResourceKey(string resourceId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resourceId)).AsSpan(0, 16));
}
