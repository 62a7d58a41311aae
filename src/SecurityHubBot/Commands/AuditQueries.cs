using Dapper;
using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Commands;

/// <param name="Rows">The newest first.</param>
internal sealed record AuditData(CaseNumber Number, IReadOnlyList<AuditRow> Rows, int Page, long Total);

/// <summary>What the audit log says of a case and of what belongs to it.</summary>
internal sealed class AuditQueries(Database database)
{
    public const int PageSize = 10;

    // A case has few; whoever has more sees the latest.
    private const int MostExceptions = 200;

    private const string Columns = "seq, at, actor, action, subject, before, after, previous_hash, hash";

    /// <returns>Null when there is no such case and never was.</returns>
    public Task<AuditData?> Of(CaseNumber number, int page, CancellationToken cancellationToken) => database.Read(
        async session =>
        {
            var args = new DynamicParameters();
            var subjects = await Subjects(session, number);
            var names = subjects.Select((subject, i) =>
            {
                args.Add($"subject{i}", subject.ToString());
                return $"@subject{i}";
            });
            var where = $"subject in ({string.Join(", ", names)})";
            var total = await session.Scalar<long>($"select count(*) from audit_log where {where}", args);
            if (total == 0 && await session.Scalar<long>("select count(*) from cases where number = @number", new { number = number.Value }) == 0)
            {
                return null;
            }

            var shown = Math.Clamp(page, 1, Paging.Pages(total, PageSize));
            args.Add("limit", PageSize);
            args.Add("skip", (shown - 1) * PageSize);
            return new AuditData(number, await session.Query<AuditRow>($"select {Columns} from audit_log where {where} order by seq desc limit @limit offset @skip", args), shown, total);
        },
        cancellationToken);

    /// <summary>The case, under which its exceptions and its ticket are written down too, and what is written down about an exception alone.</summary>
    private static async Task<IReadOnlyList<AuditSubject>> Subjects(DbSession session, CaseNumber number)
    {
        var exceptions = await session.Query<long>(
            "select id from exceptions where case_number = @number order by id desc limit @most", new { number = number.Value, most = MostExceptions });
        return [AuditSubject.Case(number), .. exceptions.Select(AuditSubject.Exception)];
    }
}
