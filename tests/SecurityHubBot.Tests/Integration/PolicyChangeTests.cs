using SecurityHubBot.Directories;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class PolicyChangeTests
{
    private const string Header = "standard,control,policy,category,due_days,environments,note\n";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_changed_policy_decides_the_touched_cases_again(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");

        await Import(bot, "*,S3.8,ignore,,,,");
        await bot.Settle();
        (await bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);
        (await bot.Count("findings where policy = 'ignore'")).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().ActionIds.ShouldBeEmpty();

        await Import(bot, "*,S3.8,track,,30,production=track,");
        await bot.Settle();
        (await bot.Count("cases where state = 'open'")).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().Ts.ShouldBe(card.Ts);
        bot.Cards(TestBot.ShopChannel).Single().ActionIds.ShouldContain("case.accept");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_changed_channel_moves_the_card_and_leaves_a_pointer(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await CardTests.CardFor(bot, "invoices");

        using var csv = new StringReader($"account_id,name,environment,channel,owners,escalation,ticket_project,language\n{TestBot.ShopAccount},shop-prod,production,#media-aws,,,,en\n");
        (await bot.Service<DirectoryImport>().ImportAccounts(csv, new ImportOptions(), "test", TestContext.Current.CancellationToken)).ShouldBeOfType<ImportReport.Done>();
        await bot.Settle();

        bot.Cards(TestBot.ShopChannel).ShouldBeEmpty();
        slack.Messages(TestBot.ShopChannel).ShouldHaveSingleItem().AllText.ShouldContain("SHUB-1");
        bot.Cards("media-aws").ShouldHaveSingleItem().AllText.ShouldContain("Severity");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_not_tracked_is_decided_and_recorded_without_a_card(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await Import(bot, "*,S3.8,notify,,,,\n*,EC2.19,ignore,,,,\n*,KMS.4,disable,,,,");

        await bot.Accept(Events.Failed("a", control: "S3.8"));
        await bot.Accept(Events.Failed("b", control: "ec2.19"));
        await bot.Accept(Events.Failed("c", control: "KMS.4"));
        await bot.Settle();

        foreach (var (control, policy) in new[] { ("S3.8", "notify"), ("EC2.19", "ignore"), ("KMS.4", "disable") })
        {
            (await bot.Count($"findings where control_key = '{control}' and policy = '{policy}' and policy_source is not null")).ShouldBe(1, control);
        }

        (await bot.Count("cases")).ShouldBe(0);
        slack.Calls.ShouldNotContain(c => c.Name == "chat.postMessage");
    }

    private static async Task Import(TestBot bot, string rows)
    {
        using var csv = new StringReader(Header + rows + "\n");
        (await bot.Service<DirectoryImport>().ImportPolicies(csv, new ImportOptions(), "test", TestContext.Current.CancellationToken)).ShouldBeOfType<ImportReport.Done>();
    }
}
