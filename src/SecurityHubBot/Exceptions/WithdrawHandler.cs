using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Exceptions;

/// <summary><c>exception.withdraw</c>: who asked takes the request, or the approved exception, back.</summary>
internal sealed class WithdrawHandler(ExceptionActions exceptions, IRoles roles, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (!ExceptionId.TryParse(action.Value, out var id))
        {
            await answers.Tell(request, ExceptionWords.Say(language, "Answer.BadButton"));
            return;
        }

        if (await roles.May(request.User.Id, BotAction.WithdrawException, CancellationToken.None) is Permission.Refused refused)
        {
            await answers.Tell(request, RefusalWords.Say(language, BotAction.WithdrawException, refused));
            return;
        }

        var words = await exceptions.Withdraw(id, request.User.Id, CancellationToken.None) switch
        {
            WithdrawOutcome.Done => null,
            WithdrawOutcome.NoSuch => "Answer.NoException",
            WithdrawOutcome.NotYours => "Answer.NotYours",
            WithdrawOutcome.NotLive => "Answer.NotLive",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (words is not null)
        {
            await answers.Tell(request, ExceptionWords.Say(language, words, id));
        }
    }
}
