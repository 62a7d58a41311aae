using System.Globalization;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Commands;

/// <summary>What a paging button carries: the page, and the command as words, such as <c>2 list state:open severity:high</c>.</summary>
public static class PageValue
{
    public const string Action = "shub.page";
    public const string BackAction = "shub.page.back";

    private const int MaxPage = 100_000;

    public static string Of(ListFilter filter, int page) => string.Create(CultureInfo.InvariantCulture, $"{page} list {ListFilterParser.Format(filter)}");

    public static string Of(CaseNumber number, int page) => string.Create(CultureInfo.InvariantCulture, $"{page} show {number.Value}");

    public static string OfMine(bool all, int page) => string.Create(CultureInfo.InvariantCulture, $"{page} mine{(all ? " all" : "")}");

    public static string OfAudit(CaseNumber number, int page) => string.Create(CultureInfo.InvariantCulture, $"{page} audit {number.Value}");

    /// <summary>Names become ids, which are short and stay what they are.</summary>
    public static string OfExceptions(ExceptionsFilter filter, CommandScope scope, int page)
    {
        var words = new List<string> { "exceptions", filter.State.ToString().ToLowerInvariant() };
        words.AddRange(filter.Mine ? ["mine"] : []);
        words.AddRange(filter.Scope.Everywhere ? ["all"] : []);
        words.AddRange(scope is { FromChannel: false, Accounts: { Count: <= ListFilterParser.MaxAccounts } accounts } ? accounts.Select(a => a.ToString()) : []);
        return string.Create(CultureInfo.InvariantCulture, $"{page} {string.Join(' ', words)}");
    }

    /// <summary>Null for what no button of ours carries.</summary>
    public static (ShubCommand Command, int Page)? Parse(string? value)
    {
        var at = (value ?? "").IndexOf(' ', StringComparison.Ordinal);
        if (at < 1 || !int.TryParse(value.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page is < 1 or > MaxPage)
        {
            return null;
        }

        return ShubCommandParser.Parse(value![(at + 1)..]) is var command and (ShubCommand.List or ShubCommand.Show or ShubCommand.Mine or ShubCommand.Audit or ShubCommand.Exceptions) ? (command, page) : null;
    }
}
