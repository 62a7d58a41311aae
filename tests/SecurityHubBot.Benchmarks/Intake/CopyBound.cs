using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using SecurityHubBot.Intake;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// What PostgreSQL does at most with the same rows: all of them in one binary COPY into a temporary table without indexes, then one
/// insert from there into the same table with the same indexes, in one transaction with one flush. Rows are made, and a pooled connection is open, beforehand.
/// </summary>
internal static class CopyBound
{
    public const string Columns =
        "finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state, workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original";

    private const string Insert =
        $"""
        insert into findings ({Columns}) select {Columns} from staging
        on conflict (finding_key) do update set
            control_key = excluded.control_key, control_id = excluded.control_id, standards = excluded.standards,
            compliance = excluded.compliance, record_state = excluded.record_state, workflow = excluded.workflow,
            severity = excluded.severity, title = excluded.title, resources = excluded.resources,
            updated_at = excluded.updated_at, received_at = excluded.received_at, content_hash = excluded.content_hash,
            state_hash = excluded.state_hash, original = excluded.original
        where excluded.updated_at >= findings.updated_at
        """;

    /// <param name="connections">The rows are split evenly over so many; one is the bound as it is usually meant.</param>
    public static async Task<TimeSpan> Measure(string connectionString, IReadOnlyList<FindingRow> rows, int connections)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(rows.Chunk((rows.Count + connections - 1) / connections).Select(part => Task.Run(() => Import(connectionString, part))));
        return watch.Elapsed;
    }

    private static async Task Import(string connectionString, FindingRow[] rows)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, $"create temp table staging on commit drop as select {Columns} from findings with no data");
        await using (var import = await connection.BeginBinaryImportAsync($"copy staging ({Columns}) from stdin (format binary)"))
        {
            foreach (var row in rows)
            {
                await Write(import, row);
            }

            await import.CompleteAsync();
        }

        await Execute(connection, Insert);
        await transaction.CommitAsync();
    }

    public static async Task Write(NpgsqlBinaryImporter import, FindingRow row)
    {
        string?[] before =
        [
            row.FindingKey, row.FindingId, row.ProductArn, row.AccountId, row.Region, row.ControlKey, row.ControlId, row.Standards,
            row.Compliance, row.RecordState, row.Workflow, row.Severity, row.Title, row.Resources,
        ];
        await import.StartRowAsync();
        foreach (var text in before)
        {
            await WriteText(import, text);
        }

        await import.WriteAsync(row.UpdatedAt, NpgsqlDbType.Bigint);
        await import.WriteAsync(row.UpdatedAt, NpgsqlDbType.Bigint);
        await WriteText(import, row.ContentHash);
        await WriteText(import, row.StateHash);
        await import.WriteAsync(row.Original, NpgsqlDbType.Text);
    }

    private static Task WriteText(NpgsqlBinaryImporter import, string? text) =>
        text is null ? import.WriteNullAsync() : import.WriteAsync(text, NpgsqlDbType.Text);

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
