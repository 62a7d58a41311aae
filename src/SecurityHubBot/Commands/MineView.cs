using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub mine</c>: a page of the person's own open cases.</summary>
internal static class MineView
{
    public static RenderedMessage Render(ListData data, bool all, CommandContext context)
    {
        var pages = Paging.Pages(data.Total, CommandQueries.PageSize);
        var kind = all ? "Mine.All" : "Mine";
        var title = data.Total == 0 ? context.Say($"{kind}.Nothing") : context.Count($"{kind}.Title", data.Total);
        Block?[] blocks =
        [
            CardText.Section(title),
            .. data.Cases.Select(c => ListView.Line(c, context)),
            pages > 1 ? CardText.Context(context.Say("Page.Of", CommandWords.Number(data.Page), CommandWords.Number(pages))) : null,
            all ? null : CardText.Context(context.Say("Mine.Hint")),
            Paging.Buttons(context, data.Page, pages, page => PageValue.OfMine(all, page)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }
}
