using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Scores;
using static SecurityHubBot.Tests.Scores.ScoreBench;

namespace SecurityHubBot.Tests.Scores;

public class ScoreQueryTests
{
    private static readonly AccountId[] OnlyShop = [AccountId.Parse(Shop)];

    /// <summary>Random findings, random controls switched off, against the second implementation: for each account, some and all of them.</summary>
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Whatever_is_stored_the_score_is_that_of_the_second_implementation(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        for (var seed = 0; seed < 60; seed++)
        {
            var findings = RandomFindings.Make(seed);
            await bench.Directory.Execute("delete from findings");
            await bench.Add(findings);
            var off = seed % 3 == 0 ? new HashSet<string>() : RandomFindings.Make(seed + 1000).Select(f => Place(f.Account, f.Region, f.Control, f.Standards is [var first, ..] ? first : null)).ToHashSet();
            bench.Enabled = (account, region, control, standard) => !off.Contains(Place(account, region, control, standard));

            var board = await bench.Query.Board(accounts: null, CancellationToken.None);

            var why = $"seed {seed}";
            Same(board.Organisation(), findings, why);
            Same(await bench.Query.For(accounts: null, CancellationToken.None), findings, why);
            foreach (var account in findings.Select(f => f.Account).Distinct())
            {
                Same(board.Of(AccountId.Parse(account)), [.. findings.Where(f => f.Account == account)], why);
            }

            var two = findings.Where(f => f.Account is Shop or Game).ToList();
            Same(await bench.Query.For([AccountId.Parse(Shop), AccountId.Parse(Game)], CancellationToken.None), two, why);
            Same(board.Of([AccountId.Parse(Shop), AccountId.Parse(Game)]), two, why);
        }

        void Same(ScoreCard card, IReadOnlyList<PlainFinding> findings, string why) => Describe(card).ShouldBe(Describe(ObviousScore.Of(findings, bench.Enabled)), why);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Failures_are_counted_for_each_standard_by_the_severity_of_the_control(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.Add(
            Finding("S3.8", "FAILED", Shop, Fsbp, Cis) with { Severity = "LOW" },
            Finding("S3.8", "FAILED"),
            Finding("Quantum.1", "FAILED") with { Severity = "LOW" },
            Finding("Quantum.1", "FAILED") with { Severity = "CRITICAL" },
            Finding("Quantum.1", "PASSED") with { Severity = "INFORMATIONAL" },
            Finding("EC2.2", "FAILED") with { IsSuppressed = true },
            Finding("EC2.8", "FAILED") with { IsArchived = true },
            Finding("IAM.1", "PASSED", Shop, "nist-800-53/v/5.0.0") with { Severity = "CRITICAL" });
        await bench.Directory.AddFinding(Shop, "ap-northeast-1", null, "guardduty");

        var card = await bench.Query.For(OnlyShop, CancellationToken.None);

        card.Standards.Select(s => s.Standard.ToString()).ShouldBe([Fsbp, Cis, "nist-800-53/v/5.0.0"]);
        var fsbp = card.Standards[0];
        fsbp.Failed.Controls.ShouldBe(new Dictionary<Severity, int> { [Severity.High] = 1, [Severity.Critical] = 1 }, ignoreOrder: true);
        fsbp.Failed.Findings.ShouldBe(new Dictionary<Severity, long> { [Severity.High] = 2, [Severity.Critical] = 2 }, ignoreOrder: true);
        (fsbp.Score, fsbp.SuppressedFindings, fsbp.Line.NoData).ShouldBe((new Score(0, 2, 0), 1, 1));
        card.Standards[1].Failed.Controls.ShouldBe(new Dictionary<Severity, int> { [Severity.High] = 1 });
        card.Standards[2].Failed.Controls.ShouldBeEmpty();
        card.Overall.ShouldBe(new Score(1, 2, 0));
        (await bench.Query.For([AccountId.Parse(Game)], CancellationToken.None)).Standards.ShouldBeEmpty();
        (await bench.Query.For([], CancellationToken.None)).Overall.ShouldBe(Score.None);
        (await bench.Query.ByAccount([AccountId.Parse(Shop), AccountId.Parse(Game)], CancellationToken.None)).Keys.ShouldBe(OnlyShop);
    }

    internal static string Describe(ScoreCard card) =>
        string.Join('\n', card.Standards.Select(s => Line(s.Standard.ToString(), s.Line)).Order(StringComparer.Ordinal).Prepend(Line("all", card.All)));

    internal static string Describe(ObviousScore score) =>
        string.Join('\n', score.Standards.Select(s => Line(s.Key, s.Value)).Order(StringComparer.Ordinal).Prepend(Line("all", score.All)));

    private static string Line(string name, ScoreLine line) =>
        $"{name}: {line.Score} {line.Score.Percent} suppressed {line.SuppressedFindings} failed {line.Failed.AllFindings} of {line.Failed.Controls.Values.Sum()}";

    private static string Line(string name, ObviousLine line) =>
        $"{name}: {new Score(line.Passed, line.Failed, line.Unknown)} {line.Percent} suppressed {line.SuppressedFindings} failed {line.FailedFindings} of {line.FailedControls.Count}";

    private static string Place(string account, string region, string control, string? standard) => $"{account} {region} {control.ToUpperInvariant()} {standard}";
}
