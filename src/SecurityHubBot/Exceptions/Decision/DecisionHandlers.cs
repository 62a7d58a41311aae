using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Exceptions.Decision;

/// <summary><c>exception.review</c>: shows an approver everything, and asks for the decision.</summary>
internal sealed class ReviewHandler(ExceptionActions exceptions, IRoles roles, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (!ExceptionId.TryParse(action.Value, out var id))
        {
            await answers.Tell(request, ExceptionWords.Say(language, "Answer.BadButton"));
        }
        else if (await roles.May(request.User.Id, BotAction.DecideException, CancellationToken.None) is Permission.Refused refused)
        {
            await answers.Tell(request, RefusalWords.Say(language, BotAction.DecideException, refused));
        }
        else
        {
            await Show(id, request, language);
        }
    }

    private async Task Show(ExceptionId id, BlockActionRequest request, Language language)
    {
        switch (await exceptions.Look(id, language, CancellationToken.None))
        {
            case null:
                await answers.Tell(request, ExceptionWords.Say(language, "Answer.NoException", id));
                break;
            case { Exception: { IsPending: false } decided } dossier:
                await answers.Tell(request, DecisionAnswers.NotPending(decided, dossier.Case));
                break;
            case { Exception.RequestedBy: var requester } when requester == request.User.Id:
                await answers.Tell(request, ExceptionWords.Say(language, "Answer.OwnRequest", id));
                break;
            case { } dossier:
                await answers.Open(request, language, DecisionModal.Render(dossier, request.Channel?.Id));
                break;
        }
    }
}

/// <summary><c>exception.decision</c>: who may decide is asked again when they do.</summary>
internal sealed class DecisionSubmission(ExceptionActions exceptions, IRoles roles, ILanguageOf languages) : IViewSubmissionHandler
{
    public async Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission)
    {
        var state = CaseDialogState.TryParse(viewSubmission.View.PrivateMetadata);
        var user = viewSubmission.User.Id;
        var language = await languages.For(user, state?.Channel, CancellationToken.None);
        if (!ExceptionId.TryParse(state?.Exception, out var id))
        {
            return CaseNotice.Instead(language, ExceptionWords.Say(language, "Answer.BadButton"));
        }

        if (await roles.May(user, BotAction.DecideException, CancellationToken.None) is Permission.Refused refused)
        {
            return CaseNotice.Instead(language, RefusalWords.Say(language, BotAction.DecideException, refused));
        }

        return await exceptions.Decide(id, Read(viewSubmission.State), user, CancellationToken.None) switch
        {
            null => CaseNotice.Instead(language, ExceptionWords.Say(language, "Answer.NoException", id)),
            DecisionResult.Invalid invalid => ExceptionAnswers.Errors(invalid.Problems, scope: null, language),
            DecisionResult.OwnRequest => CaseNotice.Instead(language, ExceptionWords.Say(language, "Answer.OwnRequest", id)),
            DecisionResult.NotPending meanwhile => await Instead(meanwhile.Exception, language),
            DecisionResult.Done => ViewSubmissionResponse.Null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<ViewSubmissionResponse?> Instead(CaseException decided, Language language) =>
        await exceptions.Look(decided.Id, language, CancellationToken.None) is { Exception: { } now, Case: var model }
            ? CaseNotice.Instead(language, DecisionAnswers.NotPending(now, model))
            : CaseNotice.Instead(language, ExceptionWords.Say(language, "Answer.NoException", decided.Id));

    internal static DecisionForm Read(ViewState state)
    {
        bool? approve = state.GetValue<RadioButtonGroupValue>(DecisionModal.DecisionInput)?.SelectedOption?.Value switch
        {
            DecisionModal.Approve => true,
            DecisionModal.Reject => false,
            _ => null,
        };
        return new DecisionForm(
            approve,
            state.GetValue<DatePickerValue>(DecisionModal.UntilInput)?.SelectedDate,
            state.GetValue<PlainTextInputValue>(DecisionModal.CommentInput)?.Value);
    }
}

internal static class DecisionAnswers
{
    /// <summary>Somebody was faster, or the request is no longer there to be decided.</summary>
    public static string NotPending(CaseException decided, CardModel model) =>
        $"{ExceptionText.Say(model, "Answer.NotPending", decided.Id)}\n{ExceptionText.State(decided, model)}";
}
