using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Exceptions.Decision;

/// <summary>The approval modal: everything that an approver needs to know, and the decision.</summary>
public static class DecisionModal
{
    public const string CallbackId = "exception.decision";

    // Each is both the block and its input.
    public const string DecisionInput = "decision";
    public const string UntilInput = "until";
    public const string CommentInput = "comment";

    public const string Approve = "approve";
    public const string Reject = "reject";

    private const int MostPast = 5;

    /// <param name="dossier">With the exception that is to be decided.</param>
    public static ModalViewDefinition Render(ExceptionDossier dossier, string? channel)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var (model, exception) = (dossier.Case, dossier.Exception!);
        return new ModalViewDefinition
        {
            CallbackId = CallbackId,
            PrivateMetadata = new CaseDialogState(model.Number, channel, Exception: exception.Id.ToString()).ToString(),
            Title = ExceptionText.Say(model, "Decision.Title", exception.Id),
            Submit = ExceptionText.Say(model, "Decision.Submit"),
            Close = model.Say("Modal.Cancel"),
            Blocks =
            [
                CardText.Section($"{ExceptionText.CaseLine(model)}\n{ExceptionText.Account(model)}\n{Due(model)}"),
                CardText.Section(Request(exception, model)),
                .. Warning(exception, model),
                CardText.Section(ExceptionText.Reason(exception, model)),
                CardText.Section(History(dossier)),
                new DividerBlock(),
                Decision(model),
                Until(exception, model),
                Comment(model),
            ],
        };
    }

    private static string Due(CardModel model) =>
        ExceptionText.Say(
            model,
            "Decision.Due",
            ExceptionText.Date(model, model.Case.DueOn),
            model.Case.Assignee is { } assignee ? SlackText.User(assignee) : model.Say("Card.Nobody"),
            ExceptionText.Date(model, model.DateOf(model.Case.OpenedAt)),
            ExceptionText.Number(model.Case.Episode));

    private static string Request(CaseException exception, CardModel model) =>
        $"{ExceptionText.Say(model, "Approval.Asked", SlackText.User(exception.RequestedBy), ExceptionText.Date(model, exception.RequestedUntil))}\n"
        + ExceptionText.Scope(exception, model);

    /// <summary>What fails only later is covered too: nobody should approve that without having read it.</summary>
    private static IEnumerable<Block> Warning(CaseException exception, CardModel model)
    {
        if (exception.Scope == ExceptionScope.AllAndFuture)
        {
            yield return CardText.Section(ExceptionText.Say(model, "Decision.FutureWarning"));
        }
    }

    private static string History(ExceptionDossier dossier)
    {
        var model = dossier.Case;
        if (dossier.Past.Count == 0)
        {
            return ExceptionText.Say(model, "Decision.NoHistory", model.ControlId);
        }

        var lines = dossier.Past.Take(MostPast).Select(p => PastExceptions.Line(p, model));
        return $"{ExceptionText.Say(model, "Decision.History", model.ControlId)}\n{string.Join('\n', lines)}";
    }

    private static InputBlock Decision(CardModel model) => new()
    {
        BlockId = DecisionInput,
        Label = ExceptionText.Say(model, "Decision.Label"),
        Element = new RadioButtonGroup
        {
            ActionId = DecisionInput,
            Options =
            [
                new Option { Text = new PlainText(ExceptionText.Say(model, "Decision.Approve")), Value = Approve },
                new Option { Text = new PlainText(ExceptionText.Say(model, "Decision.Reject")), Value = Reject },
            ],
        },
    };

    private static InputBlock Until(CaseException exception, CardModel model) => new()
    {
        BlockId = UntilInput,
        Label = ExceptionText.Say(model, "Decision.Until"),
        Hint = (PlainText)ExceptionText.Say(model, "Decision.UntilHint", ExceptionText.Date(model, exception.RequestedUntil)),
        // Needed only for an approval, and without it the requested end is meant.
        Optional = true,
        Element = new DatePicker { ActionId = UntilInput, InitialDate = exception.RequestedUntil },
    };

    private static InputBlock Comment(CardModel model) => new()
    {
        BlockId = CommentInput,
        Label = ExceptionText.Say(model, "Decision.Comment"),
        Hint = (PlainText)ExceptionText.Say(model, "Decision.CommentHint"),
        Optional = true,
        Element = new PlainTextInput { ActionId = CommentInput, Multiline = true, MaxLength = ExceptionDecisions.MaxComment },
    };
}
