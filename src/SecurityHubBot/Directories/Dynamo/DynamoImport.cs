using System.Collections.Concurrent;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>
/// One import into a DynamoDB table. The file was read to its end and is good. Each row is written by itself and only over what was read
/// before; rows that somebody else changes meanwhile are named and left, and the same import again writes whatever is missing.
/// </summary>
internal sealed class DynamoImport(DirectoryReader reader, Database database, TimeProvider time, DirectoryTable table, string by)
{
    private const int AtOnce = 16;

    private readonly ConcurrentBag<Step> _written = [];
    private readonly ConcurrentBag<Step> _raced = [];

    public async Task<ImportReport> Run(IReadOnlyList<TableRow> rows, ImportOptions options, CancellationToken cancellationToken)
    {
        var scan = options.DryRun
            ? await reader.Of(table).Scan(cancellationToken)
            : (await reader.Read(cancellationToken)).Scans.Single(s => s.Table == table);
        if (ImportPlan.RefuseToEmpty(rows.Count, scan.Good.Count + scan.Unusable.Count, options) is { } refused)
        {
            return refused;
        }

        var (plan, unusable) = Plan(scan, [.. rows.Select(r => InTheTablesSpelling(r, scan))], options);
        if (options.DryRun)
        {
            return Report(plan, unusable, []);
        }

        var now = time.GetUtcNow();
        await WriteAll(Steps(plan, unusable, scan, now), cancellationToken);
        return Report(plan, unusable, [.. _raced.Select(r => r.Key)]);
    }

    /// <summary>Only what the table does not have; something that cannot be read is something, too. And nothing while the table is not believed to be empty.</summary>
    /// <returns>How many were added.</returns>
    public async Task<int> Add(IReadOnlyList<TableRow> rows, CancellationToken cancellationToken)
    {
        var scan = (await reader.Read(cancellationToken)).Scans.Single(s => s.Table == table);
        if (scan.IsEmpty && (await database.Read(session => RowStore.All(session, table), cancellationToken)).Count > 0)
        {
            // The rows that it had are used still; with the first one that we wrote into it they would end.
            return 0;
        }

        var added = rows.Where(r => !scan.Good.ContainsKey(r.Key) && !scan.UnusableKeys.Contains(r.Key)).ToList();
        await WriteAll(Steps(new ImportPlan(added, [], [], 0), [], scan, time.GetUtcNow()), cancellationToken);
        return _written.Count;
    }

    /// <summary>Also what cannot be read is replaced by the file's row, and goes when the file has none.</summary>
    private (ImportPlan Plan, IReadOnlyList<DynamoItem> Unusable) Plan(DirectoryScan scan, IReadOnlyList<TableRow> rows, ImportOptions options)
    {
        var keys = rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<DynamoItem> gone = options.Replace ? [.. scan.Unusable.Where(i => !keys.Contains(i.RowKey) || scan.Good.ContainsKey(i.RowKey) || !IsOwn(i, rows))] : [];
        return (ImportPlan.Make(scan.Rows, rows, table.Columns, options.Replace), gone);
    }

    private static bool IsOwn(DynamoItem item, IReadOnlyList<TableRow> rows) => rows.Any(r => IsOwn(item, r));

    private static bool IsOwn(DynamoItem item, TableRow row) => DynamoItem.KeyOf(item.Table).All(k => item.TextOf(k) == row.Cells[k]);

    /// <summary>A key in DynamoDB cannot be written anew in another letter case.</summary>
    private TableRow InTheTablesSpelling(TableRow row, DirectoryScan scan)
    {
        if (!scan.Good.TryGetValue(row.Key, out var known))
        {
            return row;
        }

        var cells = new Dictionary<string, string>(row.Cells, StringComparer.Ordinal);
        DynamoItem.KeyOf(table).ToList().ForEach(k => cells[k] = known.Row.Cells[k]);
        return table.Row(cells);
    }

