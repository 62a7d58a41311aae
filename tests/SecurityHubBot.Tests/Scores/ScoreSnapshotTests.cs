using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Scores;
using SecurityHubBot.Tests.Directories;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Scores.ScoreBench;

namespace SecurityHubBot.Tests.Scores;

public class ScoreSnapshotTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_day_is_kept_once_for_the_organisation_each_team_and_each_account(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.Accounts();
        await bench.Add(Finding("S3.8", "FAILED"), Finding("S3.1", "PASSED", Shop, Fsbp, Cis), Finding("S3.1", "PASSED", Game), Finding("S3.8", "PASSED", "000000000001"), Finding("IAM.1", "PASSED", "999999999999"));

        await bench.RunJob();
        var first = await Rows(bench);
        await bench.Add(Finding("EC2.8", "FAILED"));
        bench.Time.Advance(TimeSpan.FromHours(11));
        await bench.RunJob();

        (await Rows(bench)).ShouldBe(first);
        first.Where(r => r.EndsWith("all", StringComparison.Ordinal)).ShouldBe(
        [
            "2026-11-23 account 000000000001 1/0/0 all",
            $"2026-11-23 account {Shop} 1/1/0 all",
            $"2026-11-23 account {Game} 1/0/0 all",
            "2026-11-23 account 999999999999 1/0/0 all",
            "2026-11-23 organisation  2/1/0 all",
            "2026-11-23 team #game-aws 1/0/0 all",
            "2026-11-23 team #shop-aws 1/1/0 all",
        ]);
        first.ShouldContain($"2026-11-23 account {Shop} 1/0/0 {Cis}");
        (await bench.Directory.Strings("select failed_high || ' ' || failed_findings || ' ' || suppressed_findings from score_snapshots where scope = 'organisation' and standard = ''")).ShouldBe(["1 1 0"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Several_runs_at_once_keep_one_snapshot_that_is_one_of_theirs(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.Accounts();
        await bench.Add(Finding("S3.8", "FAILED"), Finding("S3.1", "PASSED"));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => bench.RunJob(new FakeTimeProvider(DirectoryBench.Now.AddSeconds(i))))));

        (await Rows(bench)).Count.ShouldBe(6, "organisation, team and account, each with one standard");
        (await bench.Directory.Scalar<long>("select count(distinct taken_at) from score_snapshots")).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_day_begins_at_midnight_in_the_organisations_zone_and_downtime_leaves_a_gap(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.RunJob();
        (await Rows(bench)).ShouldBeEmpty("before the first findings there is nothing to keep");
        await bench.Add(Finding("S3.8", "FAILED"));

        await bench.RunJob();
        // 23:59 in Tokyo, then 0:01.
        bench.Time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(1));
        await bench.RunJob();
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.RunJob();
        bench.Time.Advance(TimeSpan.FromDays(4));
        await bench.RunJob();

        (await bench.Directory.Strings("select distinct day from score_snapshots order by 1")).ShouldBe(["2026-11-23", "2026-11-24", "2026-11-28"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_older_than_four_hundred_days_is_forgotten(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.Add(Finding("S3.8", "FAILED"));
        await Keep(bench, Today.AddDays(-400), passed: 1);
        await Keep(bench, Today.AddDays(-401), passed: 1);

        await bench.RunJob();

        (await bench.Directory.Strings("select distinct day from score_snapshots order by 1")).ShouldBe(["2025-10-19", "2026-11-23"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_history_has_the_last_day_of_each_month_of_a_year_and_gaps_where_nothing_was_kept(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        foreach (var (day, passed) in ((int, int)[])[(-400, 99), (-328, 1), (-200, 2), (-199, 3), (-24, 4), (-23, 5), (-1, 6), (0, 7), (1, 8)])
        {
            await Keep(bench, Today.AddDays(day), passed);
        }

        var months = await bench.History.Months(ScoreSubject.Organisation, Today, CancellationToken.None);

        months.Select(m => $"{m.Day:yyyy-MM-dd} {m.Overall.Passed}").ShouldBe(["2025-12-30 1", "2026-05-08 3", "2026-10-31 5", "2026-11-23 7"]);
        months[^1].Standards[StandardId.Parse(Cis)].ShouldBe(new Score(7, 2, 1));
        (await bench.History.LastMonth(ScoreSubject.Organisation, Today, CancellationToken.None)).ShouldNotBeNull().Overall.Passed.ShouldBe(5);
        (await bench.History.LastMonth(ScoreSubject.Organisation, Today.AddMonths(-1), CancellationToken.None)).ShouldBeNull();
        (await bench.History.Months(ScoreSubject.Team("#shop-aws"), Today, CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_end_of_a_month_is_told_of_every_team_that_was_kept_in_it(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await Keep(bench, new DateOnly(2026, 10, 30), 1, ScoreSubject.Team("#shop-aws"));
        await Keep(bench, new DateOnly(2026, 10, 31), 2, ScoreSubject.Team("#shop-aws"));
        await Keep(bench, new DateOnly(2026, 10, 7), 3, ScoreSubject.Team("#game-aws"));
        await Keep(bench, new DateOnly(2026, 11, 1), 4, ScoreSubject.Team("#shop-aws"));
        await Keep(bench, new DateOnly(2026, 10, 31), 5, ScoreSubject.Organisation);

        var ends = await bench.History.EndOf(new DateOnly(2026, 10, 15), ScoreSubject.TeamScope, CancellationToken.None);

        ends.ToDictionary(e => e.Key, e => e.Value.Passed).ShouldBe(new Dictionary<string, int> { ["#shop-aws"] = 2, ["#game-aws"] = 3 }, ignoreOrder: true);
    }

    private static Task<IReadOnlyList<string>> Rows(ScoreBench bench) => bench.Directory.Strings(
        """
        select day || ' ' || scope || ' ' || subject || ' ' || passed || '/' || failed || '/' || unknown || ' ' || case standard when '' then 'all' else standard end
        from score_snapshots order by scope, subject, standard
        """);

    private static Task Keep(ScoreBench bench, DateOnly day, int passed, ScoreSubject? subject = null) => bench.Directory.Database.Write(
        session =>
        {
            var line = new ScoreLine(new Score(passed, 2, 1), Failures.None, 0, 0, 0);
            return ScoreSnapshotStore.Write(session, day, [(subject ?? ScoreSubject.Organisation, new ScoreCard(line, [new StandardScore(StandardId.Parse(Cis), line)]))], DateTimeOffset.UnixEpoch);
        },
        CancellationToken.None);
}
