using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Accounts;

/// <summary>A row of the account table as text, in both directions.</summary>
public static class AccountRowParser
{
    public const int MaxNameLength = 100;
    public const int MaxOwners = 20;
    public const int MaxTicketProjectLength = 140;

    private const string AccountId = "account_id";
    private const string Name = "name";
    private const string Environment = "environment";
    private const string Channel = "channel";
    private const string Owners = "owners";
    private const string Escalation = "escalation";
    private const string TicketProject = "ticket_project";
    private const string LanguageColumn = "language";

    private static readonly char[] OwnerSeparators = [';', ' ', '\u3000', '\t', '\n', '\r'];

    public static IReadOnlyList<string> Columns { get; } =
        [AccountId, Name, Environment, Channel, Owners, Escalation, TicketProject, LanguageColumn];

    /// <summary>What two rows of one file must not share.</summary>
    public static string Key(Account account) => account.Id.ToString();

    public static RowResult<Account> Parse(IReadOnlyDictionary<string, string?> row)
    {
        var cells = new RowCells(row);
        var id = ReadId(cells);
        var name = ReadName(cells);
        var environment = ReadEnvironment(cells);
        var channel = ReadChannel(cells);
        var owners = ReadOwners(cells);
        var escalation = ReadEscalation(cells);
        var project = cells.Text(TicketProject, MaxTicketProjectLength);
        var language = ReadLanguage(cells);
        return cells.Finish(() => new Account(id, name, environment, channel, owners, escalation, project.Length == 0 ? null : project, language));
    }

    public static IReadOnlyDictionary<string, string> Format(Account account) => new Dictionary<string, string>
    {
        [AccountId] = account.Id.ToString(),
        [Name] = account.Name,
        [Environment] = account.Environment.Code(),
        [Channel] = account.Channel,
        [Owners] = string.Join(';', account.Owners),
        [Escalation] = account.Escalation ?? "",
        [TicketProject] = account.TicketProject ?? "",
        [LanguageColumn] = account.Language.Code(),
    };

    private static AccountId ReadId(RowCells cells)
    {
        if (!Domain.AccountId.TryParse(cells[AccountId], out var id))
        {
            cells.Refuse(AccountId, CellHints.AccountId(cells[AccountId]));
        }

        return id;
    }

    private static string ReadName(RowCells cells)
    {
        var name = cells.Text(Name, MaxNameLength);
        if (name.Length == 0)
        {
            cells.Refuse(Name, "the name that people know the account by");
        }

        return name;
    }

    private static AccountEnvironment ReadEnvironment(RowCells cells)
    {
        if (!AccountEnvironments.TryParse(cells[Environment], out var environment))
        {
            cells.Refuse(Environment, "production, staging or development");
        }

        return environment;
    }

    private static string ReadChannel(RowCells cells)
    {
        var channel = cells[Channel];
        if (channel.Length > 0 && !SlackNames.IsChannelId(channel) && !SlackNames.IsChannelName(channel))
        {
            var hint = SlackNames.IsChannelName("#" + channel) ? $", perhaps #{channel}" : "";
            cells.Refuse(Channel, $"a Slack channel id such as C0123ABCDEF, or a name with # in lower case{hint}");
        }

        return channel;
    }

    private static List<string> ReadOwners(RowCells cells)
    {
        var owners = cells[Owners].Split(OwnerSeparators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToList();
        foreach (var owner in owners.Where(o => !SlackNames.IsUserOrGroupId(o)).Take(MaxOwners))
        {
            cells.Refuse(Owners, owner, "a Slack user id such as U0123ABCDEF or user-group id such as S0123ABCDEF; separate several by ;");
        }

        if (owners.Count > MaxOwners)
        {
            cells.Refuse(Owners, $"at most {MaxOwners} owners, these are {owners.Count}; a user group stands for many");
        }

        return owners;
    }

    private static string? ReadEscalation(RowCells cells)
    {
        var escalation = cells[Escalation];
        if (escalation.Length > 0 && !SlackNames.IsUserOrGroupId(escalation) && !SlackNames.IsChannelId(escalation))
        {
            cells.Refuse(Escalation, "the id of one Slack user (U…), user group (S…) or channel (C…)");
        }

        return escalation.Length == 0 ? null : escalation;
    }

    private static Language ReadLanguage(RowCells cells)
    {
        var language = Language.Japanese;
        if (cells[LanguageColumn].Length > 0 && !Languages.TryParse(cells[LanguageColumn], out language))
        {
            cells.Refuse(LanguageColumn, "ja or en; empty means ja");
        }

        return language;
    }
}