    private IEnumerable<Step> Steps(ImportPlan plan, IReadOnlyList<DynamoItem> unusable, DirectoryScan scan, DateTimeOffset now)
    {
        DynamoItem? Before(TableRow row) => scan.Good.TryGetValue(row.Key, out var good) ? good.Item : scan.Unusable.FirstOrDefault(i => IsOwn(i, row));
        Step Put(TableRow row)
        {
            var before = Before(row);
            return new Step(row.Key, row, before, DynamoItem.Of(table, row, before, new RowWritten((before?.VersionNumber ?? 0) + 1, now, by)));
        }

        return plan.Added.Concat(plan.Changed.Select(c => c.After)).Select(Put)
            .Concat(plan.Removed.Select(r => new Step(r.Key, Row: null, scan.Good[r.Key].Item, After: null)))
            .Concat(unusable.Select(i => new Step(i.RowKey, scan.Good.TryGetValue(i.RowKey, out var good) ? good.Row : null, i, After: null)));
    }

    private async Task WriteAll(IEnumerable<Step> steps, CancellationToken cancellationToken)
    {
        var all = steps.ToList();
        try
        {
            await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (step, _) =>
            {
                // When one fails, those that are on their way go on: it has to be known which were written.
                (await Write(step, cancellationToken) ? _written : _raced).Add(step);
            });
        }
        catch (DirectoryUnavailableException e)
        {
            throw new DirectoryUnavailableException($"{e.Message}. {_written.Count} of {all.Count} changes are written; run the same import again for the others", e);
        }
        finally
        {
            await TakeOver();
        }
    }

    private async Task<bool> Write(Step step, CancellationToken cancellationToken) => step.After is { } put
        ? await reader.Of(table).Put(put, step.Before, cancellationToken)
        : await reader.Of(table).Delete(step.Before!, cancellationToken);

    /// <summary>What is written is the bot's own change, and not one of others that the next refresh finds.</summary>
    private Task TakeOver() => database.Write(
        async session =>
        {
            await session.LockDirectory();
            var known = (await RowStore.All(session, table)).ToDictionary(r => r.Row.Key, r => r.Row, StringComparer.Ordinal);
            var own = _written.Where(s => !s.LeavesAnother).OrderBy(s => s.Key, StringComparer.Ordinal).ToLookup(s => table.AreSame(known.GetValueOrDefault(s.Key), s.Row));
            var plan = Of(own[false], s => known.GetValueOrDefault(s.Key));
            if (!plan.IsEmpty)
            {
                var items = own[false].Where(s => s.After is not null).ToDictionary(s => s.Key, s => s.After!, StringComparer.Ordinal);
                await DirectoryStore.Write(session, table, plan, by, time.GetUtcNow(), row => items.TryGetValue(row.Key, out var item) ? new RowWritten(item.VersionNumber, item.At ?? time.GetUtcNow(), by) : null);
            }

            // A refresh has found these first, and could not know whose they were.
            DirectoryAudit.Write(session, table, Of(own[true], s => s.Before?.Read().Row), by);
        },
        CancellationToken.None);

    private static ImportPlan Of(IEnumerable<Step> steps, Func<Step, TableRow?> before)
    {
        var changes = steps.Select(s => (Before: before(s), s.Row)).ToList();
        return new ImportPlan(
            [.. changes.Where(c => c.Before is null).Select(c => c.Row).OfType<TableRow>()],
            [.. changes.Where(c => c.Before is not null && c.Row is not null).Select(c => (c.Before!, c.Row!))],
            [.. changes.Where(c => c.Row is null).Select(c => c.Before).OfType<TableRow>()],
            0);
    }

    private ImportReport.Done Report(ImportPlan plan, IReadOnlyList<DynamoItem> unusable, IReadOnlyList<string> raced)
    {
        var left = raced.ToHashSet(StringComparer.Ordinal);
        var done = plan.Report(table.Columns);
        var changes = done.Changes.Concat(unusable.Select(i => new RowChange.Removed(i.Name)));
        return new ImportReport.Done([.. changes.Where(c => !left.Contains(c.Key.ToUpperInvariant()))], done.Unchanged)
        {
            Raced = [.. done.Changes.Select(c => c.Key).Concat(unusable.Select(i => i.Name)).Where(k => left.Contains(k.ToUpperInvariant())).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <param name="Row">What is there of the key afterwards.</param>
    /// <param name="After">Null when the item goes.</param>
    private sealed record Step(string Key, TableRow? Row, DynamoItem? Before, DynamoItem? After)
    {
        /// <summary>Takes away an item that was without effect.</summary>
        public bool LeavesAnother => Row is not null && After is null;
    }
}
