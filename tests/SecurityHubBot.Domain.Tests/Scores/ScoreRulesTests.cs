using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Domain.Tests.Scores;

public class ScoreRulesTests
{
    private const string Shop = "111122223333";
    private const string Game = "444455556666";
    private const string Tokyo = "ap-northeast-1";
    private const string Virginia = "us-east-1";
    private const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    private const string Cis = "cis-aws-foundations-benchmark/v/1.4.0";
    private const string Cis12 = "cis-aws-foundations-benchmark/v/1.2.0";
    private const string Nist = "nist-800-53/v/5.0.0";
    private const string Pci = "pci-dss/v/3.2.1";

    private static readonly (string Standard, int Passed, int Failed, int Percent)[] Documented =
        [(Fsbp, 168, 22, 88), (Cis, 8, 29, 22), (Cis12, 6, 35, 15), (Nist, 159, 56, 74), (Pci, 28, 17, 62)];

    /// <summary>The user guide's worked example: 528 controls in five standards, 515 of them different ones, of which 357 pass.</summary>
    [Fact]
    public void The_overall_score_is_that_of_unique_controls_and_neither_the_mean_nor_the_pool_of_the_standards()
    {
        // Twelve passed controls and a failed one are in two standards.
        List<PlainFinding> findings = [];
        foreach (var (standard, passed, failed, _) in Documented)
        {
            var (sharedPassed, sharedFailed) = standard is Fsbp or Nist ? (12, 1) : (0, 0);
            findings.AddRange(Controls(standard, "Passed", passed - sharedPassed).Select(c => Passed(c, standards: standard)));
            findings.AddRange(Controls(standard, "Failed", failed - sharedFailed).Select(c => Failed(c, standards: standard)));
        }

        findings.AddRange(Controls("both", "Passed", 12).Select(c => Passed(c, standards: [Fsbp, Nist])));
        findings.AddRange(Controls("both", "Failed", 1).Select(c => Failed(c, standards: [Fsbp, Nist])));

        var card = Facts.Judge(findings);

        foreach (var (standard, passed, failed, percent) in Documented)
        {
            var own = card.Standards.Single(s => s.Standard.ToString() == standard).Score;
            own.ShouldBe(new Score(passed, failed, 0), standard);
            own.Percent.ShouldBe(percent, standard);
        }

        card.Overall.ShouldBe(new Score(357, 158, 0));
        card.Overall.Percent.ShouldBe(69);
        // What the other two readings of the guide would say.
        Math.Round(Documented.Average(d => d.Percent)).ShouldBe(52);
        new Score(Documented.Sum(d => d.Passed), Documented.Sum(d => d.Failed), 0).Percent.ShouldBe(70);
    }

    [Fact]
    public void A_control_is_failed_before_unknown_and_unknown_before_passed()
    {
        Judge(Passed("S3.1"), Failed("S3.1"), Finding("S3.1", "WARNING")).ShouldBe(new Score(0, 1, 0));
        Judge(Passed("S3.1"), Finding("S3.1", "WARNING")).ShouldBe(new Score(0, 0, 1));
        Judge(Passed("S3.1"), Finding("S3.1", "NOT_AVAILABLE")).ShouldBe(new Score(0, 0, 1));
        Judge(Passed("S3.1"), Finding("S3.1", null)).ShouldBe(new Score(0, 0, 1));
        Judge(Passed("S3.1"), Passed("S3.1")).ShouldBe(new Score(1, 0, 0));
    }

    [Fact]
    public void Archived_findings_do_not_count_at_all()
    {
        Judge(Passed("S3.1"), Failed("S3.1") with { IsArchived = true }).ShouldBe(new Score(1, 0, 0));
        var card = Facts.Judge([Failed("S3.1") with { IsArchived = true, IsSuppressed = true }]);
        (card.Overall, card.SuppressedFindings, card.Standards.Count).ShouldBe((Score.None, 0, 0));
    }

