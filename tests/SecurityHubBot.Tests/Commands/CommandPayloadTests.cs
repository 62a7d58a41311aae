using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Cases;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Jobs;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Commands;

public class CommandPayloadTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    [Fact]
    public async Task Slacks_own_types_accept_every_answer()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(CommandPayloads.All());
    }

    [Fact]
    public void No_answer_breaks_a_limit_of_Slack() =>
        CommandPayloads.All().SelectMany(p => SlackLimitsCheck.Check(p.Kind, p.Args).Select(v => $"{p.Name}: {v}")).ShouldBeEmpty();

    [Fact]
    public void No_answer_pings_anybody_and_none_is_too_long_as_a_whole()
    {
        foreach (var (_, name, args) in CommandPayloads.All())
        {
            var blocks = args["blocks"]!.ToJsonString();
            // Only the person who asked sees an answer: a user group in it is a name and calls nobody.
            Strings(args, except: "value").ShouldAllBe(s => !s.Replace("<!subteam^", "", StringComparison.Ordinal).Contains("<!", StringComparison.Ordinal), name);
            Strings(args["blocks"]).Sum(s => s.Length).ShouldBeLessThan(12_000, name);
            blocks.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Every_button_can_be_read_back()
    {
        var values = CommandPayloads.All().SelectMany(p => Buttons(p.Args)).ToList();
        values.ShouldNotBeEmpty();
        values.ShouldAllBe(v => v.Length <= 2000 && (PageValue.Parse(v) != null || ChangeValue.Parse(v) != null || JobRunValue.Parse(v) != null));
    }

    [Theory, MemberData(nameof(BothLanguages))]
    public void The_audit_has_words_for_everything_that_happens_to_a_case(Language language)
    {
        foreach (var type in typeof(CaseEvent).GetNestedTypes())
        {
            var kind = CaseEventJson.Kind((CaseEvent)RuntimeHelpers.GetUninitializedObject(type));
            CommandWords.Find(language, $"Audit.Action.case.{kind}").ShouldNotBeNull(kind);
        }
    }

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Answers_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, message) in CommandPayloads.Plain(language))
        {
            text.Append($"--- {name}\n").Append(ReadableMessage.Of(message)).Append('\n');
        }

        GoldenText.Compare("Commands", $"commands.{language.Code()}.txt", text.ToString());
    }

    private static IEnumerable<string> Buttons(JsonNode args) => args["blocks"]!.AsArray()
        .Where(b => b!["type"]!.GetValue<string>() == "actions")
        .SelectMany(b => b!["elements"]!.AsArray().Select(e => e!["value"]!.GetValue<string>()));
}
