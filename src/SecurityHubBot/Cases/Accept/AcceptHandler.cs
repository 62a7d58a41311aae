using System.Diagnostics;
using SecurityHubBot.Cases.TakeOver;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Cases.Accept;

/// <summary><c>case.accept</c>: somebody takes a case. The card and the thread follow by themselves.</summary>
public sealed class AcceptHandler(ICaseActions cases, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (!CaseNumber.TryParse(action.Value, out var number))
        {
            await answers.Tell(request, CaseWords.Say(language, "Answer.BadButton"));
            return;
        }

        switch (await cases.Accept(number, request.User.Id, insteadOf: null, CancellationToken.None))
        {
            case AcceptResult.Done:
                break;
            case AcceptResult.HeldBy held:
                await answers.Open(request, language, TakeOverModal.Render(number, held.Assignee, request.Channel?.Id, language));
                break;
            case var result:
                await answers.Tell(request, AcceptAnswer.Of(result, number, language));
                break;
        }
    }
}

/// <summary>Why pressing the button changed nothing.</summary>
internal static class AcceptAnswer
{
    public static string Of(AcceptResult? result, CaseNumber number, Language language) => CaseWords.Say(language, Words(result), number);

    private static string Words(AcceptResult? result) => result switch
    {
        null => "Answer.NoCase",
        AcceptResult.AlreadyYours => "Answer.AlreadyYours",
        AcceptResult.Closed { State: CaseState.Excepted } => "Answer.ClosedExcepted",
        AcceptResult.Closed { State: CaseState.Fixed } => "Answer.ClosedFixed",
        AcceptResult.Closed => "Answer.ClosedWithdrawn",
        _ => throw new UnreachableException(),
    };
}
