using System.Diagnostics;
using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions.Decision;
using SecurityHubBot.Exceptions.Request;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Exceptions;

/// <summary>Why nothing came of a click or a modal, in words.</summary>
internal static class ExceptionAnswers
{
    public static string Closed(CaseState state, CaseNumber number, Language language) =>
        CaseWords.Say(language, state == CaseState.Fixed ? "Answer.ClosedFixed" : "Answer.ClosedWithdrawn", number);

    /// <summary>A sentence under every input that is wrong.</summary>
    /// <param name="scope">Chosen last: only then the modal has an input for the resources.</param>
    public static ViewErrorsResponse Errors(IReadOnlyDictionary<ExceptionField, ExceptionProblem> problems, ExceptionScope? scope, Language language) =>
        new()
        {
            Errors = problems.ToDictionary(
                p => p.Key == ExceptionField.Resources && scope != ExceptionScope.Chosen ? RequestModal.ScopeInput : Input(p.Key),
                p => Sentence(p.Value, language)),
        };

    private static string Sentence(ExceptionProblem problem, Language language) => ExceptionWords.Say(
        language,
        $"Problem.{problem}",
        problem switch
        {
            ExceptionProblem.ReasonTooLong => ExceptionText.Number(ExceptionRequests.MaxReason),
            ExceptionProblem.UntilTooFar => ExceptionText.Number(ExceptionRequests.MaxDays),
            ExceptionProblem.EvidenceTooLong => ExceptionText.Number(ExceptionRequests.MaxEvidence),
            ExceptionProblem.CommentTooLong => ExceptionText.Number(ExceptionDecisions.MaxComment),
            ExceptionProblem.TooManyResources => ExceptionText.Number(ExceptionRequests.MaxChosen),
            _ => "",
        });

    private static string Input(ExceptionField field) => field switch
    {
        ExceptionField.Reason => RequestModal.ReasonInput,
        ExceptionField.Scope => RequestModal.ScopeInput,
        ExceptionField.Resources => RequestModal.ResourcesInput,
        ExceptionField.Until => RequestModal.UntilInput,
        ExceptionField.Evidence => RequestModal.EvidenceInput,
        ExceptionField.Decision => DecisionModal.DecisionInput,
        ExceptionField.Comment => DecisionModal.CommentInput,
        _ => throw new UnreachableException(),
    };
}
