using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.LinkTicket;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Cases;

public sealed partial class CasePayloadTests
{
    /// <summary>What a section, header or text may contain between angle brackets: what we write ourselves.</summary>
    [GeneratedRegex(@"^(@[A-Z0-9]+|#[A-Z0-9]+|https://(console\.aws\.amazon\.com|docs\.aws\.amazon\.com|redmine\.example\.com|t\.example|example\.slack\.com)/[^<>|]*(\|[^<>|]*)?)$", RegexOptions.None, 1000)]
    private static partial Regex Ours();

    [Fact]
    public async Task Slacks_own_types_accept_everything_that_cases_say()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(CasePayloads.All());
    }

    [Fact]
    public void Nothing_that_cases_say_breaks_a_limit_of_Slack()
    {
        var broken = CasePayloads.All().SelectMany(p => SlackLimitsCheck.Check(p.Kind, p.Args).Select(v => $"{p.Kind} {p.Name}: {v}"));
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void All_blocks_of_a_message_together_stay_below_what_Slack_takes()
    {
        foreach (var (kind, name, args) in CasePayloads.All().Where(p => p.Args["blocks"] is not null))
        {
            Strings(args["blocks"]!).Sum(s => s.Length).ShouldBeLessThan(11_000, $"{kind} {name}");
        }
    }

    [Fact]
    public void Nothing_from_outside_pings_anybody_or_forges_a_link()
    {
        foreach (var (kind, name, args) in CasePayloads.All())
        {
            foreach (var text in Mrkdwn(args))
            {
                foreach (Match token in AngleBrackets().Matches(text))
                {
                    Ours().IsMatch(token.Groups[1].Value).ShouldBeTrue($"{kind} {name}: {token.Value}");
                }

                text.Replace("&lt;", "").Count(c => c == '<').ShouldBe(AngleBrackets().Count(text), $"{kind} {name}: {text}");
                text.ShouldNotContain("\u202E");
            }
        }
    }

    [Fact]
    public void A_resource_named_channel_pings_nobody()
    {
        var card = CaseCard.Render(HostileCases.All(Language.Japanese).Single(c => c.Name == "hostile name 0").Model);
        var said = FakeSlack.Node(new SecurityHubBot.Slack.WebApi.Message { Text = card.Text, Blocks = card.Blocks }).ToJsonString();
        said.ShouldNotContain("<!");
        Mrkdwn(FakeSlack.Node(new SecurityHubBot.Slack.WebApi.Message { Text = card.Text, Blocks = card.Blocks })).ShouldContain(t => t.Contains("&lt;!channel&gt;"));
    }

    [Fact]
    public void Every_message_has_words_for_its_notification_and_every_placeholder_is_filled()
    {
        foreach (var (kind, name, args) in CasePayloads.All())
        {
            foreach (var text in Strings(args))
            {
                Placeholder().IsMatch(text).ShouldBeFalse($"{kind} {name}: {text}");
            }

            if (kind.StartsWith("chat.", StringComparison.Ordinal))
            {
                args["text"]!.GetValue<string>().Trim().ShouldNotBeEmpty($"{kind} {name}");
            }
        }
    }

    [Fact]
    public void Every_state_event_reason_and_problem_is_among_the_payloads()
    {
        var names = CasePayloads.All().Select(p => p.Name).ToList();
        SomeCases.Cards(Language.Japanese).Select(c => c.Model.Case.State).Distinct().ShouldBe(Enum.GetValues<CaseState>(), ignoreOrder: true);
        SomeCases.Cards(Language.Japanese).SelectMany(c => c.Model.Case.Resources).Select(r => r.State).Distinct().ShouldBe(Enum.GetValues<CaseResourceState>(), ignoreOrder: true);
        foreach (var cause in Enum.GetValues<FallbackCause>())
        {
            names.ShouldContain($"card fallback {cause} (ja)");
        }

        SomeCases.Events().Select(e => e.Event.GetType()).Distinct()
            .ShouldBe(typeof(CaseEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(CaseEvent))), ignoreOrder: true);
        Enum.GetValues<TicketProblem>().Length.ShouldBe(names.Count(n => n.StartsWith("wrong ticket", StringComparison.Ordinal) && n.EndsWith("(ja)", StringComparison.Ordinal)));
        typeof(AcceptResult).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(AcceptResult))).Select(t => t.Name)
            .ShouldBe(["Done", "AlreadyYours", "HeldBy", "Closed"], ignoreOrder: true, "a new outcome needs an answer and a payload here");
    }

    [Fact]
    public void Only_cases_that_are_not_over_have_buttons_and_an_excepted_one_has_nothing_to_accept()
    {
        foreach (var (_, model) in SomeCases.Cards(Language.English))
        {
            var buttons = CaseCard.Render(model).Blocks.OfType<SecurityHubBot.Slack.Blocks.ActionsBlock>().SelectMany(b => b.Elements).Select(e => e.ActionId);
            string[] expected = model.Case.IsClosed ? [] : ["case.request_exception", "case.link_ticket"];
            buttons.ShouldBe(model.Case.IsOpen ? ["case.accept", .. expected] : expected);
        }
    }

    [GeneratedRegex("<([^<>]*)>", RegexOptions.None, 1000)]
    private static partial Regex AngleBrackets();

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    /// <summary>The texts that Slack would read as mrkdwn: the message's own, and every mrkdwn object's.</summary>
    private static IEnumerable<string> Mrkdwn(JsonNode? node) => node switch
    {
        JsonObject o when o["type"]?.GetValue<string>() == "mrkdwn" => [o["text"]!.GetValue<string>()],
        JsonObject o => o.SelectMany(p => p is { Key: "text", Value: JsonValue text } && o["type"] is null ? [text.GetValue<string>()] : Mrkdwn(p.Value)),
        JsonArray a => a.SelectMany(Mrkdwn),
        _ => [],
    };
}
