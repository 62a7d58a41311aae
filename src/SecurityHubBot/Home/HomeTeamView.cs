using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Dynamo;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Home;

/// <summary>The security team's part of the Home tab.</summary>
internal static class HomeTeamView
{
    /// <summary>That the bot goes by old accounts and policies concerns everything below it.</summary>
    public static IEnumerable<Block> Notices(DirectoryCondition directory, HomeLanguage words) =>
        DirectoryNotice.All(directory, words.Context.Language, words.Context.Zone).Select(CardText.Section);

    public static IEnumerable<Block> Render(HomeTeam team, HomeLanguage words) =>
    [
        new DividerBlock(),
        words.Header("Team.Title"),
        .. HomeExceptions.Approvals(team.Approvals, words),
        CardText.Section(Overdue(team, words)),
        .. Attention(team, words),
    ];

    private static string Overdue(HomeTeam team, HomeLanguage words)
    {
        if (team.OverdueCases == 0)
        {
            return words.Say("Overdue.None");
        }

        var lines = team.Overdue.First.Select(t => words.Count(
            "Overdue.Line", t.Cases, t.Channel.Length == 0 ? words.Say("Overdue.NoChannel") : CardText.Channel(t.Channel), PeopleDates.Date(t.Since, words.Context.Language)));
        var more = team.Overdue.Total - team.Overdue.First.Count;
        return string.Join('\n', [words.Count("Overdue", team.OverdueCases), .. lines, .. more > 0 ? [words.Count("Overdue.More", more)] : Array.Empty<string>()]);
    }

    private static IEnumerable<Block> Attention(HomeTeam team, HomeLanguage words)
    {
        if (team.NewControls.Total > 0)
        {
            yield return CardText.Section(words.Count("NewControls", team.NewControls.Total, Named(team.NewControls, words)));
        }

        if (team.UnknownAccounts.Total > 0)
        {
            yield return CardText.Section(words.Count("UnknownAccounts", team.UnknownAccounts.Total, Named(team.UnknownAccounts, words)));
        }
    }

    private static string Named(Commands.Some<string> some, HomeLanguage words) =>
        words.Named([.. some.First.Select(n => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(n), ControlId.MaxLength)))], some.Total);
}
