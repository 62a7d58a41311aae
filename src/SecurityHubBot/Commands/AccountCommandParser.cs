using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub account show|set ACCOUNT …</c>.</summary>
internal static class AccountCommandParser
{
    private const int MaxSlackWords = 700;

    public static ShubCommand Parse(IReadOnlyList<CommandToken> rest)
    {
        if (rest.Count == 0 || !Vocabulary.RowVerbs.TryGetValue(rest[0].Text, out var verb) || verb == RowVerb.Unset)
        {
            return Wrong(rest.Count == 0 ? "" : rest[0].Text, ExpectedArgument.AccountCommand);
        }

        if (rest.Count < 2 || rest[1].Text.Length == 0 || SettingParser.Parse(rest[1], Vocabulary.AccountKeys) is not null)
        {
            return Wrong(rest.Count < 2 ? "" : rest[1].Text, ExpectedArgument.OneAccount);
        }

        return verb == RowVerb.Show
            ? new ShubCommand.AccountShow(ListFilterParser.WithoutKey(string.Join(' ', rest.Skip(1).Select(t => t.Text))))
            : Set(rest[1].Text, [.. rest.Skip(2)]);
    }

    private static ShubCommand Set(string account, IReadOnlyList<CommandToken> rest)
    {
        var settings = new List<Setting<AccountKey>>();
        foreach (var token in rest)
        {
            if (SettingParser.Parse(token, Vocabulary.AccountKeys) is { } setting)
            {
                settings.Add(setting);
            }
            else if (settings is [.., { Key: AccountKey.Name or AccountKey.Owners or AccountKey.TicketProject } last])
            {
                // A name may have spaces, and Slack puts one behind every person that is chosen from its list.
                last.Append(token.Raw, last.Key == AccountKey.Owners ? ';' : ' ');
            }
            else
            {
                return Wrong(token.Text, ExpectedArgument.AccountSetting);
            }
        }

        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            if (Add(setting, cells) is { } expected)
            {
                return Wrong(setting.Value, expected);
            }
        }

        return cells.Count == 0 ? Wrong("", ExpectedArgument.AccountSetting) : new ShubCommand.AccountSet(account, cells);
    }

    private static ExpectedArgument? Add(Setting<AccountKey> setting, Dictionary<string, string> cells) => setting.Key switch
    {
        AccountKey.Name => AddText(AccountEdit.Name, setting, AccountRowParser.MaxNameLength, cells) && cells[AccountEdit.Name].Length > 0 ? null : ExpectedArgument.Name,
        AccountKey.TicketProject => AddText(AccountEdit.TicketProject, setting, AccountRowParser.MaxTicketProjectLength, cells) ? null : ExpectedArgument.TicketProject,
        AccountKey.Channel => AddText(AccountEdit.Channel, setting, MaxSlackWords, cells) ? null : ExpectedArgument.Channel,
        AccountKey.Owners => AddText(AccountEdit.Owners, setting, MaxSlackWords, cells) ? null : ExpectedArgument.Owners,
        AccountKey.Escalation => AddText(AccountEdit.Escalation, setting, MaxSlackWords, cells) ? null : ExpectedArgument.Escalation,
        AccountKey.Environment => AddWord(AccountEdit.Environment, setting, Vocabulary.Environments, e => e.Code(), cells) ? null : ExpectedArgument.Environment,
        _ => AddWord(AccountEdit.Language, setting, Vocabulary.Tongues, l => l.Code(), cells) ? null : ExpectedArgument.Language,
    };

    private static bool AddText(string column, Setting<AccountKey> setting, int maxLength, Dictionary<string, string> cells)
    {
        cells[column] = setting.IsClear ? "" : setting.Value;
        return setting.Value.Length <= maxLength;
    }

    private static bool AddWord<T>(string column, Setting<AccountKey> setting, Dictionary<string, T> words, Func<T, string> code, Dictionary<string, string> cells)
    {
        var isKnown = words.TryGetValue(setting.Word, out var value);
        cells[column] = isKnown ? code(value!) : "";
        return isKnown;
    }

    private static ShubCommand.Wrong Wrong(string argument, ExpectedArgument expected) => new(CommandWord.Account, argument, expected);
}
