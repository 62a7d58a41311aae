using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Reminders;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Reminders;

public class ReminderViewTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Reminders_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, model) in SomeReminders.All(language))
        {
            text.Append($"--- {name}\n").Append(ReadableMessage.Of(ReminderView.Render(model))).Append('\n');
        }

        GoldenText.Compare("Reminders", $"reminders.{language.Code()}.txt", text.ToString());
    }

    [Fact]
    public async Task Slacks_own_types_accept_every_reminder()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(Posts());
    }

    [Fact]
    public void No_reminder_breaks_a_limit_of_Slack_or_is_too_long_as_a_whole()
    {
        foreach (var (kind, name, args) in Posts())
        {
            SlackLimitsCheck.Check(kind, args).ShouldBeEmpty(name);
            Strings(args["blocks"]).Sum(s => s.Length).ShouldBeLessThan(12_000, name);
        }
    }

    [Fact]
    public void No_name_from_outside_calls_anybody()
    {
        foreach (var (_, name, args) in Posts().Where(p => !p.Name.Contains("group", StringComparison.Ordinal) && !p.Name.Contains("channel's", StringComparison.Ordinal)))
        {
            Strings(args).ShouldAllBe(s => !s.Contains("<!", StringComparison.Ordinal), name);
        }
    }

    [Theory, MemberData(nameof(BothLanguages))]
    public void Owners_are_called_only_while_nobody_has_accepted_and_a_case_can_be_put_off_only_once(Language language)
    {
        var sections = ReminderView.Render(SomeReminders.All(language).First().Model).Blocks.OfType<SectionBlock>().ToDictionary(s => s.Text!.Text.Split('\n')[0]);
        SectionBlock Case(int number) => sections.Single(s => s.Key.Contains($"SHUB-{number}", StringComparison.Ordinal)).Value;

        Case(1).Text!.Text.ShouldContain($"<@{SomeCases.Aiko}>");
        Case(1).Text!.Text.ShouldNotContain("<!subteam^S0OWNERS1>");
        Case(2).Text!.Text.ShouldContain($"<@{SomeCases.Aiko}> <!subteam^S0OWNERS1> <@{SomeCases.Ben}>");
        Case(2).Text!.Text.ShouldNotContain(SomeCases.Chika);
        Case(1).Accessory.ShouldBeOfType<OverflowMenu>().Options.Select(o => o.Value).ShouldBe(["SHUB-1/1", "SHUB-1/2", "SHUB-1/3"]);
        Case(4).Accessory.ShouldBeNull();
    }

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Posts() =>
        from language in Enum.GetValues<Language>()
        from sample in SomeReminders.All(language).Concat(SomeReminders.Hostile(language))
        select ("chat.postMessage", $"{sample.Name} ({language.Code()})", Post(ReminderView.Render(sample.Model)));

    private static JsonNode Post(RenderedMessage message) => FakeSlack.Node(new Message { Channel = "C0SHOP001", Text = message.Text, Blocks = message.Blocks });
}
