using System.Text.RegularExpressions;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Exceptions.Request;

/// <summary>
/// A mention in a card's thread offers the request modal with what was written taken over as the reason. Only the person who
/// wrote it sees the offer.
/// </summary>
internal sealed partial class MentionHandler(Database database, ISlackApiClient slack, ILanguageOf languages) : IEventHandler<AppMention>
{
    private const string CardAt = "select case_number from case_messages where slot = 'card' and channel = @channel and ts = @ts";

    public async Task Handle(AppMention slackEvent)
    {
        if (slackEvent is not { User: { Length: > 0 } user, BotId: null, Channel.Length: > 0 })
        {
            return;
        }

        var language = await languages.For(user, slackEvent.Channel, CancellationToken.None);
        var number = slackEvent.ThreadTs is { } thread ? await CaseOf(slackEvent.Channel, thread) : null;
        var message = number is { } found ? ReasonOffer.Render(found, Reason(slackEvent.Text), language) : Hint(language);
        try
        {
            await slack.Chat.PostEphemeral(
                user,
                new Message { Channel = slackEvent.Channel, ThreadTs = slackEvent.ThreadTs, Text = message.Text, Blocks = message.Blocks });
        }
        catch (SlackException e) when (e.ErrorCode is "user_not_in_channel" or "channel_not_found" or "not_in_channel" or "is_archived")
        {
            // Nobody is left there to be told.
        }
    }

    private async Task<CaseNumber?> CaseOf(string channel, SlackTimestamp thread)
    {
        var number = await database.Read(session => session.Scalar<long?>(CardAt, new { channel, ts = thread.ToString() }), CancellationToken.None);
        return number is { } found ? new CaseNumber(found) : null;
    }

    private static RenderedMessage Hint(Language language)
    {
        var words = ExceptionWords.Say(language, "Mention.Elsewhere");
        return new RenderedMessage(words, [CardText.Section(words)]);
    }

    /// <summary>What was written without the mentions, as a person would have typed it.</summary>
    internal static string Reason(string text)
    {
        var plain = Token().Replace(text, match => Plain(match.Groups["target"].Value, match.Groups["label"].Value));
        return plain.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Trim();
    }

    /// <summary>An address is part of the reason; a mention is not.</summary>
    private static string Plain(string target, string label) => target switch
    {
        ['@' or '!', ..] => "",
        ['#', ..] => label,
        _ => label.Length > 0 ? label : target,
    };

    [GeneratedRegex(@"<(?<target>[^<>|]*)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

/// <summary>The offer to make a request out of what somebody wrote.</summary>
internal static class ReasonOffer
{
    public const string Action = "exception.offer";

    // A button carries 2,000 characters, of which the case's number needs some.
    private const int MaxReason = 1900;

    public static RenderedMessage Render(CaseNumber number, string reason, Language language)
    {
        var isShortened = reason.Length > MaxReason;
        var words = ExceptionWords.Say(language, reason.Length == 0 ? "Mention.OfferEmpty" : isShortened ? "Mention.OfferShortened" : "Mention.Offer", number);
        return new RenderedMessage(
            words,
            [
                CardText.Section(words),
                new ActionsBlock
                {
                    Elements =
                    [
                        new Button
                        {
                            ActionId = Action,
                            Text = ExceptionWords.Say(language, "Mention.Open"),
                            Value = $"{number}\n{SlackText.Truncate(reason, MaxReason)}",
                            Style = ButtonStyle.Primary,
                        },
                    ],
                },
            ]);
    }

    /// <returns>Null for what no button of ours carries.</returns>
    public static (CaseNumber Number, string Reason)? Parse(string? value)
    {
        var end = value?.IndexOf('\n', StringComparison.Ordinal) ?? -1;
        return end >= 0 && CaseNumber.TryParse(value![..end], out var number) ? (number, value[(end + 1)..]) : null;
    }
}

/// <summary>The button of the offer.</summary>
internal sealed class OfferHandler(RequestDialog dialog, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (ReasonOffer.Parse(action.Value) is not var (number, reason))
        {
            await answers.Tell(request, CaseWords.Say(language, "Answer.BadButton"));
            return;
        }

        await dialog.Open(number, request, reason, language);
    }
}
