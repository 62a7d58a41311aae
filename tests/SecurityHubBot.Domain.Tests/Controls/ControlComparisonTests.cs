using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Controls;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Controls;

/// <summary>What is switched, and what is left as somebody chose.</summary>
public class ControlComparisonTests
{
    private const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    private const string Cis = "cis-aws-foundations-benchmark/v/3.0.0";
    private const string Account = "111122223333";
    private const string Bots = "SecurityHubBot: policy disable";
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T00:00:00Z");

    [Theory]
    // policy row, is on, reason of the switch, days since then → verdict
    [InlineData("disable", true, null, 100, ControlVerdict.SwitchOff)]
    [InlineData("disable", true, "wanted here", 1, ControlVerdict.SwitchOff)]
    [InlineData("disable", false, "somebody", 1, ControlVerdict.Leave)]
    [InlineData("disable", false, null, 1, ControlVerdict.Leave)]
    [InlineData("track", true, null, 1, ControlVerdict.Leave)]
    [InlineData("track", false, Bots, 100, ControlVerdict.SwitchOn)]
    [InlineData("track", false, "somebody", 100, ControlVerdict.SwitchOn)]
    [InlineData("track", false, null, 13, ControlVerdict.PendingRelease)]
    [InlineData("track", false, "", 13, ControlVerdict.PendingRelease)]
    [InlineData("track", false, null, 15, ControlVerdict.SwitchOn)]
    [InlineData("", false, "somebody", 100, ControlVerdict.Leave)]
    [InlineData("", false, Bots, 1, ControlVerdict.SwitchOn)]
    [InlineData("", false, null, 13, ControlVerdict.PendingRelease)]
    [InlineData("", false, null, 15, ControlVerdict.Leave)]
    [InlineData("", true, null, 1, ControlVerdict.Leave)]
    public void Only_what_the_bot_switched_off_or_a_row_names_is_switched_on(string policy, bool isOn, string? reason, int days, ControlVerdict expected) =>
        ControlComparison.Judge(
            Association(isOn, reason, days), Wishes(Rows(policy)).Of(Target(), StandardId.Parse(Fsbp), ControlId.Parse("S3.8")), autoEnables: true, Now).ShouldBe(expected);

    [Fact]
    public void Where_new_controls_do_not_come_on_by_themselves_nothing_is_pending() =>
        ControlComparison.Judge(Association(isOn: false, null, days: 1), Wishes(Rows("track")).Of(Target(), StandardId.Parse(Fsbp), ControlId.Parse("S3.8")), autoEnables: false, Now)
            .ShouldBe(ControlVerdict.SwitchOn);

    [Theory]
    [InlineData(Account, "2026-11-24", true)]
    [InlineData("ou-a1b2-11112222", "2026-12-31", true)]
    [InlineData("r-a1b2", "2026-12-31", true)]
    [InlineData(Account, "2026-11-23", false)]
    [InlineData("444455556666", "2026-12-31", false)]
    [InlineData("ou-a1b2-99999999", "2026-12-31", false)]
    public void An_exception_of_the_account_or_of_a_unit_above_it_keeps_the_control_on_until_its_last_day(string scope, string until, bool isOn)
    {
        var exception = new ControlExemption(scope, ControlId.Parse("s3.8"), "legacy", DateOnly.Parse(until));
        Wishes(Rows("disable"), exception).Of(Target(), StandardId.Parse(Fsbp), ControlId.Parse("S3.8")).IsOn.ShouldBe(isOn);
    }

    [Fact]
    public void The_reason_says_by_which_policy_or_exception_and_is_known_again()
    {
        var wishes = Wishes(Rows("disable", note: "使用なし\nsee ticket"), new ControlExemption("444455556666", ControlId.Parse("S3.8"), "legacy", new DateOnly(2027, 1, 31)));
        var off = wishes.Of(Target(), StandardId.Parse(Fsbp), ControlId.Parse("S3.8")).Why;
        off.ShouldBe("SecurityHubBot: policy disable: 使用なし see ticket");
        ControlReason.IsBots(off).ShouldBeTrue();
        ControlReason.IsBots("we do not need it").ShouldBeFalse();
        wishes.Of(new ControlTarget(AccountId.Parse("444455556666"), [], null), StandardId.Parse(Fsbp), ControlId.Parse("S3.8")).Why
            .ShouldBe("SecurityHubBot: exception until 2027-01-31: legacy");
    }

    [Fact]
    public void A_standard_that_came_later_is_covered_by_a_row_for_any_and_not_by_a_row_for_another()
    {
        var both = new[] { Association(true, null, 1), Association(true, null, 1) with { Standard = StandardId.Parse(Cis) } };
        ControlComparison.Of(Target(), both, Wishes(Rows("disable", standard: "*")), true, Now).Count.ShouldBe(2);
        ControlComparison.Of(Target(), both, Wishes(Rows("disable", standard: Fsbp)), true, Now).ShouldHaveSingleItem().Association.Standard.ShouldBe(StandardId.Parse(Fsbp));
    }

    [Theory]
    [InlineData("123", "S3.8", "r", "2027-01-31", "scope")]
    [InlineData("ou-A1B2-1", "S3.8", "r", "2027-01-31", "scope")]
    [InlineData(Account, "S3 8", "r", "2027-01-31", "control")]
    [InlineData(Account, "S3.8", " ", "2027-01-31", "reason")]
    [InlineData(Account, "S3.8", "r", "31.1.2027", "until")]
    [InlineData("ou-a1b2-11223344", "S3.8", "r", "2027-01-31", null)]
    public void A_row_of_exceptions_says_what_is_wrong_with_it(string scope, string control, string reason, string until, string? wrong)
    {
        var read = ControlExceptionParser.Parse(new Dictionary<string, string?> { ["scope"] = scope, ["control"] = control, ["reason"] = reason, ["until"] = until });
        (read as SecurityHubBot.Domain.Tables.RowResult<ControlExemption>.Wrong)?.Errors.Single().ToString().ShouldContain(wrong!);
        (read is SecurityHubBot.Domain.Tables.RowResult<ControlExemption>.Wrong).ShouldBe(wrong is not null);
    }

    internal static ControlTarget Target() => new(AccountId.Parse(Account), ["ou-a1b2-11112222", "r-a1b2"], AccountEnvironment.Production);

    internal static ControlWishes Wishes(PolicyTable rows, params ControlExemption[] exceptions) => new(rows, ControlCatalogue.Default, exceptions, new DateOnly(2026, 11, 24));

    internal static PolicyTable Rows(string policy, string standard = "*", string note = "", string control = "S3.8") => policy.Length == 0
        ? PolicyTable.Empty
        : PolicyTable.Create([Row(policy, standard, note, control)]);

    internal static PolicyRow Row(string policy, string standard, string note, string control) => new(
        standard == "*" ? null : StandardId.Parse(standard),
        ControlId.Parse(control),
        ResponsePolicies.TryParse(policy, out var p) ? p : null,
        null,
        null,
        new Dictionary<AccountEnvironment, ResponsePolicy>(),
        new Dictionary<AccountId, ResponsePolicy>(),
        note);

    private static ControlAssociation Association(bool isOn, string? reason, int days) =>
        new(StandardId.Parse(Fsbp), ControlId.Parse("S3.8"), isOn, reason, Now.AddDays(-days));
}
