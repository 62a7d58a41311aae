using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Home;

/// <summary>Exceptions that somebody has asked for or that stand for their accounts, and those that wait for an approver.</summary>
internal static class HomeExceptions
{
    private const int MaxException = 2000;

    public static IEnumerable<Block> Own(HomePage<ExceptionEntry> exceptions, string user, HomeLanguage words)
    {
        if (exceptions.Total == 0)
        {
            return [];
        }

        return
        [
            new DividerBlock(),
            words.Header("Exceptions.Title"),
            .. exceptions.Shown.Select(e => Line(e, e.IsPending ? "Exception.Pending" : "Exception.Approved", e.RequestedBy == user ? Withdraw(e, words) : null, words)),
            .. words.Pages(HomeList.Exceptions, exceptions.Page, exceptions.Total, HomeQueries.ExceptionsOnPage),
        ];
    }

    public static IEnumerable<Block> Approvals(HomePage<ExceptionEntry> approvals, HomeLanguage words) =>
    [
        CardText.Section(approvals.Total == 0 ? words.Say("Approvals.None") : words.Count("Approvals", approvals.Total)),
        .. approvals.Shown.Select(e => Line(e, "Exception.ToDecide", Review(e, words), words)),
        .. words.Pages(HomeList.Approvals, approvals.Page, approvals.Total, HomeQueries.ApprovalsOnPage),
    ];

    private static SectionBlock Line(ExceptionEntry exception, string key, Button? button, HomeLanguage words)
    {
        var context = words.Context;
        var facts = words.Say(
            key,
            exception.Id,
            context.AccountName(exception.Case.Case.Key.Account),
            PeopleDates.Date(exception.Until, context.Language),
            SlackText.User(exception.RequestedBy),
            PeopleDates.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(exception.RequestedAt, context.Zone).DateTime), context.Language));
        return new SectionBlock { Text = CardText.Mrkdwn($"{facts}\n{HomeCase.Line(exception.Case, words)}", MaxException), Accessory = button };
    }

    private static Button Review(ExceptionEntry exception, HomeLanguage words) =>
        new() { ActionId = ApprovalMessage.ReviewAction, Text = words.Say("Exception.Review"), Value = exception.Id.ToString(), Style = ButtonStyle.Primary };

    private static Button Withdraw(ExceptionEntry exception, HomeLanguage words) => new()
    {
        ActionId = ExceptionThread.WithdrawAction,
        Text = words.Say("Exception.Withdraw"),
        Value = exception.Id.ToString(),
        Confirm = new ConfirmationDialog
        {
            Title = words.Say("Exception.Withdraw.Title"),
            Text = new PlainText(words.Say(exception.IsPending ? "Exception.Withdraw.Pending" : "Exception.Withdraw.Approved", exception.Id)),
            Confirm = words.Say("Exception.Withdraw"),
            Deny = words.Say("Exception.Withdraw.Keep"),
            Style = ButtonStyle.Danger,
        },
    };
}
