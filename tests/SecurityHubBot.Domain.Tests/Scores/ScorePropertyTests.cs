using FsCheck;
using FsCheck.Fluent;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Domain.Tests.Scores;

/// <summary>The rules beside a second implementation that is slow and obvious.</summary>
public class ScorePropertyTests
{
    private static readonly string[] Accounts = ["111122223333", "444455556666"];
    private static readonly string[] Standards = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/1.4.0"];

    private static readonly Gen<PlainFinding> Findings =
        from account in Gen.Elements(Accounts)
        from region in Gen.Elements("ap-northeast-1", "us-east-1")
        from control in Gen.Elements("S3.8", "s3.8", "IAM.1", "Quantum.1")
        from standards in Gen.SubListOf(Standards)
        from compliance in Gen.Elements("PASSED", "PASSED", "FAILED", "WARNING", "NOT_AVAILABLE", null)
        from archived in Gen.Choose(0, 4)
        from suppressed in Gen.Choose(0, 3)
        from severity in Gen.Elements("INFORMATIONAL", "LOW", "CRITICAL")
        select new PlainFinding(account, region, control, [.. standards], compliance, archived == 0, suppressed == 0, severity);

    [Fact]
    public void Any_findings_give_the_score_of_the_second_implementation() =>
        Prop.ForAll(Findings.ListOf().ToArbitrary(), findings => Same(Facts.Judge(findings), ObviousScore.Of([.. findings])))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Whatever_is_disabled_anywhere_the_score_is_that_of_the_second_implementation()
    {
        var worlds = from findings in Findings.ListOf()
                     from seed in Gen.Choose(0, 1_000_000)
                     select (findings, seed);
        Prop.ForAll(worlds.ToArbitrary(), world =>
        {
            bool IsEnabled(string account, string region, string control, string? standard) =>
                new Random(HashOf(world.seed, $"{account} {region} {control.ToUpperInvariant()} {standard}")).Next(4) > 0;
            return Same(Facts.Judge(world.findings, IsEnabled), ObviousScore.Of([.. world.findings], IsEnabled));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Accounts_added_up_one_by_one_or_together_give_the_same_score() =>
        Prop.ForAll(Findings.ListOf().ToArbitrary(), findings =>
        {
            var board = new Scoreboard(ControlCatalogue.Default);
            foreach (var fact in Facts.Of(findings))
            {
                board.Add(fact, Facts.Everything);
            }

            return Facts.Describe(board.Organisation()) == Facts.Describe(Facts.Judge(findings))
                && Accounts.All(a => Same(board.Of(AccountId.Parse(a)), ObviousScore.Of([.. findings.Where(f => f.Account == a)])));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>The rules also name standards in which everything is disabled; the second implementation names all that findings name.</summary>
    private static bool Same(ScoreCard card, ObviousScore obvious) => Facts.Describe(card) == Facts.Describe(obvious);

    private static int HashOf(int seed, string text) => text.Aggregate(seed, (hash, c) => unchecked((hash * 31) + c));
}
