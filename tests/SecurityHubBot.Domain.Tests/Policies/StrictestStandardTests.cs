using SecurityHubBot.Domain.Policies;
using static SecurityHubBot.Domain.Tests.Policies.Questions;

namespace SecurityHubBot.Domain.Tests.Policies;

public class StrictestStandardTests
{
    [Fact]
    public void A_control_ignored_by_category_is_tracked_where_cis_has_it() =>
        About(Category.EncryptionAtRest, Severity.Medium, Fsbp, Cis, Nist).Decide().ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Track),
            d => d.Source.ShouldBe(PolicySource.CisBenchmark),
            d => d.Standard.ShouldBe(StandardId.Parse(Cis)));

    [Theory]
    [InlineData(ResponsePolicy.Track, ResponsePolicy.Notify, ResponsePolicy.Track)]
    [InlineData(ResponsePolicy.Notify, ResponsePolicy.Ignore, ResponsePolicy.Notify)]
    [InlineData(ResponsePolicy.Ignore, ResponsePolicy.Disable, ResponsePolicy.Ignore)]
    [InlineData(ResponsePolicy.Disable, ResponsePolicy.Track, ResponsePolicy.Track)]
    [InlineData(ResponsePolicy.Disable, ResponsePolicy.Disable, ResponsePolicy.Disable)]
    public void The_strictest_of_two_standards_wins(ResponsePolicy fsbp, ResponsePolicy nist, ResponsePolicy expected)
    {
        PolicyRow[] rows = [Row(Fsbp, fsbp, dueDays: 5), Row(Nist, nist, dueDays: 6)];
        var there = About(Category.Essential, Severity.High, Fsbp, Nist).Decide(rows);
        there.Policy.ShouldBe(expected);
        About(Category.Essential, Severity.High, Nist, Fsbp).Decide(rows).ShouldBe(there);
    }

    [Fact]
    public void The_due_days_come_from_the_winning_row() =>
        About(Category.Essential, Severity.High, Fsbp, Nist)
            .Decide(Row(Fsbp, ResponsePolicy.Notify, dueDays: 1), Row(Nist, ResponsePolicy.Track, dueDays: 90))
            .ShouldSatisfyAllConditions(d => d.DueDays.ShouldBe(90), d => d.Standard.ShouldBe(StandardId.Parse(Nist)));

    [Fact]
    public void Between_equals_a_decision_by_a_person_counts_then_the_shorter_time()
    {
        About(Category.Essential, Severity.High, Fsbp, Nist).Decide(Row(Nist, ResponsePolicy.Track, dueDays: 30))
            .ShouldSatisfyAllConditions(d => d.Source.ShouldBe(PolicySource.PolicyRow), d => d.DueDays.ShouldBe(30));
        About(Category.Essential, Severity.High, Fsbp, Nist)
            .Decide(Row(Fsbp, ResponsePolicy.Track, dueDays: 30), Row(Nist, ResponsePolicy.Track, dueDays: 7))
            .DueDays.ShouldBe(7);
    }

    [Fact]
    public void A_row_that_switches_off_one_standard_leaves_the_others_alone() =>
        About(Category.Essential, Severity.Medium, Fsbp, Nist).Decide(Row(Fsbp, ResponsePolicy.Disable)).ShouldSatisfyAllConditions(
            d => d.Policy.ShouldBe(ResponsePolicy.Notify), d => d.Standard.ShouldBe(StandardId.Parse(Nist)));

    [Fact]
    public void The_order_of_standards_never_matters()
    {
        var random = new Random(20261207);
        string[] standards = [Fsbp, Cis, Nist, "pci-dss/v/4.0.1", "nist-800-171/v/2.0.0"];
        var policies = Enum.GetValues<ResponsePolicy>();
        for (var i = 0; i < 500; i++)
        {
            var rows = standards.Append("*")
                .Where(_ => random.Next(2) == 0)
                .Select(s => Row(s, random.Next(3) == 0 ? null : policies[random.Next(4)], dueDays: random.Next(2) == 0 ? null : random.Next(1, 4)))
                .ToArray();
            var category = Enum.GetValues<Category>()[random.Next(7)];
            var expected = About(category, Severity.Medium, standards).Decide(rows);
            random.Shuffle(standards);
            About(category, Severity.Medium, standards).Decide(rows).ShouldBe(expected);
        }
    }
}
