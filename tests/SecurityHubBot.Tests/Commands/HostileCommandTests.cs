using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Commands;

/// <summary>Whatever somebody types, they get a clear answer in their language, and nothing is written.</summary>
public class HostileCommandTests
{
    private static readonly string[] Templates =
    [
        "{}", "help {}", "status {}", "list {}", "show {}", "summary {}", "mine {}", "report {}", "audit {}", "exceptions {}", "exception {}",
        "policy {}", "policy show {}", "policy show S3.8 {}", "policy set {} track", "policy set S3.8 {}", "policy set S3.8 track note={}",
        "policy set S3.8 track standard={}", "policy set S3.8 production={} due={} category={}", "policy set S3.8 123456789012={}", "policy unset S3.8 {}",
        "account {}", "account show {}", "account set {} name=x env=production", "account set 111122223333 name={}", "account set 111122223333 channel={}",
        "account set 111122223333 owners={}", "account set 111122223333 escalation={}", "account set 111122223333 ticket_project={} language={} env={}",
    ];

    private static readonly string[] Nasty =
    [
        "", new('x', 10_000), new('あ', 10_000), "🪣🔥", "<!channel>", "<!here|x> <@U1|y> <!subteam^S0SECURITY>", "*_~`*", "\u202Egnp.exe\u202C", "=cmd()|'/c calc'!A0", "＝ＨＹＰＥＲＬＩＮＫ（”ｘ”）",
        "\0\u0001\u001b[31m", "'; drop table cases; --", "{0}{1}{99}", "\ud83e", "\"", "「", "https://user:secret@example.com/?a=<b>|c", "-1", "99999999999999999999", "a=b=c:d", "\u200b\u200d",
    ];

    [Theory]
    [MemberData(nameof(CommandPayloadTests.BothLanguages), MemberType = typeof(CommandPayloadTests))]
    public async Task Whatever_is_typed_is_answered_clearly_and_changes_nothing(Language language)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        // Hundreds of questions in a moment: everybody may, and what Slack's limits leave unanswered has to be said well too.
        await using var bot = await TestBot.Start(database, slack, services: services =>
        {
            services.AddSingleton<IRoles, Everybody>();
            services.PostConfigure<SlackApiOptions>(o => o.MaxRateLimitWait = TimeSpan.Zero);
        });
        await bot.Accept(Events.Failed("invoices"));
        await bot.SettleDecisions();
        var answers = bot.Service<CommandAnswers>();
        var failed = HelpView.Failed(language).Text;

        foreach (var text in Templates.SelectMany(t => Nasty.Select(n => t.Replace("{}", n, StringComparison.Ordinal))))
        {
            var question = new CommandQuestion(ShubCommandParser.Parse(text), Page: 1, AozoraHosting.Sato, "C0SHOPAWS1", TestBot.ShopChannel);
            Check(await answers.Answer(question, language, CancellationToken.None), text, failed, language);
        }

        (await bot.Count("policies")).ShouldBe(0);
        (await bot.Count("accounts where version > 1")).ShouldBe(0);
    }

    private sealed class Everybody : IRoles
    {
        public Task<Permission> May(string userId, BotAction action, CancellationToken cancellationToken) => Task.FromResult<Permission>(new Permission.Allowed());
    }

    private static void Check(RenderedMessage answer, string text, string failed, Language language)
    {
        var about = text.Length > 80 ? text[..80] : text;
        answer.Text.ShouldNotBe(failed, about);
        var body = FakeSlack.Node(new Message { Text = answer.Text, Blocks = answer.Blocks });
        SlackLimitsCheck.Check("response_url", body).ShouldBeEmpty(about);
        var shown = string.Join('\n', Strings(body, except: "value"));
        foreach (var ugly in (string[])["Exception", "System.", "<!channel", "<!here", " at SecurityHubBot", "SQLite", "{\"error"])
        {
            shown.ShouldNotContain(ugly, Case.Sensitive, about);
        }

        if (language == Language.Japanese)
        {
            shown.ShouldContain(c => c >= '\u3040' && c <= '\u30FF', about);
        }
    }
}
