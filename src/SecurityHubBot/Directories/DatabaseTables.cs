using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain.Tables;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>The tables in the bot's own database (<c>Directory:Store = database</c>): each change is one transaction.</summary>
internal sealed class DatabaseTables(Database database, TimeProvider time) : IDirectoryTables
{
    public Task<bool> AreKnown(DbSession session) => Task.FromResult(true);

    public Task<DirectoryCondition> Condition(DbSession session) => Task.FromResult(DirectoryCondition.Good);

    public Task Freshen(DirectoryEdit edit, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> Freshen(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<ChangeResult> Apply(DirectoryEdit edit, RowStamp seen, string by, CancellationToken cancellationToken) =>
        database.Write(session => Apply(session, edit, seen, by), cancellationToken);

    public Task<ImportReport> Import(DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options, string by, CancellationToken cancellationToken) => options.DryRun
        ? database.Read(session => DryRun(session, table, rows, options), cancellationToken)
        : database.Write(session => Write(session, table, rows, options, by), cancellationToken);

    public Task<int> Add(DirectoryTable table, IReadOnlyList<TableRow> rows, string by, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.LockDirectory();
            var known = (await DirectoryStore.Read(session, table)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
            var added = rows.Where(r => !known.Contains(r.Key)).ToList();
            if (added.Count > 0)
            {
                await DirectoryStore.Write(session, table, new ImportPlan(added, [], [], 0), by, time.GetUtcNow());
            }

            return added.Count;
        },
        cancellationToken);

    private async Task<ChangeResult> Apply(DbSession session, DirectoryEdit edit, RowStamp seen, string by)
    {
        // As for an import: no decision meanwhile, which would still see the old row.
        await session.LockDirectory();
        var found = await RowStore.Find(session, edit);
        if (edit.Apply(found?.Row) is not RowResult<TableRow?>.Read { Row: var after })
        {
            return new ChangeResult.Changed();
        }

        if (edit.Table.AreSame(found?.Row, after))
        {
            return new ChangeResult.AlreadySo();
        }

        if ((found?.Stamp ?? RowStamp.None) != seen)
        {
            return new ChangeResult.Changed();
        }

        var now = time.GetUtcNow();
        var mark = await QueueMark.Read(session);
        await DirectoryStore.Write(session, edit.Table, ImportPlan.Of(found?.Row, after), by, now);
        return new ChangeResult.Done(await mark.Applied(session, edit, found?.Row, after, now));
    }

    private static async Task<ImportReport> DryRun(DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options) =>
        await Plan(session, table, rows, options) is var (plan, refused) && refused is not null ? refused : plan.Report(table.Columns);

    private async Task<ImportReport> Write(DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options, string by)
    {
        // One import after the other, and no decision meanwhile: it would still see the old rows, and this one not yet its findings.
        await session.LockDirectory();
        var (plan, refused) = await Plan(session, table, rows, options);
        if (refused is not null)
        {
            return refused;
        }

        if (!plan.IsEmpty)
        {
            await DirectoryStore.Write(session, table, plan, by, time.GetUtcNow());
        }

        return plan.Report(table.Columns);
    }

    private static async Task<(ImportPlan Plan, ImportReport.Refused? Refused)> Plan(
        DbSession session, DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options)
    {
        var known = await DirectoryStore.Read(session, table);
        return (ImportPlan.Make(known, rows, table.Columns, options.Replace), ImportPlan.RefuseToEmpty(rows.Count, known.Count, options));
    }
}
