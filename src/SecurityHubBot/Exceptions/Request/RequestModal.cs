using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Exceptions.Request;

/// <summary>What the modal is drawn from.</summary>
/// <param name="Refused">Exceptions of this control in this account that were rejected, the latest first.</param>
/// <param name="Reason">Taken over from a message; null when the person begins with nothing.</param>
public sealed record RequestView(CardModel Model, ExceptionScope Scope, IReadOnlyList<EarlierRequest> Refused, string? Channel, string? Reason = null);

/// <summary>Asks for an exception: why, for which resources, until when.</summary>
public static class RequestModal
{
    public const string CallbackId = "exception.request";

    // Each is both the block and its input.
    public const string ReasonInput = "reason";
    public const string ScopeInput = "scope";
    public const string ResourcesInput = "resources";
    public const string UntilInput = "until";
    public const string EvidenceInput = "evidence";

    private const int DefaultDays = 90;
    private const int MostRefused = 3;
    private const int MaxOptionText = 75;

    public static ModalViewDefinition Render(RequestView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var model = view.Model;
        return new ModalViewDefinition
        {
            CallbackId = CallbackId,
            PrivateMetadata = new CaseDialogState(model.Number, view.Channel).ToString(),
            Title = ExceptionText.Say(model, "Request.Title"),
            Submit = ExceptionText.Say(model, "Request.Submit"),
            Close = model.Say("Modal.Cancel"),
            Blocks =
            [
                CardText.Section($"{CardText.CaseLine(model.Case, model.Control, model.Language)}\n{ExceptionText.Account(model)}"),
                .. Before(view),
                Reason(view),
                Scope(view),
                .. view.Scope == ExceptionScope.Chosen ? (Block[])[Resources(view)] : [],
                Covered(view),
                Until(view),
                Evidence(model),
            ],
        };
    }

    internal static string OptionValue(string resource) => CaseStore.ResourceKey(resource);

    /// <summary>A resource as one choice among many.</summary>
    internal static Option ResourceOption(CaseResource resource) => new()
    {
        Text = new PlainText(SlackText.Truncate(ResourceText.Plain(resource) is { Length: > 0 } name ? name : resource.Type, MaxOptionText)),
        Value = OptionValue(resource.Id),
    };

    /// <summary>What has been refused before, so that nobody asks in vain.</summary>
    private static IEnumerable<Block> Before(RequestView view)
    {
        if (view.Refused.Count == 0)
        {
            yield break;
        }

        var lines = view.Refused.Take(MostRefused).Select(p => PastExceptions.Line(p, view.Model));
        yield return CardText.Section($"{ExceptionText.Say(view.Model, "Request.RefusedBefore")}\n{string.Join('\n', lines)}");
    }

    private static InputBlock Reason(RequestView view) => new()
    {
        BlockId = ReasonInput,
        Label = ExceptionText.Say(view.Model, "Request.Reason"),
        Hint = (PlainText)ExceptionText.Say(view.Model, "Request.ReasonHint"),
        Element = new PlainTextInput
        {
            ActionId = ReasonInput,
            Multiline = true,
            MaxLength = ExceptionRequests.MaxReason,
            InitialValue = view.Reason is { Length: > 0 } reason ? SlackText.Truncate(reason, ExceptionRequests.MaxReason) : null,
            FocusOnLoad = true,
        },
    };

    private static InputBlock Scope(RequestView view)
    {
        var options = Enum.GetValues<ExceptionScope>().Select(scope => ScopeOption(view.Model, scope)).ToList();
        return new InputBlock
        {
            BlockId = ScopeInput,
            Label = ExceptionText.Say(view.Model, "Request.Scope"),
            // The modal follows the choice: it asks for the resources, and says what will be covered.
            DispatchAction = true,
            Element = new RadioButtonGroup { ActionId = ScopeInput, Options = options, InitialOption = options[(int)view.Scope] },
        };
    }

    private static Option ScopeOption(CardModel model, ExceptionScope scope) => new()
    {
        Text = new PlainText(ExceptionText.Say(model, $"Request.Scope.{scope}")),
        Description = new PlainText(ExceptionText.Say(model, $"Request.Scope.{scope}.Hint")),
        Value = ExceptionColumns.Write(scope),
    };

    private static InputBlock Resources(RequestView view)
    {
        var unfixed = view.Model.Case.Unfixed.ToList();
        var placeholder = (PlainText)ExceptionText.Say(view.Model, "Request.ResourcesPlaceholder");
        return new InputBlock
        {
            BlockId = ResourcesInput,
            Label = ExceptionText.Say(view.Model, "Request.Resources"),
            Element = unfixed.Count <= SlackLimits.SelectOptions
                ? new StaticMultiSelectMenu { ActionId = ResourcesInput, Placeholder = placeholder, Options = [.. unfixed.Select(ResourceOption)] }
                : new ExternalMultiSelectMenu { ActionId = ResourcesInput, Placeholder = placeholder, MinQueryLength = 0, MaxSelectedItems = ExceptionRequests.MaxChosen },
        };
    }

    private static SectionBlock Covered(RequestView view)
    {
        var (model, names) = (view.Model, view.Model.Case.Unfixed.Select(r => r.Id).ToList());
        var count = ExceptionText.Number(names.Count);
        return CardText.Section(view.Scope switch
        {
            ExceptionScope.Chosen => ExceptionText.Say(model, "Request.CoversChosen"),
            ExceptionScope.AllAndFuture => ExceptionText.Say(model, "Request.CoversFuture", count, ExceptionText.Names(names, model)),
            _ => ExceptionText.Say(model, "Request.CoversAll", count, ExceptionText.Names(names, model)),
        }) with
        { BlockId = "covered" };
    }

    private static InputBlock Until(RequestView view) => new()
    {
        BlockId = UntilInput,
        Label = ExceptionText.Say(view.Model, "Request.Until"),
        Hint = (PlainText)ExceptionText.Say(
            view.Model, "Request.UntilHint", ExceptionText.Date(view.Model, view.Model.Today.AddDays(ExceptionRequests.MaxDays)), ExceptionRequests.MaxDays),
        Element = new DatePicker { ActionId = UntilInput, InitialDate = view.Model.Today.AddDays(DefaultDays) },
    };

    private static InputBlock Evidence(CardModel model) => new()
    {
        BlockId = EvidenceInput,
        Label = ExceptionText.Say(model, "Request.Evidence"),
        Optional = true,
        Element = new PlainTextInput { ActionId = EvidenceInput, Placeholder = "https://…", MaxLength = ExceptionRequests.MaxEvidence },
    };
}
