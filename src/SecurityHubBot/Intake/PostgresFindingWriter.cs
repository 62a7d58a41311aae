using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

/// <summary>One statement, one round trip, one implicit transaction for a whole batch.</summary>
internal sealed class PostgresFindingWriter(DbDataSource source, Dialect dialect) : IFindingWriter
{
    // The look-up comes first so that a finding that did not change costs one index look-up and dirties nothing:
    // "on conflict do update … where false" would still lock, and so write, every row it meets. "limit 1" keeps it a look-up: a
    // prepared plan is kept, and a plain join may have been planned as a scan while the table was still empty.
    // What did change is then read again under its lock ("for update" waits and reads the newest): otherwise a finding that another
    // writer has just made FAILED and this one makes PASSED again would look as if it had never changed, and nobody would decide.
    private const string Sql =
        """
        with incoming as (
            select * from unnest(
                @finding_key, @finding_id, @product_arn, @account_id, @region, @control_key, @control_id, @standards, @compliance,
                @record_state, @workflow, @severity, @title, @resources, @updated_at, @content_hash, @state_hash, @original, @trace_parent)
            as t (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance,
                record_state, workflow, severity, title, resources, updated_at, content_hash, state_hash, original, trace_parent)
        ),
        changed as (
            select i.*
            from incoming i left join lateral (
                select finding_key, updated_at, content_hash from findings where finding_key = i.finding_key limit 1
            ) f on true
            where f.finding_key is null
                or i.updated_at > f.updated_at
                or (i.updated_at = f.updated_at and i.content_hash <> f.content_hash)
        ),
        known as (
            select finding_key, state_hash, control_key from findings
            where finding_key in (select finding_key from changed) order by finding_key for update
        ),
        compared as (
            select c.*, k.state_hash as old_state_hash, k.control_key as old_control_key
            from changed c left join known k on k.finding_key = c.finding_key
        ),
        stored as (
            insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance,
                record_state, workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
            select finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance,
                record_state, workflow, severity, title, resources, updated_at, @now, content_hash, state_hash, original
            from compared
            on conflict (finding_key) do update set
                control_key = excluded.control_key, control_id = excluded.control_id, standards = excluded.standards,
                compliance = excluded.compliance, record_state = excluded.record_state, workflow = excluded.workflow,
                severity = excluded.severity, title = excluded.title, resources = excluded.resources,
                updated_at = excluded.updated_at, received_at = excluded.received_at, content_hash = excluded.content_hash,
                state_hash = excluded.state_hash, original = excluded.original
            where excluded.updated_at >= findings.updated_at
        ),
        touched as (
            select account_id, region, control_key, trace_parent from compared
            where control_key is not null and old_state_hash is distinct from state_hash
            union all
            select account_id, region, old_control_key, trace_parent from compared
            where old_control_key is not null and old_control_key is distinct from control_key
        ),
        queued as (
            insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts, trace_parent)
            select account_id, region, control_key, @now, 0, 0, min(trace_parent) from touched group by account_id, region, control_key
        )
        select count(*) from changed
        """;

    private const int CommandTimeoutSeconds = 15;

    private const int MostConflicts = 4;

    public async Task<int> Write(IReadOnlyList<IncomingFinding> findings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await WriteOnce(findings, now, cancellationToken);
            }
            catch (PostgresException exception) when (conflicts < MostConflicts && dialect.IsConflict(exception))
            {
                // A decision was recorded on the same findings in another order; it has gone on, and now it is this one's turn.
            }
        }
    }

    private async Task<int> WriteOnce(IReadOnlyList<IncomingFinding> findings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = CommandTimeoutSeconds };
        Bind(command, findings);
        command.Parameters.Add(new NpgsqlParameter<long>("now", Micros.From(now)));
        // Stays prepared on the pooled connection, so only the first batch pays for it.
        await command.PrepareAsync(cancellationToken);
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void Bind(NpgsqlCommand command, IReadOnlyList<IncomingFinding> findings)
    {
        void Text(string name, Func<IncomingFinding, string?> column)
        {
            var values = new string?[findings.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = column(findings[i]);
            }

            command.Parameters.Add(new NpgsqlParameter<string?[]>(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { TypedValue = values });
        }

        Text("finding_key", f => f.Row.FindingKey);
        Text("finding_id", f => f.Row.FindingId);
        Text("product_arn", f => f.Row.ProductArn);
        Text("account_id", f => f.Row.AccountId);
        Text("region", f => f.Row.Region);
        Text("control_key", f => f.Row.ControlKey);
        Text("control_id", f => f.Row.ControlId);
        Text("standards", f => f.Row.Standards);
        Text("compliance", f => f.Row.Compliance);
        Text("record_state", f => f.Row.RecordState);
        Text("workflow", f => f.Row.Workflow);
        Text("severity", f => f.Row.Severity);
        Text("title", f => f.Row.Title);
        Text("resources", f => f.Row.Resources);
        Text("content_hash", f => f.Row.ContentHash);
        Text("state_hash", f => f.Row.StateHash);
        Text("trace_parent", f => f.TraceParent);
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>[]>("original", NpgsqlDbType.Array | NpgsqlDbType.Text)
        {
            TypedValue = [.. findings.Select(f => f.Row.Original)],
        });
        command.Parameters.Add(new NpgsqlParameter<long[]>("updated_at", NpgsqlDbType.Array | NpgsqlDbType.Bigint)
        {
            TypedValue = [.. findings.Select(f => f.Row.UpdatedAt)],
        });
    }
}
