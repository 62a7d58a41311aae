using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Tests.Tables;

public class TableFileTests
{
    [Fact]
    public void The_same_account_twice_is_named_with_both_lines()
    {
        var account = AccountRowParser.Parse(Cells.GoodAccount).ShouldBeRead();
        var other = account with { Id = AccountId.Parse("999999999999") };
        var duplicates = DuplicateRow.Find([(2, account), (3, other), (5, account), (9, account)], AccountRowParser.Key);
        duplicates.ShouldBe([new("012345678901", 2, 5), new("012345678901", 2, 9)]);
        duplicates[0].ToString().ShouldBe("line 5: 012345678901 is already on line 2; keep one of the two");
    }

    [Fact]
    public void Policies_are_the_same_whatever_the_letter_case_but_not_for_another_standard()
    {
        PolicyRow Row(string standard, string control) =>
            PolicyRowParser.Parse(Cells.GoodPolicy.With("standard", standard).With("control", control)).ShouldBeRead();
        var duplicates = DuplicateRow.Find(
            [(4, Row("*", "s3.13")), (2, Row("*", "S3.13")), (3, Row("pci-dss/v/4.0.1", "S3.13"))], PolicyRowParser.Key);
        duplicates.ShouldHaveSingleItem().ShouldBe(new DuplicateRow("* s3.13", 2, 4));
    }

    [Fact]
    public void A_good_header_may_have_any_order_case_and_a_byte_order_mark() =>
        Header.Check(["\uFEFFControl", " standard", "note", "POLICY", "category", "due_days", "environments "], PolicyRowParser.Columns).ShouldBeEmpty();

    [Fact]
    public void Missing_unknown_and_repeated_columns_are_all_told()
    {
        var errors = Header.Check(["standard", "contrl", "policy", "policy", "category", "due_days", "environments"], PolicyRowParser.Columns);
        errors.Count.ShouldBe(4);
        errors[0].ShouldBe("the column control is missing; the columns are standard,control,policy,category,due_days,environments,note");
        errors[1].ShouldStartWith("the column note is missing");
        errors[2].ShouldStartWith("there is no column contrl");
        errors[3].ShouldBe("the column policy is there 2 times");
    }
}
