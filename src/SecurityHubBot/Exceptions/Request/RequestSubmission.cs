using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Exceptions.Request;

/// <summary><c>exception.request</c>: what was entered becomes a request, or is explained under the input that is wrong.</summary>
internal sealed class RequestSubmission(ExceptionActions exceptions, IRoles roles, ILanguageOf languages) : IViewSubmissionHandler
{
    public async Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission)
    {
        var state = CaseDialogState.TryParse(viewSubmission.View.PrivateMetadata);
        var user = viewSubmission.User.Id;
        var language = await languages.For(user, state?.Channel, CancellationToken.None);
        if (state is not { Number: { } number })
        {
            return CaseNotice.Instead(language, CaseWords.Say(language, "Answer.BadButton"));
        }

        if (await roles.May(user, BotAction.RequestException, CancellationToken.None) is Permission.Refused refused)
        {
            return CaseNotice.Instead(language, RefusalWords.Say(language, BotAction.RequestException, refused));
        }

        var form = Read(viewSubmission.State);
        return await exceptions.Request(number, form, user, CancellationToken.None) switch
        {
            null => CaseNotice.Instead(language, CaseWords.Say(language, "Answer.NoCase", number)),
            RequestResult.Invalid invalid => ExceptionAnswers.Errors(invalid.Problems, form.Scope, language),
            RequestResult.Closed closed => CaseNotice.Instead(language, ExceptionAnswers.Closed(closed.State, number, language)),
            RequestResult.Pending pending => CaseNotice.Instead(
                language, ExceptionWords.Say(language, "Answer.AlreadyPending", pending.Exception.Id, SlackText.User(pending.Exception.RequestedBy))),
            RequestResult.Done => ViewSubmissionResponse.Null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal static ExceptionForm Read(ViewState state)
    {
        var chosen = state.GetValue<StaticMultiSelectValue>(RequestModal.ResourcesInput)?.SelectedOptions
            ?? state.GetValue<ExternalMultiSelectValue>(RequestModal.ResourcesInput)?.SelectedOptions
            ?? [];
        return new ExceptionForm(
            state.GetValue<PlainTextInputValue>(RequestModal.ReasonInput)?.Value,
            ExceptionColumns.TryReadScope(state.GetValue<RadioButtonGroupValue>(RequestModal.ScopeInput)?.SelectedOption?.Value),
            [.. chosen.Select(o => o.Value)],
            state.GetValue<DatePickerValue>(RequestModal.UntilInput)?.SelectedDate,
            state.GetValue<PlainTextInputValue>(RequestModal.EvidenceInput)?.Value);
    }
}
