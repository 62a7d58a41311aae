using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Commands;

/// <summary>Help, and every answer that says what was wrong.</summary>
public static class HelpView
{
    private const int MaxShown = 60;

    public static RenderedMessage Help(CommandWord? topic, Language language)
    {
        var title = CommandWords.Say(language, "Help.Title");
        CommandWord[] topics = topic is { } one ? [one] : [.. Enum.GetValues<CommandWord>().Where(w => w != CommandWord.Help)];
        return new RenderedMessage(
            title,
            [
                CardText.Section(title),
                .. topics.Select(t => CardText.Section(CommandWords.Say(language, topic is null ? $"Help.{t}" : $"Help.{t}.More"))),
                CardText.Context(CommandWords.Say(language, "Help.Foot")),
            ]);
    }

    public static RenderedMessage Unknown(string word, string? suggestion, Language language) => Sentence(
        suggestion is null
            ? CommandWords.Say(language, "Unknown", Shown(word))
            : CommandWords.Say(language, "Unknown.Near", Shown(word), Shown(suggestion)));

    public static RenderedMessage Wrong(ShubCommand.Wrong wrong, Language language)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        var expected = CommandWords.Say(language, $"Expected.{wrong.Expected}");
        return Sentence(wrong.Argument.Length == 0 ? expected : CommandWords.Say(language, "Wrong", Shown(wrong.Argument), expected));
    }

    public static RenderedMessage NoSuchAccount(ScopeResult.NoSuchAccount missing, Language language)
    {
        ArgumentNullException.ThrowIfNull(missing);
        return Sentence(missing.Near.Count == 0
            ? CommandWords.Say(language, "NoSuchAccount", Shown(missing.Words))
            : CommandWords.Say(language, "NoSuchAccount.Near", Shown(missing.Words), CommandWords.Join(language, missing.Near.Select(Shown))));
    }

    public static RenderedMessage Refused(BotAction action, Permission.Refused refused, Language language) => Sentence(RefusalWords.Say(language, action, refused));

    internal static RenderedMessage WrongWish(AccountWish.Wrong wrong, Language language) =>
        Sentence(DirectoryWords.Say(language, $"Wish.{wrong.Problem}", Shown(wrong.Word)));

    public static RenderedMessage NoSuchCase(CaseNumber number, Language language) => Sentence(CommandWords.Say(language, "NoSuchCase", number));

    public static RenderedMessage Working(Language language) => Sentence(CommandWords.Say(language, "Working"));

    public static RenderedMessage Busy(Language language) => Sentence(CommandWords.Say(language, "Busy"));

    public static RenderedMessage Failed(Language language) => Sentence(CommandWords.Say(language, "Failed"));

    public static RenderedMessage OldButton(Language language) => Sentence(CommandWords.Say(language, "OldButton"));

    private static string Shown(string text) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), MaxShown));

    private static RenderedMessage Sentence(string mrkdwn) => new(mrkdwn, [CardText.Section(mrkdwn)]);
}
