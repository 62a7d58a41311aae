using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;

namespace SecurityHubBot.Scores;

/// <summary>What <c>/shub score</c> and <c>/shub summary</c> say: the same reading of the same findings.</summary>
internal sealed class ScoreAnswers(ScoreQuery scores, ScoreHistory history, TimeProvider time)
{
    public async Task<RenderedMessage> Score(CommandScope scope, DirectorySnapshot directory, CommandContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var card = await scores.For(scope.Accounts, cancellationToken);
        var before = ScoreSubject.Of(scope.Accounts, directory) is { } subject ? await history.LastMonth(subject, context.Today, cancellationToken) : null;
        return ScoreView.Render(new ScoreData(card, now, before), scope, context);
    }

    public async Task<RenderedMessage> Summary(CommandScope scope, CommandContext context, CancellationToken cancellationToken) =>
        SummaryView.Render((await scores.For(scope.Accounts, cancellationToken)).Standards, scope, context);
}
