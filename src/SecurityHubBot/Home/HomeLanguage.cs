using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Home;

/// <summary>What every part of the Home tab is written with.</summary>
internal sealed record HomeLanguage(CommandContext Context)
{
    public string Say(string key, params object?[] args) => HomeWords.Say(Context.Language, key, args);

    public string Count(string key, long count, params object?[] rest) => HomeWords.Count(Context.Language, key, count, rest);

    public HeaderBlock Header(string key) => new() { Text = SlackText.Truncate(Say(key), SlackLimits.HeaderText) };

    /// <summary>The first of many names, with how many more there are; the names are mrkdwn already.</summary>
    public string Named(IReadOnlyList<string> first, long total)
    {
        var names = CommandWords.Join(Context.Language, first);
        return total > first.Count ? Context.Count("Scope.More", total - first.Count, names) : names;
    }

    /// <summary>Which page it is and the buttons to the others; nothing when there is only one.</summary>
    public IEnumerable<Block> Pages(HomeList list, int page, long total, int size)
    {
        var pages = Paging.Pages(total, size);
        if (pages == 1)
        {
            yield break;
        }

        yield return CardText.Context(Context.Say("Page.Of", CommandWords.Number(page), CommandWords.Number(pages)));
        var buttons = new List<IActionElement>();
        if (page > 1)
        {
            buttons.Add(new Button { ActionId = HomePageValue.BackAction, Text = Context.Say("Page.Back"), Value = HomePageValue.Of(list, page - 1) });
        }

        if (page < pages)
        {
            buttons.Add(new Button { ActionId = HomePageValue.Action, Text = Context.Say("Page.Next"), Value = HomePageValue.Of(list, page + 1) });
        }

        yield return new ActionsBlock { Elements = buttons };
    }
}
