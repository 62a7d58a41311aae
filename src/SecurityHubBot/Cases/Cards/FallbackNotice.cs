using System.Diagnostics;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Cases.Cards;

/// <summary>Why the card is in the security channel, and the way out.</summary>
internal static class FallbackNotice
{
    /// <summary>Columns of <c>import accounts</c>.</summary>
    private const string CsvHeader = "account_id,name,environment,channel,owners,escalation,ticket_project,language";

    /// <summary>mrkdwn, or null while the card is where it belongs.</summary>
    public static string? Of(CardModel model)
    {
        var reason = model.Account is null ? new FallbackReason(FallbackCause.UnknownAccount) : model.Fallback;
        if (reason is null)
        {
            return null;
        }

        var id = model.Case.Key.Account.ToString();
        if (reason.Cause == FallbackCause.UnknownAccount)
        {
            return model.Say("Fallback.UnknownAccount", id, $"{CsvHeader}\n{model.Say("Fallback.CsvRow", id)}");
        }

        return model.Say(Words(reason.Cause), model.AccountName, id, Channel(reason));
    }

    /// <summary>A mention of a channel that cannot be found would show nothing useful, so that one is written as it was set.</summary>
    public static string Channel(FallbackReason reason) =>
        reason.Cause == FallbackCause.ChannelNotFound
            ? SlackText.Untrusted(SlackText.Truncate(OneLine.Of(reason.Channel), 80))
            : CardText.Channel(reason.Channel ?? "");

    private static string Words(FallbackCause cause) => cause switch
    {
        FallbackCause.UnknownAccount => "Fallback.UnknownAccount",
        FallbackCause.NoChannel => "Fallback.NoChannel",
        FallbackCause.ChannelNotFound => "Fallback.ChannelNotFound",
        FallbackCause.NotInChannel => "Fallback.NotInChannel",
        FallbackCause.Archived => "Fallback.Archived",
        FallbackCause.PostingForbidden => "Fallback.PostingForbidden",
        _ => throw new UnreachableException(),
    };
}