    [Fact]
    public void A_control_whose_failing_findings_alone_are_suppressed_has_passed()
    {
        var card = Facts.Judge([Passed("S3.1"), Failed("S3.1") with { IsSuppressed = true }, Failed("S3.8")]);

        card.Overall.ShouldBe(new Score(1, 1, 0));
        (card.SuppressedFindings, card.All.NoData).ShouldBe((1, 0));
    }

    [Fact]
    public void A_control_whose_findings_are_all_suppressed_has_no_data_and_leaves_the_denominator()
    {
        var card = Facts.Judge([Passed("S3.1") with { IsSuppressed = true }, Failed("S3.1") with { IsSuppressed = true }, Failed("S3.8"), Passed("IAM.1")]);

        card.Overall.ShouldBe(new Score(1, 1, 0));
        (card.SuppressedFindings, card.All.NoData).ShouldBe((2, 1));
        card.Standards.ShouldHaveSingleItem().Line.SuppressedFindings.ShouldBe(2);
    }

    [Fact]
    public void With_everything_suppressed_a_standard_is_named_and_has_no_percentage()
    {
        var standard = Facts.Judge([Failed("S3.1") with { IsSuppressed = true }]).Standards.ShouldHaveSingleItem();
        standard.Score.Percent.ShouldBeNull();
        standard.Line.NoData.ShouldBe(1);
    }

    [Fact]
    public void A_consolidated_finding_and_findings_per_standard_give_the_same_score()
    {
        var consolidated = Facts.Judge([Failed("S3.1", standards: [Fsbp, Cis]), Passed("S3.8", standards: [Fsbp])]);
        var perStandard = Facts.Judge([Failed("S3.1", standards: Fsbp), Failed("s3.1", standards: Cis), Passed("S3.8", standards: Fsbp)]);

        foreach (var card in (ScoreCard[])[consolidated, perStandard])
        {
            card.Overall.ShouldBe(new Score(1, 1, 0));
            card.Standards.Select(s => s.Score).ShouldBe([new Score(1, 1, 0), new Score(0, 1, 0)]);
        }

        (consolidated.Failed.AllFindings, perStandard.Failed.AllFindings).ShouldBe((1, 2));
    }

    [Fact]
    public void Suppressed_in_one_standard_it_still_counts_in_the_other()
    {
        var card = Facts.Judge([Failed("S3.1", standards: Fsbp), Failed("S3.1", standards: Cis) with { IsSuppressed = true }]);

        card.Overall.ShouldBe(new Score(0, 1, 0));
        card.Standards.Select(s => s.Score).ShouldBe([new Score(0, 1, 0), Score.None]);
    }

    [Fact]
    public void A_disabled_control_is_out_whatever_its_findings_still_say()
    {
        var card = Facts.Judge([Failed("S3.1"), Passed("S3.8")], (_, _, control, _) => control != "S3.1");

        card.Overall.ShouldBe(new Score(1, 0, 0));
        (card.All.Disabled, card.All.NoData).ShouldBe((1, 0));
        card.Standards.ShouldHaveSingleItem().Line.ShouldSatisfyAllConditions(l => l.Score.ShouldBe(new Score(1, 0, 0)), l => l.Disabled.ShouldBe(1));
    }

    [Fact]
    public void Disabled_in_one_standard_it_counts_in_the_others_and_overall()
    {
        PlainFinding[] findings = [Failed("S3.1", standards: [Fsbp, Cis]), Passed("S3.8", standards: [Fsbp, Cis])];
        var card = Facts.Judge(findings, (_, _, control, standard) => control != "S3.1" || standard != Cis);

        card.Overall.ShouldBe(new Score(1, 1, 0));
        card.Standards.Select(s => (s.Score, s.Line.Disabled)).ShouldBe([(new Score(1, 1, 0), 0), (new Score(1, 0, 0), 1)]);
    }

