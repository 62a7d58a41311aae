using System.Data;
using System.Text;
using Dapper;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Audit;

/// <summary>The table <c>audit_log</c>: rows are added at its end and read, and nothing else.</summary>
public static class AuditLog
{
    private const int RowsAtOnce = 200;

    private const string Columns = "seq, at, actor, action, subject, before, after, previous_hash, hash";

    private const string Last = $"select {Columns} from audit_log order by seq desc limit 1";

    private const string All = $"select {Columns} from audit_log order by seq";

    private const string Insert = $"insert into audit_log ({Columns}) values ";

    private const string About = $"select {Columns} from audit_log where subject = @subject order by seq desc limit @limit";

    private const string WithHash = "select min(seq) from audit_log where hash = @hash";

    /// <summary>Adds the entries at the end of the chain. The last thing that a transaction does: all others wait meanwhile.</summary>
    internal static async Task Append(DbSession session, IReadOnlyList<AuditEntry> entries, DateTimeOffset now)
    {
        await session.LockAudit();
        var last = await Head(session);
        var rows = Chain(entries, last?.Seq ?? 0, last?.Hash ?? AuditRow.NoHash, Micros.From(now));
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            var (sql, values) = Statement(some);
            await session.Execute(sql, values);
        }
    }

    /// <summary>The last row; null while nothing has been decided.</summary>
    public static Task<AuditRow?> Head(DbSession session) => session.SingleOrDefault<AuditRow>(Last);

    /// <summary>What was decided about something, the newest first.</summary>
    public static Task<IReadOnlyList<AuditRow>> Of(DbSession session, AuditSubject subject, int limit) =>
        session.Query<AuditRow>(About, new { subject = subject.ToString(), limit });

    /// <summary>The whole log in order, a row at a time and never all in memory.</summary>
    internal static IAsyncEnumerable<AuditRow> Stream(DbSession session) =>
        session.Connection.QueryUnbufferedAsync<AuditRow>(All, transaction: session.Transaction, commandTimeout: 0);

    internal static Task<long?> SeqOf(DbSession session, string hash) => session.SingleOrDefault<long?>(WithHash, new { hash });

    private static List<AuditRow> Chain(IReadOnlyList<AuditEntry> entries, long seq, string previous, long at)
    {
        var rows = new List<AuditRow>(entries.Count);
        foreach (var entry in entries)
        {
            var row = Row(entry, ++seq, previous, at);
            rows.Add(row);
            previous = row.Hash;
        }

        return rows;
    }

    private static AuditRow Row(AuditEntry entry, long seq, string previous, long at)
    {
        AuditRow Make(string hash) => new()
        {
            Seq = seq,
            At = at,
            Actor = Storable(entry.Actor.ToString())!,
            Action = Storable(entry.Action)!,
            Subject = Storable(entry.Subject.ToString())!,
            Before = Storable(entry.Before),
            After = Storable(entry.After),
            PreviousHash = previous,
            Hash = hash,
        };

        return Make(Make("").ComputeHash());
    }

    /// <summary>Exactly what the database will give back, or the hash would not fit it: no NUL, which PostgreSQL refuses, and no half of a surrogate pair.</summary>
    private static string? Storable(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static (string Sql, DynamicParameters Values) Statement(IReadOnlyList<AuditRow> rows)
    {
        var sql = new StringBuilder(Insert);
        var values = new DynamicParameters();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            sql.Append(i == 0 ? "" : ", ").Append('(');
            Add("seq", row.Seq, DbType.Int64);
            Add("at", row.At, DbType.Int64);
            Add("actor", row.Actor);
            Add("action", row.Action);
            Add("subject", row.Subject);
            Add("before", row.Before);
            Add("after", row.After);
            Add("previous", row.PreviousHash);
            Add("hash", row.Hash, isLast: true);

            void Add(string name, object? value, DbType type = DbType.String, bool isLast = false)
            {
                sql.Append('@').Append(name).Append(i).Append(isLast ? ")" : ", ");
                values.Add($"{name}{i}", value, type);
            }
        }

        return (sql.ToString(), values);
    }
}
