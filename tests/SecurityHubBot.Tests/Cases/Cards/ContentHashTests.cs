using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Tests.Cases.Cards;

public sealed class ContentHashTests
{
    [Fact]
    public void The_same_content_has_the_same_hash_and_other_content_another()
    {
        var hashes = SomeCases.Cards(Language.English).Select(c => (c.Name, Hash: ContentHash.Of(CaseCard.Render(c.Model)))).ToList();
        hashes.ShouldBe(SomeCases.Cards(Language.English).Select(c => (c.Name, ContentHash.Of(CaseCard.Render(c.Model)))));
        var looks = hashes.Where(h => h.Name is not ("fallback UnknownAccount" or "snoozed until yesterday")).Select(h => h.Hash).ToList();
        looks.Distinct().Count().ShouldBe(looks.Count);
    }

    [Fact]
    public void A_card_whose_snooze_is_over_looks_as_if_there_had_been_none()
    {
        var card = SomeCases.Cards(Language.English).Single(c => c.Name == "snoozed until yesterday").Model;
        card.Case.Snooze.ShouldNotBeNull();

        ContentHash.Of(CaseCard.Render(card)).ShouldBe(ContentHash.Of(CaseCard.Render(card with { Case = card.Case with { Snooze = null } })));
    }

    /// <summary>Stored beside cards: another process, or this one after an update that changed no content, must agree.</summary>
    [Fact]
    public void The_hash_is_the_same_in_every_process() =>
        ContentHash.Of(new RenderedMessage("text", [new SecurityHubBot.Slack.Blocks.DividerBlock()]))
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"text":"text","blocks":[{"type":"divider"}]}"""u8)));

    [Theory]
    [InlineData("channel_not_found", FallbackCause.ChannelNotFound)]
    [InlineData("not_in_channel", FallbackCause.NotInChannel)]
    [InlineData("is_archived", FallbackCause.Archived)]
    [InlineData("restricted_action", FallbackCause.PostingForbidden)]
    public void Slacks_refusals_of_a_channel_become_reasons(string error, FallbackCause cause) =>
        FallbackReason.FromSlackError(error, "C1").ShouldBe(new FallbackReason(cause, "C1"));

    [Theory]
    [InlineData("ratelimited")]
    [InlineData("invalid_blocks")]
    [InlineData("invalid_auth")]
    public void Other_errors_say_nothing_about_the_channel(string error) => FallbackReason.FromSlackError(error, "C1").ShouldBeNull();
}
