using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using static SecurityHubBot.Domain.Tests.Policies.Questions;

namespace SecurityHubBot.Domain.Tests.Policies;

public class PolicyRulesTests
{
    private static readonly PolicyQuestion Severe = About(Category.Essential, Severity.High, Fsbp);

    [Fact]
    public void An_explicit_row_wins_over_the_category() =>
        Severe.Decide(Row(Fsbp, ResponsePolicy.Ignore)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Ignore),
            d => d.Source.ShouldBe(PolicySource.PolicyRow),
            d => d.Category.ShouldBe(Category.Essential),
            d => d.Standard.ShouldBe(StandardId.Parse(Fsbp)));

    [Theory]
    [InlineData(Fsbp, ResponsePolicy.Track)]
    [InlineData(Cis, ResponsePolicy.Ignore)]
    [InlineData(Cis, ResponsePolicy.Notify)]
    [InlineData(Cis, ResponsePolicy.Disable)]
    public void An_explicit_row_is_rewritten_neither_by_severity_nor_by_cis(string standard, ResponsePolicy policy) =>
        About(Category.Essential, Severity.Low, standard).Decide(Row(standard, policy)).Policy.ShouldBe(policy);

    [Fact]
    public void A_row_for_the_standard_beats_the_row_for_any()
    {
        var rows = new[] { Row("*", ResponsePolicy.Track, dueDays: 3), Row(Fsbp, ResponsePolicy.Ignore, dueDays: 30) };
        Severe.Decide(rows).ShouldSatisfyAllConditions(d => d.Policy.ShouldBe(ResponsePolicy.Ignore), d => d.DueDays.ShouldBe(30));
        About(Category.Availability, Severity.Low, Nist).Decide(rows)
            .ShouldSatisfyAllConditions(d => d.Policy.ShouldBe(ResponsePolicy.Track), d => d.DueDays.ShouldBe(3));
    }

    [Fact]
    public void A_row_for_another_standard_or_control_says_nothing() =>
        Severe.Decide(Row(Nist, ResponsePolicy.Ignore), Row("*", ResponsePolicy.Ignore, control: "X.11")).Source.ShouldBe(PolicySource.Category);

    [Fact]
    public void A_row_of_one_version_of_a_standard_does_not_speak_for_another() =>
        About(Category.Essential, Severity.Low, "cis-aws-foundations-benchmark/v/5.0.0").Decide(Row(Cis, ResponsePolicy.Ignore))
            .Policy.ShouldBe(ResponsePolicy.Track);

    [Fact]
    public void An_account_override_beats_an_environment_override_beats_the_rows_policy()
    {
        var row = Row(
            Fsbp,
            ResponsePolicy.Notify,
            environments: [(AccountEnvironment.Production, ResponsePolicy.Ignore)],
            accounts: [(ThisAccount, ResponsePolicy.Disable)]);
        Severe.Decide(row).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Disable), d => d.Source.ShouldBe(PolicySource.AccountOverride));
        (Severe with { Account = OtherAccount }).Decide(row).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Ignore), d => d.Source.ShouldBe(PolicySource.EnvironmentOverride));
        (Severe with { Account = OtherAccount, Environment = AccountEnvironment.Staging }).Decide(row).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Notify), d => d.Source.ShouldBe(PolicySource.PolicyRow));
    }

    [Fact]
    public void A_row_with_overrides_only_leaves_everybody_else_to_the_category()
    {
        var row = Row(Fsbp, environments: [(AccountEnvironment.Development, ResponsePolicy.Ignore)]);
        Severe.Decide(row).ShouldSatisfyAllConditions(d => d.Policy.ShouldBe(ResponsePolicy.Track), d => d.Source.ShouldBe(PolicySource.Category));
        (Severe with { Environment = AccountEnvironment.Development }).Decide(row).Policy.ShouldBe(ResponsePolicy.Ignore);
    }

    [Fact]
    public void A_row_with_only_a_category_replaces_the_catalogues()
    {
        Severe.Decide(Row("*", category: Category.Unused)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Disable),
            d => d.Category.ShouldBe(Category.Unused),
            d => d.Source.ShouldBe(PolicySource.Category));
        About(Category.Availability, Severity.Medium, Fsbp).Decide(Row(Fsbp, category: Category.Essential)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Notify),
            d => d.Source.ShouldBe(PolicySource.FoundationalSeverity));
        About(Category.Essential, Severity.Low, Cis).Decide(Row("*", category: Category.Unused)).Policy.ShouldBe(ResponsePolicy.Disable);
    }

    [Fact]
    public void A_row_with_policy_and_category_keeps_both() =>
        Severe.Decide(Row(Fsbp, ResponsePolicy.Notify, Category.Availability)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Notify), d => d.Category.ShouldBe(Category.Availability));

    [Fact]
    public void A_row_with_only_due_days_changes_only_the_due_days() =>
        Severe.Decide(Row("*", dueDays: 3)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Track), d => d.Source.ShouldBe(PolicySource.Category), d => d.DueDays.ShouldBe(3));

    [Theory]
    [InlineData(Severity.Critical, Severity.Low, ResponsePolicy.Track)]
    [InlineData(Severity.Medium, Severity.Critical, ResponsePolicy.Notify)]
    public void The_catalogues_severity_comes_before_the_findings(Severity catalogue, Severity failed, ResponsePolicy expected) =>
        (About(Category.Essential, catalogue, Fsbp) with { FailedSeverity = failed }).Decide().Policy.ShouldBe(expected);

    [Theory]
    [InlineData(Severity.Critical, ResponsePolicy.Track)]
    [InlineData(Severity.High, ResponsePolicy.Track)]
    [InlineData(Severity.Medium, ResponsePolicy.Notify)]
    [InlineData(Severity.Low, ResponsePolicy.Notify)]
    [InlineData(Severity.Informational, ResponsePolicy.Notify)]
    [InlineData(null, ResponsePolicy.Notify)]
    public void An_unknown_control_goes_by_its_severity_and_is_listed(Severity? failed, ResponsePolicy expected)
    {
        foreach (var standard in (string[])[Fsbp, Nist, ""])
        {
            Unknown(failed, standard).Decide().ShouldSatisfyAllConditions(
                d => d.Policy.ShouldBe(expected),
                d => d.Source.ShouldBe(PolicySource.UnknownControl),
                d => d.Category.ShouldBe(Category.Other),
                d => d.IsNewControl.ShouldBeTrue());
        }
    }

    [Fact]
    public void An_unknown_control_of_cis_is_tracked_as_every_control_of_cis() =>
        Unknown(Severity.Low, Cis).Decide().ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Track), d => d.Source.ShouldBe(PolicySource.CisBenchmark), d => d.IsNewControl.ShouldBeTrue());

    [Fact]
    public void A_control_is_no_longer_new_once_a_row_decides_it()
    {
        Unknown(Severity.High, Fsbp).Decide(Row("*", ResponsePolicy.Ignore)).IsNewControl.ShouldBeFalse();
        Unknown(Severity.Medium, Fsbp).Decide(Row("*", category: Category.Essential)).ShouldSatisfyAllConditions(
            d => d.IsNewControl.ShouldBeFalse(), d => d.Policy.ShouldBe(ResponsePolicy.Notify));
        Unknown(Severity.High, Fsbp).Decide(Row("*", dueDays: 7)).ShouldSatisfyAllConditions(
            d => d.IsNewControl.ShouldBeTrue(), d => d.DueDays.ShouldBe(7));
    }

    [Fact]
    public void Rows_match_in_any_letter_case() =>
        (Severe with { Control = ControlId.Parse("x.1") }).Decide(Row("AWS-Foundational-Security-Best-Practices/v/1.0.0", ResponsePolicy.Disable))
            .Policy.ShouldBe(ResponsePolicy.Disable);

    [Fact]
    public void Without_a_known_standard_the_row_for_any_counts_and_the_severity_rule_holds()
    {
        Unknown(Severity.High).Decide(Row("*", ResponsePolicy.Ignore), Row(Fsbp, ResponsePolicy.Track)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Ignore), d => d.Standard.ShouldBeNull());
        About(Category.Essential, Severity.Medium).Decide().Policy.ShouldBe(ResponsePolicy.Notify);
    }

    [Fact]
    public void An_account_nobody_has_entered_is_judged_as_production()
    {
        var logging = About(Category.Logging, Severity.High, Fsbp) with { Environment = null };
        logging.Decide().Policy.ShouldBe(ResponsePolicy.Track);
        logging.Decide(Row("*", environments: [(AccountEnvironment.Production, ResponsePolicy.Ignore)])).Policy.ShouldBe(ResponsePolicy.Ignore);
    }

    [Theory]
    [InlineData("IAM.6", "production", ResponsePolicy.Track)]
    [InlineData("S3.8", "development", ResponsePolicy.Track)]
    [InlineData("CloudTrail.1", "development", ResponsePolicy.Notify)]
    [InlineData("CloudTrail.1", "production", ResponsePolicy.Track)]
    [InlineData("EC2.6", "production", ResponsePolicy.Ignore)]
    [InlineData("WAF.10", "production", ResponsePolicy.Notify)]
    [InlineData("ELB.16", "staging", ResponsePolicy.Ignore)]
    [InlineData("SSM.2", "production", ResponsePolicy.Ignore)]
    [InlineData("EC2.38", "production", ResponsePolicy.Ignore)]
    [InlineData("RDS.5", "production", ResponsePolicy.Ignore)]
    [InlineData("S3.17", "production", ResponsePolicy.Ignore)]
    [InlineData("EC2.23", "production", ResponsePolicy.Track)]
    public void Real_controls_come_out_as_meant(string id, string environment, ResponsePolicy expected)
    {
        AccountEnvironments.TryParse(environment, out var parsed).ShouldBeTrue();
        var control = ControlCatalogue.Default.Find(ControlId.Parse(id));
        var question = Unknown(failed: null, Fsbp) with { Control = ControlId.Parse(id), Catalogue = control, Environment = parsed };
        question.Decide().Policy.ShouldBe(expected);
    }
}
