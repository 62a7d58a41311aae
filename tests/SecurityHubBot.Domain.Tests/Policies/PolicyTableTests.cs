using SecurityHubBot.Domain.Policies;
using static SecurityHubBot.Domain.Tests.Policies.Questions;

namespace SecurityHubBot.Domain.Tests.Policies;

public class PolicyTableTests
{
    [Fact]
    public void An_empty_table_finds_nothing()
    {
        PolicyTable.Empty.Find(StandardId.Parse(Fsbp), ControlId.Parse("S3.1")).ShouldBeNull();
        PolicyTable.Empty.Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Rows_are_listed_by_control_with_the_row_for_any_standard_first()
    {
        var table = PolicyTable.Create([Row(Nist, control: "S3.13"), Row(Fsbp, control: "S3.2"), Row("*", control: "s3.2"), Row("*", control: "EC2.9")]);
        table.Rows.Select(r => $"{r.Standard?.ToString() ?? "*"} {r.Control}").ShouldBe(["* EC2.9", "* s3.2", $"{Fsbp} S3.2", $"{Nist} S3.13"]);
        table.Ignored.ShouldBeEmpty();
    }

    [Fact]
    public void Two_rows_that_differ_only_in_letter_case_give_one_outcome_in_any_order()
    {
        PolicyRow[] rows = [Row("*", ResponsePolicy.Ignore, control: "x.1"), Row("*", ResponsePolicy.Track, control: "X.1"), Row("*", control: "X.1")];
        foreach (var order in (PolicyRow[][])[rows, [.. rows.Reverse()]])
        {
            var table = PolicyTable.Create(order);
            table.Find(standard: null, ControlId.Parse("X.1"))!.Policy.ShouldBe(ResponsePolicy.Track);
            table.Rows.Count.ShouldBe(1);
            table.Ignored.Count.ShouldBe(2);
        }
    }
}
