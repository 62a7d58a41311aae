using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Commands;

/// <summary>Rows of the policy and account tables as sentences: mrkdwn, with everything from outside escaped.</summary>
internal static class RowWords
{
    private const int MaxText = 300;
    private const int MaxOverrides = 5;
    private const string Dash = "–";

    public static string Policy(ResponsePolicy policy, Language language) => DirectoryWords.Say(language, $"Policy.{policy}");

    public static string CategoryName(Category category, Language language) => DirectoryWords.Say(language, $"Category.{category}");

    public static string Environment(AccountEnvironment environment, Language language) => DirectoryWords.Say(language, $"Environment.{environment}");

    public static string Standard(StandardId? standard, Language language) =>
        standard is { } one ? Text(StandardTitles.For(one, language), MaxText) : DirectoryWords.Say(language, "Standard.Any");

    public static string Text(string text, int maxLength) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), maxLength));

    /// <summary>What a policy row says, part by part.</summary>
    public static string Policy(TableRow row, CommandContext context)
    {
        var policy = PolicyEdit.RowOf(row);
        var language = context.Language;
        string?[] parts =
        [
            policy.Policy is { } own ? $"*{Policy(own, language)}*" : DirectoryWords.Say(language, "Row.NoPolicy"),
            .. policy.Environments.OrderBy(e => e.Key).Select(e => DirectoryWords.Say(language, "Row.Override", Environment(e.Key, language), Policy(e.Value, language))),
            .. policy.Accounts.OrderBy(a => a.Key.ToString(), StringComparer.Ordinal).Take(MaxOverrides)
                .Select(a => DirectoryWords.Say(language, "Row.Override", context.AccountName(a.Key), Policy(a.Value, language))),
            policy.Accounts.Count > MaxOverrides ? DirectoryWords.Count(language, "Row.MoreOverrides", policy.Accounts.Count - MaxOverrides) : null,
            policy.Category is { } category ? DirectoryWords.Say(language, "Row.Category", CategoryName(category, language)) : null,
            policy.DueDays is { } days ? DirectoryWords.Count(language, "Row.Due", days) : null,
            policy.Note.Length > 0 ? DirectoryWords.Say(language, "Row.Note", Text(policy.Note, MaxText)) : null,
        ];
        return CommandWords.Join(language, parts.OfType<string>());
    }

    /// <summary>An account's row, a line for each column.</summary>
    public static string Account(TableRow row, Language language)
    {
        var account = AccountEdit.RowOf(row);
        return string.Join(
            '\n',
            AccountEditColumns.Select(column => DirectoryWords.Say(language, $"Column.{column}", AccountCell(account, column, language))));
    }

    /// <summary>The columns that a change changes, each as it was and as it will be.</summary>
    public static string AccountChanges(TableRow? before, TableRow after, Language language)
    {
        var (old, next) = (before is null ? null : AccountEdit.RowOf(before), AccountEdit.RowOf(after));
        return string.Join(
            '\n',
            AccountEditColumns.Where(c => before is null || before.Cells[c] != after.Cells[c]).Select(column =>
            {
                var now = AccountCell(next, column, language);
                return DirectoryWords.Say(language, $"Column.{column}", old is null ? now : DirectoryWords.Say(language, "Change.FromTo", AccountCell(old, column, language), now));
            }));
    }

    /// <summary>People, groups and channels as people click them.</summary>
    public static string Who(string id) => id switch
    {
        ['S', ..] => SlackText.UserGroup(id),
        ['C' or 'G', ..] => SlackText.Channel(id),
        _ => SlackText.User(id),
    };

    /// <summary>Who changed a row, from what the table keeps: a person's id, or <c>cli:</c> and a name.</summary>
    public static string ChangedBy(string by) => SlackNames.IsUserOrGroupId(by) ? SlackText.User(by) : Text(by, 60);

    private static IEnumerable<string> AccountEditColumns =>
        [AccountEdit.Name, AccountEdit.Environment, AccountEdit.Channel, AccountEdit.Owners, AccountEdit.Escalation, AccountEdit.TicketProject, AccountEdit.Language];

    private static string AccountCell(Account account, string column, Language language)
    {
        var text = column switch
        {
            AccountEdit.Name => Text(account.Name, MaxText),
            AccountEdit.Environment => Environment(account.Environment, language),
            AccountEdit.Channel => CardText.Channel(account.Channel),
            AccountEdit.Owners => string.Join(' ', account.Owners.Select(Who)),
            AccountEdit.Escalation => account.Escalation is { } escalation ? Who(escalation) : "",
            AccountEdit.TicketProject => Text(account.TicketProject ?? "", MaxText),
            _ => DirectoryWords.Say(language, $"Language.{account.Language}"),
        };
        return text.Length > 0 ? text : Dash;
    }
}
