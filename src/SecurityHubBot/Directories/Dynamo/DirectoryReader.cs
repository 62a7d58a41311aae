using SecurityHubBot.Directories.Changes;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>Reads the DynamoDB tables into the bot's copy.</summary>
internal sealed class DirectoryReader(IReadOnlyList<DynamoTable> tables, DirectoryCopy copy)
{
    /// <summary>So often the copy may change while the tables are read, before it is left to the next time.</summary>
    private const int MostTries = 5;

    public DynamoTable Of(DirectoryTable table) => tables.Single(t => t.Table == table);

    /// <exception cref="TableKeyException">It is another table than it should be.</exception>
    public async Task Check(CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await table.CheckKeys(cancellationToken);
        }
    }

    /// <returns>What was read, and how many rows of the copy changed with it.</returns>
    public async Task<(IReadOnlyList<DirectoryScan> Scans, int Changed)> Read(CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var version = await copy.CurrentVersion(cancellationToken);
            var scans = new List<DirectoryScan>();
            foreach (var table in tables)
            {
                scans.Add(await table.Scan(cancellationToken));
            }

            if (await copy.Take(scans, version, cancellationToken) is { } changed)
            {
                return (scans, changed);
            }

            if (tries == MostTries)
            {
                return (scans, 0);
            }
        }
    }

    /// <returns>The item as it is now, with which the copy agrees as far as it can be used.</returns>
    public async Task<DynamoItem?> Read(DirectoryEdit edit, TableRow? known, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var version = await copy.CurrentVersion(cancellationToken);
            var item = await Of(edit.Table).Get(edit.KeyCells(known), cancellationToken);
            if (await copy.Take(edit, item, version, cancellationToken) || tries == MostTries)
            {
                return item;
            }
        }
    }
}
