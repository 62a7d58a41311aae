using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Exceptions;

/// <summary>A request in the approval channel, with a button to review it until somebody has decided.</summary>
public static class ApprovalMessage
{
    public const string ReviewAction = "exception.review";

    /// <param name="isReminder">Posted again because nobody has decided for some days.</param>
    public static RenderedMessage Render(CaseException exception, CardModel model, bool isReminder)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(model);
        var title = ExceptionText.Say(model, Title(exception, isReminder), exception.Id, model.ControlId, model.Title);
        var blocks = new List<Block>
        {
            new HeaderBlock { Text = SlackText.Truncate(title, SlackLimits.HeaderText) },
            CardText.Section($"{ExceptionText.CaseLine(model)}\n{ExceptionText.Account(model)}"),
            CardText.Section(
                $"{ExceptionText.Say(model, "Approval.Asked", SlackText.User(exception.RequestedBy), ExceptionText.Date(model, exception.RequestedUntil))}\n"
                + ExceptionText.Scope(exception, model)),
            CardText.Section(ExceptionText.Reason(exception, model)),
        };
        if (exception.IsPending)
        {
            blocks.Add(new ActionsBlock
            {
                Elements =
                [
                    new Button { ActionId = ReviewAction, Text = ExceptionText.Say(model, "Approval.Review"), Value = exception.Id.ToString(), Style = ButtonStyle.Primary },
                ],
            });
        }
        else
        {
            blocks.Add(CardText.Section(Outcome(exception, model)));
        }

        return new RenderedMessage(SlackText.Escape(title), blocks);
    }

    private static string Title(CaseException exception, bool isReminder) => exception switch
    {
        { IsPending: true } => isReminder ? "Approval.TitleReminder" : "Approval.Title",
        { DecidedBy: not null } => "Approval.TitleDecided",
        _ => "Approval.TitleDone",
    };

    private static string Outcome(CaseException exception, CardModel model)
    {
        var state = ExceptionText.State(exception, model);
        return exception.Comment is { } comment ? $"{state}\n{Quote.Of(comment)}" : state;
    }
}
