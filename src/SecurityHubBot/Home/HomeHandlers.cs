using SecurityHubBot.Cases;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Home;

/// <summary>Somebody opens the Home tab: what it should show is made in the background, Slack waits for no one.</summary>
internal sealed class HomeOpenedHandler(HomeViewStore views, HomeWake wake) : IEventHandler<AppHomeOpened>
{
    private const string HomeTab = "home";

    public async Task Handle(AppHomeOpened slackEvent)
    {
        if (slackEvent is { Tab: HomeTab, User: { Length: > 0 } user })
        {
            await views.Open(user, isEmpty: slackEvent.View is null);
            wake.Signal.Set();
        }
    }
}

/// <summary><c>home.page</c>: somebody turns to another page of a list on the Home tab.</summary>
internal sealed class HomePageHandler(HomeViewStore views, HomeWake wake, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        if (HomePageValue.Parse(action.Value) is not var (list, page))
        {
            await answers.Tell(request, CaseWords.Say(await answers.LanguageFor(request), "Answer.BadButton"));
            return;
        }

        await views.Turn(request.User.Id, list, page);
        wake.Signal.Set();
    }
}
