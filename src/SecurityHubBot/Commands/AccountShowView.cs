using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub account show</c>: an account's row and its open cases; or how to enter it.</summary>
internal static class AccountShowView
{
    private const int MaxCases = 5;

    public static RenderedMessage Render(AccountShowData data, CommandContext context)
    {
        var title = Say(context, data.Row is null ? "AccountShow.Title.Unknown" : "AccountShow.Title", context.AccountName(data.Account), data.Account);
        var shown = data.Cases.Cases.Take(MaxCases).ToList();
        Block?[] blocks =
        [
            CardText.Section(title),
            CardText.Section(data.Row is null ? Say(context, "AccountShow.HowToEnter", data.Account) : RowWords.Account(data.Row.Row, context.Language)),
            CardText.Section(Cases(data, context)),
            .. shown.Select(c => ListView.Line(c, context)),
            data.Cases.Total > shown.Count ? CardText.Context(Say(context, "AccountShow.More", data.Account)) : null,
            data.Row is { } row ? CardText.Context(Say(
                context, "AccountShow.Foot", RowWords.ChangedBy(row.By), PeopleDates.Moment(row.At, context.Zone, context.Language), data.Account)) : null,
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    public static RenderedMessage SeveralOfThatName(string name, IReadOnlyList<AccountId> accounts, Language language)
    {
        var sentence = DirectoryWords.Say(language, "Account.Several", RowWords.Text(name, 60), CommandWords.Join(language, accounts.Take(MaxCases).Select(a => a.ToString())));
        return new RenderedMessage(sentence, [CardText.Section(sentence)]);
    }

    private static string Cases(AccountShowData data, CommandContext context)
    {
        var open = data.Cases.Total == 0 ? Say(context, "AccountShow.NoCases") : DirectoryWords.Count(context.Language, "AccountShow.Cases", data.Cases.Total);
        return data.Waiting > 0 ? $"{open}\n{DirectoryWords.Count(context.Language, "Show.Waiting", data.Waiting)}" : open;
    }

    private static string Say(CommandContext context, string key, params object?[] args) => DirectoryWords.Say(context.Language, key, args);
}
