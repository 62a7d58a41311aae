using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Exceptions;

/// <summary>An exception in its card's thread: what was asked for, by whom, and how it stands now.</summary>
public static class ExceptionThread
{
    public const string WithdrawAction = "exception.withdraw";

    public static RenderedMessage Render(CaseException exception, CardModel model)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(model);
        var title = ExceptionText.Say(
            model, "Thread.Title", exception.Id, SlackText.User(exception.RequestedBy), ExceptionText.Date(model, exception.RequestedUntil));
        var blocks = new List<Block>
        {
            CardText.Section($"{title}\n{ExceptionText.State(exception, model)}"),
            CardText.Section(ExceptionText.Scope(exception, model)),
            CardText.Section(ExceptionText.Reason(exception, model)),
        };
        if (exception.IsLive)
        {
            blocks.Add(new ActionsBlock { Elements = [WithdrawButton(exception, model)] });
        }

        return new RenderedMessage(title, blocks);
    }

    /// <summary>Takes the request, or the approved exception, back; asks first.</summary>
    internal static Button WithdrawButton(CaseException exception, CardModel model) => new()
    {
        ActionId = WithdrawAction,
        Text = ExceptionText.Say(model, exception.IsApproved ? "Withdraw.Approved" : "Withdraw"),
        Value = exception.Id.ToString(),
        Confirm = new ConfirmationDialog
        {
            Title = ExceptionText.Say(model, "Withdraw.Title", exception.Id),
            Text = (PlainText)ExceptionText.Say(model, exception.IsApproved ? "Withdraw.AskApproved" : "Withdraw.Ask"),
            Confirm = ExceptionText.Say(model, "Withdraw.Yes"),
            Deny = ExceptionText.Say(model, "Withdraw.No"),
            Style = ButtonStyle.Danger,
        },
    };
}
