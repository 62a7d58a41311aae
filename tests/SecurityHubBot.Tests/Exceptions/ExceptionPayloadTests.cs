using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Exceptions.Request;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Exceptions;

public sealed partial class ExceptionPayloadTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    [Fact]
    public async Task Slacks_own_types_accept_everything_that_exceptions_say()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(ExceptionPayloads.All());
    }

    [Fact]
    public void Nothing_that_exceptions_say_breaks_a_limit_of_Slack() =>
        ExceptionPayloads.All().SelectMany(p => SlackLimitsCheck.Check(p.Kind, p.Args).Select(v => $"{p.Name}: {v}")).ShouldBeEmpty();

    [Fact]
    public void No_message_is_too_long_as_a_whole()
    {
        foreach (var (_, name, args) in ExceptionPayloads.All().Where(p => p.Args["blocks"] is not null))
        {
            Strings(args["blocks"]).Sum(s => s.Length).ShouldBeLessThan(11_000, name);
        }
    }

    [Fact]
    public void Nothing_that_somebody_wrote_pings_anybody_or_forges_a_link()
    {
        foreach (var (_, name, args) in ExceptionPayloads.All())
        {
            foreach (var text in Mrkdwn(args))
            {
                foreach (Match token in AngleBrackets().Matches(text))
                {
                    Ours().IsMatch(token.Groups[1].Value).ShouldBeTrue($"{name}: {token.Value}");
                }

                text.Replace("&lt;", "").Count(c => c == '<').ShouldBe(AngleBrackets().Count(text), $"{name}: {text}");
                text.ShouldNotContain("\u202E");
            }
        }
    }

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Messages_and_modals_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, message) in ExceptionPayloads.Messages(language).Where(m => !m.Name.Contains("nasty") && !m.Name.Contains("many") && !m.Name.Contains("long")))
        {
            text.Append($"--- {name}\n").Append(ReadableMessage.Of(message)).Append('\n');
        }

        foreach (var (name, view) in ExceptionPayloads.Modals(language).Where(m => !m.Name.Contains("nasty") && !m.Name.Contains("many")))
        {
            text.Append($"--- {name}\n").Append(ReadableView.Of(view)).Append('\n');
        }

        foreach (var problem in Enum.GetValues<ExceptionProblem>())
        {
            var errors = ExceptionAnswers.Errors(new Dictionary<ExceptionField, ExceptionProblem> { [ExceptionField.Reason] = problem }, ExceptionScope.All, language);
            text.Append($"{problem}: {errors.Errors.Single().Value}\n");
        }

        GoldenText.Compare("Exceptions", $"exceptions.{language.Code()}.txt", text.ToString());
    }

    [Theory]
    [InlineData("<@U0BOT> これは公開用です", "これは公開用です")]
    [InlineData("<@U0BOT|securityhubbot> see <https://x.example/a|the wiki> &amp; <#C1|shop>", "see the wiki & shop")]
    [InlineData("<@U0BOT>", "")]
    [InlineData("a &lt;b&gt; <!here> <https://x.example/?a=1&amp;b=2>", "a <b>  https://x.example/?a=1&b=2")]
    public void A_reason_is_what_was_written_without_the_mentions(string text, string reason) => MentionHandler.Reason(text).ShouldBe(reason);

    [Theory]
    [InlineData("SHUB-142\nbecause\nof this", 142, "because\nof this")]
    [InlineData("SHUB-142\n", 142, "")]
    [InlineData("SHUB-142", null, null)]
    [InlineData("<!channel>\nx", null, null)]
    [InlineData(null, null, null)]
    public void The_button_of_an_offer_is_read_back(string? value, int? number, string? reason)
    {
        var read = ReasonOffer.Parse(value);
        (read?.Number.Value).ShouldBe(number);
        (read?.Reason).ShouldBe(reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"case\":5}")]
    [InlineData("SHUB-142")]
    public void Metadata_that_is_not_ours_is_nobodys_modal(string metadata) => CaseDialogState.TryParse(metadata)?.Number.ShouldBeNull();

    [GeneratedRegex(@"^(@[A-Z0-9]+|https://(console\.aws\.amazon\.com|t\.example|slack\.com/archives|wiki\.example\.com)/[^<>|]*(\|[^<>|]*)?)$", RegexOptions.None, 1000)]
    private static partial Regex Ours();

    [GeneratedRegex("<([^<>]*)>", RegexOptions.None, 1000)]
    private static partial Regex AngleBrackets();

    private static IEnumerable<string> Mrkdwn(JsonNode? node) => node switch
    {
        JsonObject o when o["type"]?.GetValueKind() == System.Text.Json.JsonValueKind.String && o["type"]!.GetValue<string>() == "mrkdwn" => [o["text"]!.GetValue<string>()],
        JsonObject o => o.SelectMany(p => p is { Key: "text", Value: JsonValue text } && o["type"] is null ? [text.GetValue<string>()] : Mrkdwn(p.Value)),
        JsonArray a => a.SelectMany(Mrkdwn),
        _ => [],
    };
}
