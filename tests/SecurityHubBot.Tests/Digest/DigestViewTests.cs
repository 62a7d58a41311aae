using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Digest;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.TestSupport.Slack;
using static SecurityHubBot.Tests.JsonTexts;

namespace SecurityHubBot.Tests.Digest;

public class DigestViewTests
{
    private static readonly StandardId Fsbp = StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0");

    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    /// <summary><c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
    [Theory, MemberData(nameof(BothLanguages))]
    public void Digests_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, model) in SomeDigests.All(language))
        {
            text.Append($"--- {name}\n").Append(ReadableMessage.Of(DigestView.Render(model))).Append('\n');
        }

        GoldenText.Compare("Digest", $"digests.{language.Code()}.txt", text.ToString());
    }

    [Fact]
    public async Task Slacks_own_types_accept_every_digest()
    {
        Assert.SkipUnless(SlackTypes.SkipReason is null, SlackTypes.SkipReason ?? "");
        await SlackTypes.CheckAsync(Posts());
    }

    [Fact]
    public void No_digest_breaks_a_limit_of_Slack_or_calls_anybody()
    {
        foreach (var (kind, name, args) in Posts())
        {
            SlackLimitsCheck.Check(kind, args).ShouldBeEmpty(name);
            Strings(args).ShouldAllBe(s => !s.Contains("<!", StringComparison.Ordinal) && !s.Contains("<https", StringComparison.Ordinal), name);
            Strings(args["blocks"]).Sum(s => s.Length).ShouldBeLessThan(12_000, name);
        }
    }

    [Fact]
    public void The_slowest_teams_are_those_with_most_overdue_cases_and_then_those_that_take_longer_than_they_are_given()
    {
        var overdue = new Dictionary<string, long> { ["#a"] = 2, ["#b"] = 5, [""] = 9 };
        var medians = new Dictionary<string, TimeSpan> { ["#a"] = TimeSpan.FromDays(3), ["#c"] = TimeSpan.FromDays(20.2), ["#d"] = TimeSpan.FromDays(14), ["#e"] = TimeSpan.FromDays(30) };

        SlowTeams.Slowest(overdue, medians, givenDays: 14).First
            .ShouldBe([new SlowTeam("#b", null, 5), new SlowTeam("#a", 3, 2), new SlowTeam("#e", 30, 0), new SlowTeam("#c", 21, 0)]);
    }

    [Theory]
    [InlineData(new long[] { 5 }, 5)]
    [InlineData(new long[] { 9, 1, 5 }, 5)]
    [InlineData(new long[] { 8, 2, 4, 100 }, 6)]
    [InlineData(new long[] { long.MaxValue / 10, long.MaxValue / 10 }, long.MaxValue / 10)]
    public void The_median_is_the_middle(long[] values, long expected) => SlowTeams.Median(values).ShouldBe(TimeSpan.FromMicroseconds(expected));

    [Fact]
    public void Unused_are_only_controls_of_standards_in_use_without_data_and_not_decided_already()
    {
        var seen = new HashSet<ControlId> { ControlId.Parse("S3.8") };
        var policies = PolicyTable.Create([Row("S3.1", ResponsePolicy.Disable, null), Row("S3.2", null, Category.Unused), Row("S3.3", ResponsePolicy.Track, null)]);

        var unused = UnusedControls.Of(ControlCatalogue.Default, policies, seen, [Fsbp]);

        unused.ShouldAllBe(c => c.Standards.Contains(Fsbp) && !c.IsRetired);
        var ids = unused.Select(c => c.Id.ToString()).ToList();
        ids.ShouldContain("S3.3");
        ids.ShouldNotContain("S3.8");
        ids.ShouldNotContain("S3.1");
        ids.ShouldNotContain("S3.2");
        UnusedControls.Of(ControlCatalogue.Default, policies, seen, []).ShouldBeEmpty();
    }

    private static PolicyRow Row(string control, ResponsePolicy? policy, Category? category) => new(
        null, ControlId.Parse(control), policy, category, null, new Dictionary<Domain.Accounts.AccountEnvironment, ResponsePolicy>(), new Dictionary<AccountId, ResponsePolicy>(), "");

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Posts() =>
        from language in Enum.GetValues<Language>()
        from sample in SomeDigests.All(language).Concat(SomeDigests.Hostile(language))
        select ("chat.postMessage", $"{sample.Name} ({language.Code()})", Post(DigestView.Render(sample.Model)));

    private static JsonNode Post(RenderedMessage message) => FakeSlack.Node(new Message { Channel = "C0SECURITY", Text = message.Text, Blocks = message.Blocks });
}
