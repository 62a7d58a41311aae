using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Controls.ControlBench;

namespace SecurityHubBot.Tests.Controls;

/// <summary>What a plan finds to differ, and what it says of places that it cannot read.</summary>
public class ControlPlanTests
{
    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task It_names_every_difference_but_for_exceptions_of_accounts_and_units(DatabaseKind kind)
    {
        await using var bench = await Start(kind);
        await bench.Policies("*,Test.1,disable,,,,unused here", "*,Test.2,disable,,,,");
        // Account 2 is the only one in the unit of development.
        var unit = (await bench.Bot.Service<OrganisationUnits>().Above(AccountId.Parse(Account(2)), CancellationToken.None))[0];
        (await bench.Exceptions($"{Account(3)},test.1,legacy,2027-01-31", $"{unit},Test.2,pilot,2027-01-31")).ShouldBeOfType<ImportReport.Done>().Added.ShouldBe(2);

        var plan = await bench.Plan();

        plan.Troubles.ShouldBeEmpty();
        plan.Regions.Where(r => r.Region == "us-east-1").Select(r => (r.Account.ToString(), string.Join('+', r.Switches.Select(s => s.Control))))
            .ShouldBe([(Account(1), "Test.1+Test.2"), (Account(2), "Test.1"), (Account(3), "Test.2")]);
        plan.Regions[0].Switches[0].Why.ShouldBe("SecurityHubBot: policy disable: unused here");
        (await bench.Bot.Count("audit_log where action = 'control_exception.added' and actor = 'cli:test'")).ShouldBe(2);
        ControlPlanReport.ToCsv(plan).ShouldContain($"switch,{Account(1)},account-1,ap-northeast-1,{Fsbp},Test.1,off,SecurityHubBot: policy disable: unused here\r\n");

        bench.Time.Jump(TimeSpan.FromDays(100));
        (await bench.Plan()).Size.ShouldBe(12, "exceptions end");
    }

    [Fact]
    public async Task The_units_of_many_accounts_are_asked_for_no_faster_than_Organizations_bears()
    {
        const int Accounts = 60;
        await using var bench = await Start(accounts: Accounts, regions: ["ap-northeast-1"], controls: 1, speed: 10);
        await bench.Policies("*,Test.1,disable,,,,");
        var development = (await bench.Bot.Service<OrganisationUnits>().Above(AccountId.Parse(Account(2)), CancellationToken.None))[0];
        await bench.Exceptions($"{development},Test.1,pilot,2027-01-31");

        var plan = await bench.Plan();

        plan.Troubles.ShouldBeEmpty();
        plan.Size.ShouldBe(Accounts / 2, "every other account is in the unit");
        bench.Aws.Calls.Count("ListParents").ShouldBeInRange(Accounts, Accounts + 50);
        bench.Aws.Calls.All.ShouldNotContain(c => c.ErrorCode == "TooManyRequestsException");
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_line_and_keeps_nothing_else_from_the_plan()
    {
        await using var bench = await Start(accounts: 7, standards: [Fsbp]);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.DenyRole(Account(2));
        bench.Aws.SetAccountStatus(Account(3), "SUSPENDED");
        bench.Aws.SetHub(Account(4), "us-east-1", isOn: false);
        bench.Aws.SetOptedIn(Account(5), "us-east-1", isOptedIn: false);
        bench.Aws.SetReady(Account(6), "us-east-1", Fsbp, isReady: false);

        var plan = await bench.Plan();

        plan.Troubles.Select(t => (t.Kind, t.Account, t.Region)).ShouldBe(
        [
            (ControlTroubleKind.Suspended, Account(3), ""),
            (ControlTroubleKind.RoleDenied, Account(2), "ap-northeast-1"),
            (ControlTroubleKind.RoleDenied, Account(2), "us-east-1"),
            (ControlTroubleKind.RegionOff, Account(5), "us-east-1"),
            (ControlTroubleKind.HubOff, Account(4), "us-east-1"),
            (ControlTroubleKind.NotReady, Account(6), "us-east-1"),
        ], string.Join('\n', plan.Troubles));
        plan.Regions.Count.ShouldBe(8);
        plan.Regions.ShouldContain(r => r.Account.ToString() == bench.Aws.AdministratorId, "the administrator is an account like the others");
    }

    [Fact]
    public async Task What_somebody_chose_is_left_and_what_AWS_has_yet_to_release_is_told_apart()
    {
        await using var bench = await Start(accounts: 1);
        await bench.Policies("*,Test.3,track,,,,");
        bench.Aws.SetControl(Account(1), "ap-northeast-1", Fsbp, "Test.1", isOn: false, "we do not need it");
        bench.Aws.SetControl(Account(1), "ap-northeast-1", Fsbp, "Test.2", isOn: false, "SecurityHubBot: policy disable");
        bench.Aws.SetControl(Account(1), "ap-northeast-1", Fsbp, "Test.3", isOn: false);

        var plan = await bench.Plan();

        plan.Regions.ShouldHaveSingleItem().Switches.Select(s => (s.Control, s.On)).ShouldBe([("Test.2", true)]);
        plan.Pending.ShouldHaveSingleItem().Control.ShouldBe("Test.3");
    }

    [Fact]
    public async Task A_standard_that_was_enabled_later_is_covered_and_retries_are_made_where_AWS_throttles()
    {
        await using var bench = await Start(accounts: 2);
        await bench.Policies("*,Test.1,disable,,,,");
        bench.Aws.EnableStandard(Account(2), "us-east-1", Cis);
        bench.Aws.Faults.Next("BatchGetStandardsControlAssociations", AwsFault.Throttled, 6, Account(2));
        bench.Aws.Faults.Next("ListAccounts", new AwsFault.Error("TooManyRequestsException", 400), 3);
        bench.Aws.ExpireSessions();

        var plan = await bench.Plan();

        plan.Troubles.ShouldBeEmpty();
        plan.Size.ShouldBe(5);
        plan.Regions[^1].Switches.Select(s => s.Standard).ShouldBe([Fsbp, Cis]);
    }

    [Fact]
    public async Task Expired_credentials_of_the_bot_itself_end_the_plan_with_the_reason()
    {
        await using var bench = await Start(accounts: 1);
        bench.Aws.Faults.Next("ListMembers", AwsFault.ExpiredToken, 100);

        (await Should.ThrowAsync<Amazon.SecurityHub.AmazonSecurityHubException>(bench.Plan)).ErrorCode.ShouldBe("ExpiredTokenException");
    }

    [Fact]
    public async Task In_China_roles_and_standards_are_named_by_their_own_partition()
    {
        await using var bench = await Start(accounts: 2, regions: ["cn-north-1", "cn-northwest-1"]);
        await bench.Policies("*,Test.1,disable,,,,");

        var message = await bench.Apply();

        message.AllText.ShouldContain("4件中4件を切り替え");
        bench.IsOn(2, "Test.1", "cn-northwest-1").ShouldBeFalse();
    }
}
