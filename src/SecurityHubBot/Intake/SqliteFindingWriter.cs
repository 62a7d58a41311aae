using System.Text;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>The same as <see cref="PostgresFindingWriter"/>, statement by statement: in process there is no round trip to save.</summary>
internal sealed class SqliteFindingWriter(Database database) : IFindingWriter
{
    private const string Known = "select updated_at, content_hash, state_hash, control_key from findings where finding_key = @FindingKey";

    private const string Store =
        """
        insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance,
            record_state, workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
        values (@FindingKey, @FindingId, @ProductArn, @AccountId, @Region, @ControlKey, @ControlId, @Standards, @Compliance,
            @RecordState, @Workflow, @Severity, @Title, @Resources, @UpdatedAt, @now, @ContentHash, @StateHash, @Original)
        on conflict (finding_key) do update set
            control_key = excluded.control_key, control_id = excluded.control_id, standards = excluded.standards,
            compliance = excluded.compliance, record_state = excluded.record_state, workflow = excluded.workflow,
            severity = excluded.severity, title = excluded.title, resources = excluded.resources,
            updated_at = excluded.updated_at, received_at = excluded.received_at, content_hash = excluded.content_hash,
            state_hash = excluded.state_hash, original = excluded.original
        """;

    private const string Enqueue =
        """
        insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts, trace_parent)
        values (@AccountId, @Region, @control, @now, 0, 0, @trace)
        """;

    public Task<int> Write(IReadOnlyList<IncomingFinding> findings, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.Write(
            async session =>
            {
                var changed = 0;
                var asked = new HashSet<(string, string, string)>();
                foreach (var finding in findings)
                {
                    changed += await WriteOne(session, finding, Micros.From(now), asked) ? 1 : 0;
                }

                return changed;
            },
            cancellationToken);

    private static async Task<bool> WriteOne(DbSession session, IncomingFinding finding, long now, HashSet<(string, string, string)> asked)
    {
        var row = finding.Row;
        var known = await session.SingleOrDefault<KnownFinding>(Known, new { row.FindingKey });
        var isNews = known is null || row.UpdatedAt > known.UpdatedAt || (row.UpdatedAt == known.UpdatedAt && row.ContentHash != known.ContentHash);
        if (!isNews)
        {
            return false;
        }

        await session.Execute(Store, new
        {
            row.FindingKey,
            row.FindingId,
            row.ProductArn,
            row.AccountId,
            row.Region,
            row.ControlKey,
            row.ControlId,
            row.Standards,
            row.Compliance,
            row.RecordState,
            row.Workflow,
            row.Severity,
            row.Title,
            row.Resources,
            row.UpdatedAt,
            now,
            row.ContentHash,
            row.StateHash,
            Original = Encoding.UTF8.GetString(row.Original.Span),
        });
        if (row.StateHash != known?.StateHash)
        {
            await Ask(row.ControlKey);
        }

        if (known?.ControlKey != row.ControlKey)
        {
            await Ask(known?.ControlKey);
        }

        return true;

        async Task Ask(string? control)
        {
            if (control is not null && asked.Add((row.AccountId, row.Region, control)))
            {
                await session.Execute(Enqueue, new { row.AccountId, row.Region, control, now, trace = finding.TraceParent });
            }
        }
    }

    private sealed class KnownFinding
    {
        public long UpdatedAt { get; init; }

        public string ContentHash { get; init; } = "";

        public string StateHash { get; init; } = "";

        public string? ControlKey { get; init; }
    }
}
