using Dapper;
using SecurityHubBot.Domain.Workflows;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>A finding of a batch, as it was when it was claimed.</summary>
internal sealed class WorkflowItem
{
    public string FindingKey { get; init; } = "";

    public string FindingId { get; init; } = "";

    public string ProductArn { get; init; } = "";

    public int WorkflowAttempts { get; init; }
}

/// <summary>Findings that are to get the same status and the same note: one call.</summary>
/// <param name="Note">As <see cref="WorkflowReason"/> prints it; empty leaves the notes alone.</param>
/// <param name="ClaimedAt">Whatever of a finding is received later is newer than this write.</param>
/// <param name="Lease">Until when nobody else takes them.</param>
internal sealed record WorkflowBatch(string Workflow, string Note, long ClaimedAt, long Lease, IReadOnlyList<WorkflowItem> Items);

/// <summary>Findings that differ from what they should be, claimed for a while and written back.</summary>
internal sealed class WorkflowQueue(Database database, TimeProvider time)
{
    /// <summary>What AWS has refused: not before somebody or AWS changes something.</summary>
    public const long Never = long.MaxValue;

    /// <summary>As many as one call takes.</summary>
    public const int BatchSize = 100;

    /// <summary>The condition of the partial indexes, word for word: only so does SQLite see that they will do.</summary>
    public const string Differs =
        """
        wanted_workflow is not null
            and (wanted_workflow <> workflow or (wanted_note <> '' and wanted_note <> written_note))
            and (workflow <> 'SUPPRESSED' or suppressed_by_us = 1 or wanted_workflow = 'SUPPRESSED')
        """;

    /// <summary>Those of them that are written sooner or later: not <see cref="Never"/>.</summary>
    public const string Waits = $"{Differs} and workflow_next_at < 9223372036854775807";

    private const int KeptError = 300;

    private const string Head =
        $"""
        select wanted_workflow, wanted_note from findings
        where {Differs} and wanted_need = @need and workflow_next_at <= @now order by workflow_next_at limit 1
        """;

    private const string Alike =
        $"""
        select finding_key from findings
        where {Differs} and wanted_need = @need and wanted_workflow = @workflow and wanted_note = @note and workflow_next_at <= @now
        order by workflow_next_at limit @limit
        """;

    // That it will be us who suppressed it is written before the call, so that nothing is hidden for good by a process that dies after it.
    private const string Take =
        """
        update findings set workflow_next_at = @lease, workflow_tried_at = @now,
            workflow_attempts = case when workflow_tried_at < @quiet then 0 else workflow_attempts end,
            suppressed_by_us = case when wanted_workflow = 'SUPPRESSED' then 1 else suppressed_by_us end
        """;

    // What has been heard since the claim is newer than this. A finding that is to be seen again is wanted so once: what people make of it then is theirs.
    private const string Written =
        """
        update findings set
            workflow = case when received_at <= @claimed then @workflow else workflow end,
            written_note = case when @note <> '' then @note else written_note end,
            suppressed_by_us = case when @workflow = 'SUPPRESSED' or (received_at > @claimed and workflow = 'SUPPRESSED') then 1 else 0 end,
            workflow_next_at = case when wanted_workflow = @workflow and wanted_note = @note then @next else 0 end,
            wanted_workflow = case
                when wanted_workflow = 'NEW' and @workflow = 'NEW' and (received_at <= @claimed or workflow <> 'SUPPRESSED') then null else wanted_workflow end,
            workflow_attempts = workflow_attempts + 1, workflow_error = null
        where finding_key in
        """;

    private const string Failed =
        "update findings set workflow_attempts = workflow_attempts + 1, workflow_next_at = @next, workflow_error = @error where workflow_next_at = @lease and finding_key in";

    private const string Release = "update findings set workflow_next_at = 0 where workflow_next_at = @lease and finding_key in";

    /// <summary>Longer than a call with all its waiting takes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    // After a day in which nobody changed it back, the first time is the first time again.
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstRewrite = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRewrite = TimeSpan.FromHours(12);

    private static readonly int[] Needs = [.. Enum.GetValues<WorkflowNeed>().Select(n => (int)n).Order()];

    /// <returns>What is needed most; null when nothing is due.</returns>
    public async Task<WorkflowBatch?> Claim(CancellationToken cancellationToken)
    {
        foreach (var need in Needs)
        {
            var now = Micros.From(time.GetUtcNow());
            if (await database.Read(session => session.SingleOrDefault<HeadRow>(Head, new { need, now }), cancellationToken) is { } head
                && await Claim(head, need, cancellationToken) is { Items.Count: > 0 } batch)
            {
                return batch;
            }
        }

        return null;
    }

    public async Task RecordWritten(WorkflowBatch batch, IEnumerable<WorkflowItem> items, CancellationToken cancellationToken) =>
        await database.Write(
            async session =>
            {
                foreach (var alike in items.GroupBy(i => i.WorkflowAttempts))
                {
                    var next = Micros.From(time.GetUtcNow() + RewriteAfter(alike.Key));
                    await Run(session, Written, alike, new { claimed = batch.ClaimedAt, workflow = batch.Workflow, note = batch.Note, next });
                }
            },
            cancellationToken);

    public async Task RecordFailed(WorkflowBatch batch, IEnumerable<WorkflowItem> items, DateTimeOffset? next, string error, CancellationToken cancellationToken) =>
        await database.Write(
            session => Run(session, Failed, items, new { lease = batch.Lease, next = Micros.From(next) ?? Never, error = error.Length <= KeptError ? error : error[..KeptError] }),
            cancellationToken);

    /// <summary>Nothing is known against them: it was the call that failed.</summary>
    public Task GiveBack(WorkflowBatch batch, CancellationToken cancellationToken) =>
        database.Write(session => Run(session, Release, batch.Items, new { lease = batch.Lease }), cancellationToken);

    /// <summary>AWS may change it back as often as it likes: 1 minute, 2, 4, … up to 12 hours.</summary>
    private static TimeSpan RewriteAfter(int writes)
    {
        var wait = FirstRewrite * Math.Pow(2, Math.Min(writes, 10));
        return wait < LongestRewrite ? wait : LongestRewrite;
    }

    private async Task<WorkflowBatch> Claim(HeadRow head, int need, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var (now, lease) = (Micros.From(at), Micros.From(at + Lease));
        var items = await database.Write(
            session => session.Query<WorkflowItem>(
                $"{Take} where finding_key in ({Alike} {session.Dialect.SkipLocked}) returning finding_key, finding_id, product_arn, workflow_attempts",
                new { need, workflow = head.WantedWorkflow, note = head.WantedNote, now, lease, quiet = Micros.From(at - Quiet), limit = BatchSize }),
            cancellationToken);
        return new WorkflowBatch(head.WantedWorkflow, head.WantedNote, now, lease, items);
    }

    private static Task Run(DbSession session, string sql, IEnumerable<WorkflowItem> items, object values)
    {
        var args = new DynamicParameters(values);
        var keys = items.Select(i => i.FindingKey).Order(StringComparer.Ordinal).ToList();
        return session.Execute($"{sql} ({SqlList.Of(keys, "key", args)})", args);
    }

    private sealed class HeadRow
    {
        public string WantedWorkflow { get; init; } = "";

        public string WantedNote { get; init; } = "";
    }
}
