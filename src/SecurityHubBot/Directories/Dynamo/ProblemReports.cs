using System.Text.Json;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>Has what cannot be used told once: in the log, and to the security team.</summary>
internal sealed partial class ProblemReports(SlackSettings slack, ILogger<ProblemReports> logger)
{
    private const string Known = "select row_key, problem, since from directory_problems where name = @table";
    private const string Forget = "delete from directory_problems where name = @table and row_key = @key";
    private const string Keep =
        """
        insert into directory_problems (name, row_key, problem, since) values (@table, @key, @problem, @now)
        on conflict (name, row_key) do update set problem = excluded.problem, since = excluded.since
        """;

    // What is wrong with a table as a whole is that it is empty.
    private const string Empty =
        """
        select name, case name when 'accounts' then (select count(*) from accounts) else (select count(*) from policies) end as rows
        from directory_problems where row_key = '' order by name
        """;

    /// <summary>Tables in which there is nothing any more, and whose last rows are used.</summary>
    public static async Task<IReadOnlyList<EmptiedTable>> Emptied(DbSession session) => [.. (await session.Query<(string Name, long Rows)>(Empty)).Select(e => new EmptiedTable(e.Name, e.Rows))];

    public async Task Compare(DbSession session, DirectoryTable table, IReadOnlyList<RowProblem> problems, DateTimeOffset now)
    {
        var known = (await session.Query<Row>(Known, new { table = table.Name })).ToDictionary(r => r.RowKey, r => r.Problem, StringComparer.Ordinal);
        var found = problems.GroupBy(p => p.Row, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        await session.Execute(Forget, known.Keys.Where(k => !found.ContainsKey(k)).Select(key => new { table = table.Name, key }).ToList());
        var news = found.Where(f => known.GetValueOrDefault(f.Key) != Text(f.Value)).ToList();
        if (news.Count == 0)
        {
            return;
        }

        await session.Execute(Keep, news.Select(n => new { table = table.Name, key = n.Key, problem = Text(n.Value), now = Micros.From(now) }).ToList());
        var told = news.SelectMany(n => n.Value).ToList();
        told.ForEach(p => Log.Unusable(logger, p));
        var key = new BulletinKey(ProblemContent.TheKind, slack.SecurityChannel, $"{table.Name} {Micros.From(now)}");
        await BulletinStore.Want(session, key, ProblemContent.Payload(told), now);
    }

    private static string Text(IEnumerable<RowProblem> problems) => JsonSerializer.Serialize(problems.Select(p => p.Id));

    private sealed class Row
    {
        public string RowKey { get; init; } = "";

        public string Problem { get; init; } = "";
    }

    private static partial class Log
    {
        [LoggerMessage(7202, LogLevel.Warning, "Something in DynamoDB cannot be used, and what was known of it stays. {Problem}")]
        public static partial void Unusable(ILogger logger, RowProblem problem);
    }
}
