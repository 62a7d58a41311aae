using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain.Tables;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>The tables in DynamoDB (<c>Directory:Store = dynamodb</c>): written there first, and then into the bot's copy. What happens between the two, the next refresh makes good.</summary>
internal sealed class DynamoTables(
    DirectoryReader reader, DirectoryCopy copy, DirectoryOptions options, Database database, TimeProvider time, DirectoryState? state = null) : IDirectoryTables
{
    private volatile bool _known;

    public async Task<bool> AreKnown(DbSession session) => _known = _known || await copy.LastRead(session) is not null;

    public async Task<DirectoryCondition> Condition(DbSession session)
    {
        var last = await copy.LastRead(session);
        var age = time.GetUtcNow() - last;
        return new DirectoryCondition(last, age, IsOld: age is not { } known || known >= options.Old, state?.Fault, await ProblemReports.Emptied(session));
    }

    public async Task Freshen(DirectoryEdit edit, CancellationToken cancellationToken) =>
        await reader.Read(edit, (await Find(edit, cancellationToken))?.Row, cancellationToken);

    public async Task<IReadOnlyList<string>> Freshen(CancellationToken cancellationToken) =>
        [.. (await reader.Read(cancellationToken)).Scans.SelectMany(s => s.Problems).Select(p => p.ToString())];

    public async Task<ChangeResult> Apply(DirectoryEdit edit, RowStamp seen, string by, CancellationToken cancellationToken)
    {
        var item = await reader.Read(edit, (await Find(edit, cancellationToken))?.Row, cancellationToken);
        var (found, mark) = await database.Read(async session => (await RowStore.Find(session, edit), await QueueMark.Read(session)), cancellationToken);
        if (edit.Apply(found?.Row) is not RowResult<TableRow?>.Read { Row: var after })
        {
            return new ChangeResult.Changed();
        }

        if (edit.Table.AreSame(found?.Row, after))
        {
            return new ChangeResult.AlreadySo();
        }

        // Also when the copy could not follow: what would be replaced has to be what the person saw.
        if ((found?.Stamp ?? RowStamp.None) != seen || !edit.Table.AreSame(item is null ? null : item.Read().Row ?? found?.Row, found?.Row))
        {
            return new ChangeResult.Changed();
        }

        var written = new RowWritten((item?.VersionNumber ?? 0) + 1, time.GetUtcNow(), by);
        var put = after is null ? null : DynamoItem.Of(edit.Table, after, item, written);
        if (!await Write(edit.Table, item, put, cancellationToken))
        {
            await Freshen(edit, cancellationToken);

            // A button that was pressed twice races with itself.
            return edit.Table.AreSame((await Find(edit, cancellationToken))?.Row, after) ? new ChangeResult.AlreadySo() : new ChangeResult.Changed();
        }

        // Written is written: nothing that the person who asked for it does may keep it from the copy.
        var applied = await database.Write(
            async session =>
            {
                await session.LockDirectory();
                await copy.Write(session, edit.Table, await RowStore.Find(session, edit), found?.Row, after, put, by);
                return await mark.Applied(session, edit, found?.Row, after, written.At);
            },
            CancellationToken.None);
        return new ChangeResult.Done(applied);
    }

    public Task<ImportReport> Import(DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options, string by, CancellationToken cancellationToken) =>
        new DynamoImport(reader, database, time, table, by).Run(rows, options, cancellationToken);

    public Task<int> Add(DirectoryTable table, IReadOnlyList<TableRow> rows, string by, CancellationToken cancellationToken) =>
        new DynamoImport(reader, database, time, table, by).Add(rows, cancellationToken);

    private async Task<bool> Write(DirectoryTable table, DynamoItem? before, DynamoItem? after, CancellationToken cancellationToken) => (before, after) switch
    {
        (_, { } put) => await reader.Of(table).Put(put, before, cancellationToken),
        ({ } gone, null) => await reader.Of(table).Delete(gone, cancellationToken),
        _ => true,
    };

    private Task<StampedRow?> Find(DirectoryEdit edit, CancellationToken cancellationToken) => database.Read(session => RowStore.Find(session, edit), cancellationToken);
}
