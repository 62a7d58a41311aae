using SecurityHubBot.Commands;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Commands;

public class ShubEndToEndTests
{
    private const string Person = AozoraHosting.Ito;

    private static readonly string[] Regions =
        ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-2", "ca-central-1"];

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_command_typed_in_Slack_is_answered_to_the_person_alone(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();

        foreach (var (command, expected) in ((string, string)[])[("list", "SHUB-1"), ("show 1", "invoices"), ("status", "HIGH 1"), ("summary", "HIGH: 1"), ("score", "失敗コントロール: CRITICAL 0・HIGH 1"), ("lsit", "/shub list"), ("status shop-prd", "shop-prod")])
        {
            await slack.CommandAsync(Person, TestBot.ShopChannel, $"/shub {command}");
            (await Latest(slack, m => m.Contains(expected, StringComparison.Ordinal))).ShouldNotBeNull($"{command}: {Said(slack)}");
        }

        slack.Messages(TestBot.ShopChannel).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_report_arrives_as_a_file_in_the_direct_message_of_who_asked(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();

        await slack.CommandAsync(Person, TestBot.ShopChannel, "/shub report high");

        (await Latest(slack, m => m.Contains("1件のレポート", StringComparison.Ordinal))).ShouldNotBeNull(Said(slack));
        var file = slack.Messages(SlackWorkspace.DirectMessage(Person)).ShouldHaveSingleItem().Files.ShouldHaveSingleItem()!;
        ((string?)file["filetype"]).ShouldBe("csv");
        slack.Messages(TestBot.ShopChannel).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_audit_of_a_case_says_who_did_what(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.WaitUntil(async () => await bot.Count("cases where state = 'accepted'") == 1);

        await slack.CommandAsync(Person, TestBot.ShopChannel, "/shub audit 1");

        var answer = (await Latest(slack, m => m.Contains("監査ログ", StringComparison.Ordinal))).ShouldNotBeNull(Said(slack));
        Text(answer).ShouldContain($"<@{Person}>: 担当になった");
        Text(answer).ShouldContain("案件を開いた");
        await slack.CommandAsync(Person, TestBot.ShopChannel, "/shub audit 99");
        (await Latest(slack, m => m.Contains("SHUB-99 は存在しない", StringComparison.Ordinal))).ShouldNotBeNull(Said(slack));
    }

    [Fact]
    public async Task A_page_takes_the_place_of_the_one_before_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        foreach (var region in Regions)
        {
            var finding = Events.Finding("b", TestBot.ShopAccount, "S3.8", "FAILED", minute: 0);
            finding["Region"] = region;
            finding["Id"] = finding["Id"]!.GetValue<string>().Replace("ap-northeast-1", region, StringComparison.Ordinal);
            await bot.Accept(Samples.ImportedEvent(finding));
        }

        await bot.Settle();
        await slack.CommandAsync(Person, TestBot.ShopChannel, "/shub list state:all");
        var first = (await Latest(slack, m => m.Contains(PageValue.Action, StringComparison.Ordinal))).ShouldNotBeNull(Said(slack));
        var shown = slack.Ephemerals(Person).Count;

        await slack.ClickAsync(Person, TestBot.ShopChannel, first.Ts, PageValue.Action);

        (await Latest(slack, m => m.Contains(PageValue.BackAction, StringComparison.Ordinal))).ShouldNotBeNull(Said(slack));
        slack.Ephemerals(Person).Count.ShouldBe(shown);
    }

    private static async Task<WorkspaceMessage?> Latest(SlackWorkspace slack, Func<string, bool> says)
    {
        for (var i = 0; i < 100; i++)
        {
            if (slack.Ephemerals(Person).LastOrDefault(m => says(Text(m))) is { } found)
            {
                return found;
            }

            await Task.Delay(50);
        }

        return null;
    }

    private static string Said(SlackWorkspace slack) => string.Join('\n', slack.Ephemerals(Person).Select(Text));

    private static string Text(WorkspaceMessage message) => string.Join('\n', Strings(message.Json));
}
