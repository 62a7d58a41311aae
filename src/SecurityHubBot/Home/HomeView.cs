using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Scores;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Home;

/// <summary>One person's Home tab: what they have to do first, then how their accounts stand, then what the security team looks after.</summary>
public static class HomeView
{
    private const int MaxNamed = 8;

    public static HomeViewDefinition Render(HomeData data, string user, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        var words = new HomeLanguage(context);
        List<Block> blocks =
        [
            .. data.Team is { Directory: { } directory } ? HomeTeamView.Notices(directory, words) : [],
            .. Cases(data, user, words),
            .. HomeExceptions.Own(data.Exceptions, user, words),
            .. Accounts(data, words),
            .. data.Team is { } team ? HomeTeamView.Render(team, words) : [],
            CardText.Context(words.Say("Hint")),
        ];
        return new HomeViewDefinition { Blocks = blocks };
    }

    private static IEnumerable<Block> Cases(HomeData data, string user, HomeLanguage words)
    {
        var list = data.Cases.List;
        yield return words.Header("Cases.Title");
        yield return CardText.Section(list.Total == 0 ? words.Say("Cases.None") : Summary(data.Cases, words));
        yield return CardText.Context(Owned(data, words));
        foreach (var block in list.Shown.SelectMany(c => HomeCase.Render(c, user, words)))
        {
            yield return block;
        }

        foreach (var block in words.Pages(HomeList.Cases, list.Page, list.Total, HomeQueries.CasesOnPage))
        {
            yield return block;
        }
    }

    private static string Summary(HomeCases cases, HomeLanguage words)
    {
        var open = words.Count("Cases.Open", cases.List.Total);
        return cases.Overdue > 0 ? $"{open}\n{words.Count("Cases.Overdue", cases.Overdue)}" : open;
    }

    private static string Owned(HomeData data, HomeLanguage words) =>
        data.OwnAccounts.Count == 0
            ? words.Say("Accounts.None")
            : words.Say("Accounts.Own", words.Named([.. data.OwnAccounts.Take(MaxNamed).Select(words.Context.AccountName)], data.OwnAccounts.Count));

    private static IEnumerable<Block> Accounts(HomeData data, HomeLanguage words)
    {
        if (data.Accounts.First.Count == 0)
        {
            yield break;
        }

        var lines = data.Accounts.First.Select(a => words.Say(
            a.Score.Unknown == 0 ? "Accounts.Line" : "Accounts.LineUnknown",
            words.Context.AccountName(a.Account), ScoreWords.Percent(a.Score), HomeWords.Number(a.Score.Passed), HomeWords.Number(a.Score.Total), HomeWords.Number(a.Score.Failed), HomeWords.Number(a.Score.Unknown))).ToList();
        if (data.Accounts.Total > lines.Count)
        {
            lines.Add(words.Count("Accounts.More", data.Accounts.Total - lines.Count));
        }

        yield return new DividerBlock();
        yield return words.Header("Accounts.Title");
        yield return CardText.Section(string.Join('\n', lines));
    }
}
