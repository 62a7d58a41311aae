using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Slack;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Roles;

/// <summary>Says why somebody may not, and who may. The words of <c>RefusalWords.resx</c> and <c>RefusalWords.ja.resx</c>.</summary>
public static class RefusalWords
{
    private const int MostMentions = 10;

    private static readonly WordBook Book = new(typeof(RefusalWords));

    /// <summary>As mrkdwn, with mentions of whom to ask.</summary>
    public static string Say(Language language, BotAction action, Permission.Refused refused) => refused.Reason == RefusalReason.CannotCheckNow
        ? SayPlain(language, action, refused)
        : $"{SayPlain(language, action, refused)}\n{Who(language, action, refused.WhoMay)}";

    /// <summary>Why, without whom to ask: for the plain text under a modal's input, where nothing becomes a mention.</summary>
    public static string SayPlain(Language language, BotAction action, Permission.Refused refused) => Book.Format(
        language, $"Refused.{refused.Reason}", Book[language, $"Action.{action}"], Join(language, Listed(action).Select(role => Book[language, $"Role.{role}"]), "Join.And"));

    private static string Who(Language language, BotAction action, IReadOnlyList<string> whoMay)
    {
        if (whoMay.Count == 0)
        {
            return Book.Format(language, "Who.Nobody", string.Join(" / ", Listed(action).Select(role => $"`{RoleLists.Key(role)}`")));
        }

        var (mentions, left) = (whoMay.Take(MostMentions).Select(Mention), whoMay.Count - MostMentions);
        return left > 0 ? Book.Format(language, "Who.More", Join(language, mentions, "Join"), left) : Book.Format(language, "Who", Join(language, mentions, "Join.Or"));
    }

    private static IEnumerable<Role> Listed(BotAction action) => RoleRules.WhoMay(action).Order();

    private static string Mention(string id) => RoleLists.IsGroup(id) ? SlackText.UserGroup(id) : SlackText.User(id);

    private static string Join(Language language, IEnumerable<string> words, string last) => words.ToList() switch
    {
        [.. var first, var end] when first.Count > 0 => string.Join(Book[language, "Join"], first) + Book[language, last] + end,
        var few => string.Concat(few),
    };
}
