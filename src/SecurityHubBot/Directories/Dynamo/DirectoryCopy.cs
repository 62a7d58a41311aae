using Microsoft.Extensions.Logging.Abstractions;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>
/// The tables <c>accounts</c> and <c>policies</c> as the bot's copy of those in DynamoDB: what decisions go by, also while DynamoDB is down
/// and after a restart. What others have changed there is taken over here as if it had been changed by the bot.
/// </summary>
internal sealed partial class DirectoryCopy(Database database, DirectoryOptions options, TimeProvider time, ProblemReports? reports = null, ILogger<DirectoryCopy>? logger = null)
{
    /// <summary>Who it was in the audit log: somebody who changed the table and not the bot.</summary>
    public const string Others = "dynamodb";

    private const string Version = "select version from directory_version";
    private const string ReadAt = "select min(read_at) from directory_copies where (name = @accounts and source = @accountTable) or (name = @policies and source = @policyTable) having count(*) = 2";
    private const string Mark =
        """
        insert into directory_copies (name, source, read_at) values (@name, @source, @now)
        on conflict (name) do update set source = excluded.source, read_at = excluded.read_at
        """;

    private readonly ILogger<DirectoryCopy> _logger = logger ?? NullLogger<DirectoryCopy>.Instance;

    /// <summary>Rises with every change of the copy: what was read of DynamoDB before one may be older than the copy.</summary>
    public Task<long> CurrentVersion(CancellationToken cancellationToken) => database.Read(session => session.Scalar<long>(Version), cancellationToken);

    /// <summary>When both tables were last read, by any instance; null when they never were.</summary>
    public async Task<DateTimeOffset?> LastRead(DbSession session) => Micros.ToTime(await session.SingleOrDefault<long?>(
        ReadAt,
        new
        {
            accounts = DirectoryTable.Accounts.Name,
            accountTable = options.TableOf(DirectoryTable.Accounts),
            policies = DirectoryTable.Policies.Name,
            policyTable = options.TableOf(DirectoryTable.Policies),
        }));

    /// <summary>Makes the copy equal to what was read, but for what cannot be used.</summary>
    /// <param name="version">Of the copy, before it was read.</param>
    /// <returns>How many rows changed; null when the copy changed meanwhile, and the tables have to be read again.</returns>
    public Task<int?> Take(IReadOnlyList<DirectoryScan> scans, long version, CancellationToken cancellationToken) => database.Write<int?>(
        async session =>
        {
            await session.LockDirectory();
            if (await session.Scalar<long>(Version) != version)
            {
                return null;
            }

            var changed = 0;
            foreach (var scan in scans)
            {
                changed += await Take(session, scan);
            }

            return changed;
        },
        cancellationToken);

    /// <summary>The same for the row of an edit, when its item was read.</summary>
    /// <returns>False when the copy changed meanwhile, and the item has to be read again.</returns>
    public Task<bool> Take(DirectoryEdit edit, DynamoItem? item, long version, CancellationToken cancellationToken) => database.Write(
        async session =>
        {
            await session.LockDirectory();
            if (await session.Scalar<long>(Version) != version)
            {
                return false;
            }

            var (row, _) = item?.Read() ?? (null, []);
            if (item is null || row is not null)
            {
                await Replace(session, edit.Table, await RowStore.Find(session, edit), row, item, Others);
            }

            return true;
        },
        cancellationToken);

    /// <summary>Writes into the copy what the bot has written into DynamoDB, in the transaction of the session.</summary>
    /// <param name="before">What it was before in DynamoDB, for the audit log where a refresh has found the change first.</param>
    public async Task Write(DbSession session, DirectoryTable table, StampedRow? known, TableRow? before, TableRow? row, DynamoItem? item, string by)
    {
        if (table.AreSame(known?.Row, row))
        {
            DirectoryAudit.Write(session, table, ImportPlan.Of(before, row), by);
            return;
        }

        await Replace(session, table, known, row, item, by);
    }

    private Task Replace(DbSession session, DirectoryTable table, StampedRow? known, TableRow? row, DynamoItem? item, string by) => table.AreSame(known?.Row, row)
        ? Task.CompletedTask
        : DirectoryStore.Write(session, table, ImportPlan.Of(known?.Row, row), by, time.GetUtcNow(), _ => item is null ? null : Written(item, known));

    private async Task<int> Take(DbSession session, DirectoryScan scan)
    {
        var (table, now) = (scan.Table, time.GetUtcNow());
        var known = (await RowStore.All(session, table)).ToDictionary(r => r.Row.Key, StringComparer.Ordinal);
        var problems = scan.Problems;
        var plan = ImportPlan.Make([.. known.Values.Select(r => r.Row)], scan.Rows, table.Columns, replace: true);
        plan = plan with { Removed = [.. plan.Removed.Where(r => !scan.UnusableKeys.Contains(r.Key))] };
        if (scan.IsEmpty && known.Count > 0)
        {
            // Made anew, or the wrong one: what a whole organisation has decided does not end because a table has nothing to say.
            problems = [new RowProblem(table.Name, "", RowProblemKind.EmptyTable, "", $"{known.Count}", "")];
            plan = plan with { Removed = [] };
        }

        if (!plan.IsEmpty)
        {
            await DirectoryStore.Write(session, table, plan, Others, now, row => scan.Good.TryGetValue(row.Key, out var good) ? Written(good.Item, known.GetValueOrDefault(row.Key)) : null);
            Log.Taken(_logger, options.TableOf(table), plan.Added.Count, plan.Changed.Count, plan.Removed.Count);
        }

        await session.Execute(Mark, new { name = table.Name, source = options.TableOf(table), now = Micros.From(now) });
        await (reports?.Compare(session, table, problems, now) ?? Task.CompletedTask);
        return plan.Added.Count + plan.Changed.Count + plan.Removed.Count;
    }

    /// <summary>Whoever changes an item without saying so in its version has changed it all the same: nobody may take it for what they saw.</summary>
    private RowWritten Written(DynamoItem item, StampedRow? known)
    {
        var (version, at) = (item.VersionNumber ?? (known?.Stamp.Version ?? 0) + 1, item.At ?? time.GetUtcNow());
        return new RowWritten(version, known?.Stamp == new RowStamp(version, Micros.From(at)) ? time.GetUtcNow() : at, item.By ?? Others);
    }

    private static partial class Log
    {
        [LoggerMessage(7201, LogLevel.Information, "Others have changed the table {Table}: {Added} rows added, {Changed} changed, {Removed} removed.")]
        public static partial void Taken(ILogger logger, string table, int added, int changed, int removed);
    }
}
