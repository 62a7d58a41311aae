using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Summaries;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Summaries;

public class SummaryPayloadTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    [Fact]
    public async Task Slacks_own_types_accept_every_summary()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(Payloads());
    }

    [Fact]
    public void No_summary_breaks_a_limit_of_Slack() =>
        Payloads().SelectMany(p => SlackLimitsCheck.Check(p.Kind, p.Args).Select(v => $"{p.Name}: {v}")).ShouldBeEmpty();

    [Fact]
    public void No_summary_pings_anybody_and_none_is_too_long_as_a_whole()
    {
        foreach (var (_, name, args) in Payloads())
        {
            Strings(args).ShouldAllBe(s => !s.Contains("<!", StringComparison.Ordinal), name);
            Strings(args["blocks"]).Sum(s => s.Length).ShouldBeLessThan(12_000, name);
            args["blocks"]!.AsArray().Count.ShouldBeLessThan(50, name);
        }
    }

    [Fact]
    public void The_fullest_summary_says_something_in_each_of_its_parts()
    {
        var monster = SomeSummaries.All().Single(m => m.Name == "monstrous team, hostile").Model;
        var text = Readable(monster, Language.English, "F0PICTURE");

        text.ShouldContain("overdue cases");
        text.ShouldContain("still in time");
        text.ShouldContain("exceptions about to end");
        text.ShouldContain("more standards");
        text.ShouldContain("Teams whose score rose");
        text.ShouldContain("number 1 of");
        text.ShouldContain("Security Hub console");
        text.Split('\n').Count(l => l.StartsWith("• ", StringComparison.Ordinal)).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void What_was_frozen_reads_the_same_when_it_comes_back()
    {
        foreach (var (name, model) in SomeSummaries.All())
        {
            var back = SummaryModel.TryParse(model.ToJson()).ShouldNotBeNull(name);
            Readable(back, Language.Japanese, null).ShouldBe(Readable(model, Language.Japanese, null), name);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"Month":"soon","CutOff":"2026-11-01T00:00:00+00:00","Today":"2026-11-01","Language":"ja","Accounts":{"First":[],"Total":0},"Score":{"Passed":1,"Failed":1,"Unknown":1}}""")]
    public void What_is_no_summary_is_none(string? json) => SummaryModel.TryParse(json).ShouldBeNull();

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(168, 22, 0, 88)]
    [InlineData(8, 29, 0, 22)]
    [InlineData(357, 158, 0, 69)]
    [InlineData(1, 1, 0, 50)]
    [InlineData(1, 0, 7, 13)]
    [InlineData(999, 1, 0, 99)]
    [InlineData(190, 0, 0, 100)]
    public void A_score_is_rounded_half_up_and_perfect_only_when_all_pass(long passed, long failed, long unknown, int? percent) =>
        new SummaryScore(passed, failed, unknown).Percent.ShouldBe(percent);

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Summaries_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, model) in SomeSummaries.Plain())
        {
            text.Append($"--- {name}\n").Append(Readable(model, language, model.Score.Total > 0 ? "F0PICTURE" : null)).Append('\n');
        }

        GoldenText.Compare("Summaries", $"summaries.{language.Code()}.txt", text.ToString());
    }

    private static string Readable(SummaryModel model, Language language, string? picture) =>
        ReadableMessage.Of(MonthlySummary.Render(SomeSummaries.Page(model, language), picture));

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Payloads()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var (name, model) in SomeSummaries.All())
            {
                var message = MonthlySummary.Render(SomeSummaries.Page(model, language), "F0PICTURE");
                var body = FakeSlack.Node(new Message { Channel = "C0SHOP001", Text = message.Text, Blocks = message.Blocks });
                yield return ("chat.postMessage", $"{name} ({language.Code()})", body);
            }
        }
    }
}
