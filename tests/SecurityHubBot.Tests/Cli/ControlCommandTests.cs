using System.Text.Json;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;

namespace SecurityHubBot.Tests.Cli;

/// <summary>The command line against an organisation in AWS.</summary>
public class ControlCommandTests
{
    private const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    private const string First = "100000000001";
    private const string Second = "100000000002";

    [Fact]
    public async Task Plan_prints_every_difference_and_ends_with_2_and_with_0_when_there_is_none()
    {
        await using var aws = await Aws();
        using var bot = await Bot(aws);
        (await bot.Run("import", "control-exceptions", bot.Write("e.csv", $"scope,control,reason,until\n{Second},Test.1,legacy,2099-01-01\n"))).ShouldSatisfyAllConditions(o => o.ExitCode.ShouldBe(0, o.Errors), o => o.Output.ShouldContain("control-exceptions: 1 added"));
        (await bot.Run("export", "control-exceptions")).Output.ShouldContain($"{Second},Test.1,legacy,2099-01-01");

        var plan = await bot.Run("controls", "plan");

        plan.ExitCode.ShouldBe(2, plan.Errors);
        plan.Output.ShouldContain($"off  {First} one  ap-northeast-1  {Fsbp}  Test.1");
        plan.Output.ShouldContain("1 to switch off, 0 to switch on: 1 controls in 1 accounts (2 accounts and Regions read, 0 notes)");
        plan.Output.ShouldContain($"exception: Test.1 stays on in {Second} until 2099-01-01: legacy");
        var json = await bot.Run("controls", "plan", "--json");
        JsonDocument.Parse(json.Output).RootElement.GetProperty("regions")[0].GetProperty("switches")[0].GetProperty("control").GetString().ShouldBe("Test.1");
        (await bot.Run("controls", "plan", "--csv")).Output.ShouldContain($"switch,{First},one,ap-northeast-1,{Fsbp},Test.1,off,SecurityHubBot: policy disable");

        aws.SetControl(First, "ap-northeast-1", Fsbp, "Test.1", isOn: false, "somebody");
        (await bot.Run("controls", "plan")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Apply_changes_nothing_itself_and_refuses_where_the_bot_only_observes()
    {
        await using var aws = await Aws();
        using var bot = await Bot(aws);

        var observing = await bot.Run("controls", "apply");
        observing.ExitCode.ShouldBe(1);
        observing.ErrorLines.ShouldHaveSingleItem().ShouldContain("set Aws:Mode to 'act'");

        var acting = await bot.Run("controls", "apply", "--Aws:Mode=act");
        acting.ExitCode.ShouldBe(0, acting.Errors);
        acting.Output.ShouldContain("Plan 1: 2 changes in 2 accounts and Regions.");
        aws.IsControlOn(First, "ap-northeast-1", Fsbp, "Test.1").ShouldBeTrue();
        (await bot.Run("controls", "plan", "--json", "--csv")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_row_of_exceptions_is_named_and_nothing_is_imported()
    {
        using var bot = new BotProcess();

        var outcome = await bot.Run("import", "control-exceptions", bot.Write("e.csv", "scope,control,reason,until\n123,S3.8,r,tomorrow\n"));

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain("line 2: scope");
        outcome.Errors.ShouldContain("Nothing was imported.");
    }

    private static Task<LocalAwsServer> Aws() => LocalAwsServer.Start(new LocalAwsOptions
    {
        Organisation = Organisation.Of(Account(First, "one"), Account(Second, "two")),
        Controls = [new SecurityControl("Test.1", "t", "HIGH", "d", null, "AwsS3Bucket", [Fsbp])],
    });

    private static async Task<BotProcess> Bot(LocalAwsServer aws)
    {
        var bot = new BotProcess();
        bot.Environment["AWS_ENDPOINT_URL"] = aws.Url.ToString();
        bot.Environment["AWS_ACCESS_KEY_ID"] = aws.Administrator.AccessKeyId;
        bot.Environment["AWS_SECRET_ACCESS_KEY"] = aws.Administrator.SecretAccessKey;
        bot.Environment["Aws__Region"] = "ap-northeast-1";
        bot.Environment["Aws__MemberRoleName"] = "shub-member";
        var import = await bot.Run("import", "policies", bot.Write("p.csv", "standard,control,policy,category,due_days,environments,note\n*,Test.1,disable,,,,\n"));
        import.ExitCode.ShouldBe(0, import.Errors);
        return bot;
    }

    private static OrganisationAccount Account(string id, string name) => new(id, name, "", "production", ["ap-northeast-1"], "#x", [], "", "", "ja", [Fsbp]);
}
