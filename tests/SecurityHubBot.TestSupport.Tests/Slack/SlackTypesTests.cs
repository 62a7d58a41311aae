using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport.Slack;

namespace SecurityHubBot.TestSupport.Tests.Slack;

public class SlackTypesTests
{
    public SlackTypesTests()
    {
        if (SlackTypes.SkipReason is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    [Fact]
    public Task The_check_accepts_every_good_payload_and_refuses_every_bad_one_for_its_reason() => SlackTypes.SelfTestAsync();

    [Fact]
    public async Task What_Slack_takes_passes_and_what_it_does_not_take_is_named_with_its_place()
    {
        var good = ("chat.postMessage", "a card", JsonNode.Parse("""{ "channel": "C1", "text": "t", "blocks": [{ "type": "divider" }] }""")!);
        var bad = ("chat.update", "another card / 日本", JsonNode.Parse("""{ "channel": "C1", "ts": "1.2", "text": "t", "blocks": [{ "type": "divider", "colour": "red" }] }""")!);

        await SlackTypes.CheckAsync([good]);
        var refused = await Should.ThrowAsync<SlackTypesException>(() => SlackTypes.CheckAsync([good, bad]));

        refused.Message.ShouldContain("(chat.update, another card / 日本)");
        refused.Message.ShouldContain("\"colour\": \"red\"");
        refused.Message.ShouldContain("2 payloads checked, 1 wrong");
        refused.Message.ShouldNotContain("a card)");
    }

    [Fact]
    public async Task An_unknown_kind_is_refused() =>
        (await Should.ThrowAsync<SlackTypesException>(() => SlackTypes.CheckAsync([("chat.shout", "loud", new JsonObject())]))).Message.ShouldContain("chat.shout");

    [Fact]
    public async Task A_check_of_nothing_proves_nothing_and_fails() =>
        (await Should.ThrowAsync<SlackTypesException>(() => SlackTypes.CheckAsync([]))).Message.ShouldContain("proves nothing");
}
