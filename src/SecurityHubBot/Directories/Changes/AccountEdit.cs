using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories.Changes;

/// <summary>A change of one row of the account table, or a new row.</summary>
/// <param name="Cells">New texts by column; an empty text takes the cell away.</param>
public sealed record AccountEdit(AccountId Account, IReadOnlyDictionary<string, string> Cells) : DirectoryEdit
{
    public const string Name = "name";
    public const string Environment = "environment";
    public const string Channel = "channel";
    public const string Owners = "owners";
    public const string Escalation = "escalation";
    public const string TicketProject = "ticket_project";
    public const string Language = "language";

    public bool Equals(AccountEdit? other) => other is not null && Account == other.Account && AreSame(Cells, other.Cells);

    public override int GetHashCode() => HashCode.Combine(Account, Cells.Count);

    internal override DirectoryTable Table => DirectoryTable.Accounts;

    internal override object KeyArgs => new { account = Account.ToString() };

    internal override IReadOnlyDictionary<string, string> KeyCells(TableRow? row) => new Dictionary<string, string> { ["account_id"] = Account.ToString() };

    internal override string TouchedKey => Account.ToString();

    internal override string TouchedColumn => "account_id";

    internal override RowResult<TableRow?> Apply(TableRow? row)
    {
        var cells = Merge(AccountRowParser.Columns, row, Cells);
        cells["account_id"] = Account.ToString();
        return Read(AccountRowParser.Parse(cells), AccountRowParser.Format, Table);
    }

    internal override DirectorySnapshot Apply(DirectorySnapshot snapshot, TableRow? after)
    {
        var accounts = snapshot.Accounts.Where(a => a.Key != Account).ToDictionary();
        if (after is not null)
        {
            accounts[Account] = RowOf(after);
        }

        return snapshot with { Accounts = accounts };
    }

    internal static Account RowOf(TableRow row) =>
        AccountRowParser.Parse(row.Cells!) is RowResult<Account>.Read { Row: var read } ? read : throw new FormatException($"The row {row.Name} cannot be read.");
}