    [Fact]
    public void A_control_that_is_enabled_somewhere_is_judged_by_the_accounts_and_Regions_where_it_is()
    {
        PlainFinding[] findings = [Failed("S3.1") with { Account = Game }, Passed("S3.1"), Failed("IAM.1") with { Region = Virginia }, Passed("IAM.1")];

        Facts.Judge(findings).Overall.ShouldBe(new Score(0, 2, 0));
        Facts.Judge(findings, (account, region, _, _) => account == Shop && region == Tokyo).Overall.ShouldBe(new Score(2, 0, 0));
    }

    [Fact]
    public void For_several_accounts_a_control_is_failed_when_any_account_or_Region_fails_and_counts_once()
    {
        var board = new Scoreboard(ControlCatalogue.Default);
        PlainFinding[] findings = [Passed("S3.1"), Passed("S3.8"), Failed("S3.8") with { Region = Virginia }, Passed("S3.1") with { Account = Game }, Failed("IAM.1") with { Account = Game }];
        foreach (var fact in Facts.Of(findings))
        {
            board.Add(fact, Facts.Everything);
        }

        board.Of(AccountId.Parse(Shop)).Overall.ShouldBe(new Score(1, 1, 0));
        board.Of(AccountId.Parse(Game)).Overall.ShouldBe(new Score(1, 1, 0));
        board.Organisation().Overall.ShouldBe(new Score(1, 2, 0));
        board.Of([AccountId.Parse(Game), AccountId.Parse(Game), AccountId.Parse("000000000001")]).Overall.ShouldBe(new Score(1, 1, 0));
        board.Of(AccountId.Parse("000000000001")).ShouldBe(ScoreCard.Empty);
        board.Accounts.Select(a => a.ToString()).ShouldBe([Shop, Game], ignoreOrder: true);
    }

    [Fact]
    public void Failures_are_counted_by_the_severity_of_the_control_and_not_of_a_passed_finding()
    {
        var card = Facts.Judge(
        [
            Failed("S3.1") with { Severity = "LOW" },
            Failed("S3.1") with { Severity = "INFORMATIONAL" },
            Passed("S3.8") with { Severity = "CRITICAL" },
            Failed("Quantum.1") with { Severity = "HIGH" },
            Failed("Quantum.1") with { Severity = "CRITICAL", IsSuppressed = true },
            Failed("Quantum.2") with { Severity = "INFORMATIONAL" },
        ]);

        // S3.1 is MEDIUM in the catalogue; nothing knows Quantum.2.
        card.Failed.Controls.ShouldBe(new Dictionary<Severity, int> { [Severity.Medium] = 2, [Severity.High] = 1 }, ignoreOrder: true);
        card.Failed.Findings.ShouldBe(new Dictionary<Severity, long> { [Severity.Medium] = 3, [Severity.High] = 1 }, ignoreOrder: true);
        card.Standards.ShouldHaveSingleItem().Failed.Controls.ShouldBe(card.Failed.Controls, ignoreOrder: true);
    }

    [Fact]
    public void Findings_that_name_no_standard_count_overall_only()
    {
        var card = Facts.Judge([Failed("S3.1") with { Standards = [] }]);
        card.Overall.ShouldBe(new Score(0, 1, 0));
        card.Standards.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_at_all_is_no_score() => Facts.Judge([]).Overall.Percent.ShouldBeNull();

    private static Score Judge(params PlainFinding[] findings) => Facts.Judge(findings).Overall;

    private static IEnumerable<string> Controls(string standard, string kind, int count) => Enumerable.Range(1, count).Select(i => $"{standard.Replace('/', '-')}-{kind}.{i}");

    private static PlainFinding Passed(string control, params string[] standards) => Finding(control, "PASSED", standards);

    private static PlainFinding Failed(string control, params string[] standards) => Finding(control, "FAILED", standards);

    private static PlainFinding Finding(string control, string? compliance, params string[]? standards) =>
        new(Shop, Tokyo, control, standards is null or [] ? [Fsbp] : standards, compliance);
}
