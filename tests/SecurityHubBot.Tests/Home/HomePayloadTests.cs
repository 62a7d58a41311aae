using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Home;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Home;

public class HomePayloadTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    [Fact]
    public async Task Slacks_own_types_accept_every_Home_tab()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(HomePayloads.All());
    }

    [Fact]
    public void No_Home_tab_breaks_a_limit_of_Slack() =>
        HomePayloads.All().SelectMany(p => SlackLimitsCheck.Check(p.Kind, p.Args).Select(v => $"{p.Name}: {v}")).ShouldBeEmpty();

    [Fact]
    public void The_fullest_Home_tab_pings_nobody_and_stays_far_below_the_limits_of_a_view()
    {
        foreach (var (_, name, args) in HomePayloads.All())
        {
            Strings(args).ShouldAllBe(s => !s.Contains("<!", StringComparison.Ordinal), name);
            args["view"]!["blocks"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(100, name);
            Encoding.UTF8.GetByteCount(args.ToJsonString()).ShouldBeLessThan(200_000, name);
        }
    }

    [Fact]
    public void Every_paging_button_can_be_read_back()
    {
        var values = HomePayloads.All().SelectMany(p => Buttons(p.Args)).Where(b => b.Action is HomePageValue.Action or HomePageValue.BackAction).ToList();

        values.ShouldNotBeEmpty();
        values.ShouldAllBe(b => HomePageValue.Parse(b.Value) != null);
    }

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Home_tabs_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, view) in HomePayloads.Plain(language))
        {
            text.Append($"--- {name}\n").Append(ReadableMessage.Of(new RenderedMessage("", view.Blocks))).Append('\n');
        }

        GoldenText.Compare("Home", $"home.{language.Code()}.txt", text.ToString());
    }

    [Theory]
    [InlineData("cases 2", HomeList.Cases, 2)]
    [InlineData("exceptions 1", HomeList.Exceptions, 1)]
    [InlineData("approvals 100000", HomeList.Approvals, 100_000)]
    public void A_page_is_what_its_button_says(string value, HomeList list, int page)
    {
        HomePageValue.Parse(value).ShouldBe((list, page));
        HomePageValue.Of(list, page).ShouldBe(value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cases")]
    [InlineData("cases 0")]
    [InlineData("cases -1")]
    [InlineData("cases 100001")]
    [InlineData("cases 99999999999999999999")]
    [InlineData("cases 1 2")]
    [InlineData("Cases 1")]
    [InlineData("users; drop table home_views 1")]
    [InlineData("findings 1")]
    public void What_no_button_of_ours_carries_turns_no_page(string? value) => HomePageValue.Parse(value).ShouldBeNull();

    private static IEnumerable<(string Action, string Value)> Buttons(JsonNode args) => args["view"]!["blocks"]!.AsArray()
        .Where(b => b!["type"]!.GetValue<string>() == "actions")
        .SelectMany(b => b!["elements"]!.AsArray().Select(e => (e!["action_id"]!.GetValue<string>(), e["value"]!.GetValue<string>())));
}
