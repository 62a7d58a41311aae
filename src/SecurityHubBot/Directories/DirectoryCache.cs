using System.Globalization;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Tables;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>The tables <c>accounts</c> and <c>policies</c>, read again whenever their common version has risen.</summary>
internal sealed partial class DirectoryCache(Database database, ILogger<DirectoryCache> logger) : IDirectory
{
    private const string Version = "select version from directory_version";
    private const string AccountRows = "select account_id, name, environment, channel, owners, escalation, ticket_project, language from accounts";
    private const string PolicyRows = "select standard, control, policy, category, due_days, environments, note from policies";

    private volatile DirectorySnapshot? _latest;

    public Task<DirectorySnapshot> Current(CancellationToken cancellationToken) => database.Read(For, cancellationToken);

    public async Task<DirectorySnapshot> For(DbSession session)
    {
        var version = await session.Scalar<long>(Version);
        if (_latest is { } known && known.Version == version)
        {
            return known;
        }

        var accounts = await Read(session, AccountRows, AccountRowParser.Parse);
        var policies = await Read(session, PolicyRows, PolicyRowParser.Parse);
        var snapshot = new DirectorySnapshot(version, accounts.ToDictionary(a => a.Id), PolicyTable.Create(policies));
        _latest = snapshot;
        return snapshot;
    }

    private async Task<List<T>> Read<T>(DbSession session, string sql, Func<IReadOnlyDictionary<string, string?>, RowResult<T>> parse)
    {
        var parsed = new List<T>();
        foreach (IDictionary<string, object?> row in await session.Query<dynamic>(sql))
        {
            switch (parse(row.ToDictionary(c => c.Key, c => Convert.ToString(c.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal)))
            {
                case RowResult<T>.Read read:
                    parsed.Add(read.Row);
                    break;
                case RowResult<T>.Wrong wrong:
                    Log.Unreadable(logger, typeof(T).Name, string.Join("; ", wrong.Errors));
                    break;
            }
        }

        return parsed;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A row of the {Table} table cannot be read and counts as absent: {Errors}")]
        public static partial void Unreadable(ILogger logger, string table, string errors);
    }
}
