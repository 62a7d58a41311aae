using SecurityHubBot.Cases.Accept;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases.TakeOver;

/// <summary>Asks whether to take a case over from the colleague who has it.</summary>
public sealed class TakeOverModal(ICaseActions cases, ILanguageOf languages) : IViewSubmissionHandler
{
    public const string CallbackId = "case.take_over";

    public static ModalViewDefinition Render(CaseNumber number, string assignee, string? channel, Language language) =>
        Render("TakeOver.Ask", number, assignee, channel, language);

    /// <summary>As shown when somebody else was faster than the person who was asked.</summary>
    public static ModalViewDefinition RenderAgain(CaseNumber number, string assignee, string? channel, Language language) =>
        Render("TakeOver.AskAgain", number, assignee, channel, language);

    public async Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission)
    {
        var state = CaseDialogState.TryParse(viewSubmission.View.PrivateMetadata);
        var language = await languages.For(viewSubmission.User.Id, state?.Channel, CancellationToken.None);
        if (state is not { Number: { } number, Assignee: { } assignee })
        {
            return CaseNotice.Instead(language, CaseWords.Say(language, "Answer.BadButton"));
        }

        return await cases.Accept(number, viewSubmission.User.Id, assignee, CancellationToken.None) switch
        {
            AcceptResult.Done => ViewSubmissionResponse.Null,
            AcceptResult.HeldBy held => new UpdateViewResponse(RenderAgain(number, held.Assignee, state.Channel, language)),
            var result => CaseNotice.Instead(language, AcceptAnswer.Of(result, number, language)),
        };
    }

    private static ModalViewDefinition Render(string question, CaseNumber number, string assignee, string? channel, Language language) => new()
    {
        CallbackId = CallbackId,
        PrivateMetadata = new CaseDialogState(number.ToString(), channel, assignee).ToString(),
        Title = CaseWords.Say(language, "TakeOver.Title"),
        Submit = CaseWords.Say(language, "TakeOver.Submit"),
        Close = CaseWords.Say(language, "Modal.Cancel"),
        Blocks = [CardText.Section(CaseWords.Say(language, question, number, SlackText.User(assignee)))],
    };
}
