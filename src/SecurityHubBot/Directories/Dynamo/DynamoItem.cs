using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>An item of one of the tables, as it was read: with attributes of which the bot knows nothing, too.</summary>
internal sealed record DynamoItem(DirectoryTable Table, IReadOnlyDictionary<string, AttributeValue> Attributes)
{
    public const string Version = "version";
    public const string UpdatedAt = "updated_at";
    public const string UpdatedBy = "updated_by";

    private const string DueDays = "due_days";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>The key's attributes, the first one hashed.</summary>
    public static IReadOnlyList<string> KeyOf(DirectoryTable table) => table == DirectoryTable.Accounts ? ["account_id"] : ["standard", "control"];

    public IReadOnlyDictionary<string, AttributeValue> Key => KeyOf(Table).ToDictionary(k => k, k => Attributes[k], StringComparer.Ordinal);

    /// <summary>The key in one letter case, by which it meets the bot's own row.</summary>
    public string RowKey => Name.ToUpperInvariant();

    public string Name => string.Join(' ', KeyOf(Table).Select(k => Attributes[k].S ?? Attributes[k].N ?? ""));

    public long? VersionNumber => Attributes.TryGetValue(Version, out var value) && long.TryParse(value.N, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string? By => Attributes.TryGetValue(UpdatedBy, out var value) && !string.IsNullOrWhiteSpace(value.S) ? value.S.Trim() : null;

    public DateTimeOffset? At => Attributes.TryGetValue(UpdatedAt, out var value)
        && DateTimeOffset.TryParse(value.S, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>The row, or what is wrong with it.</summary>
    public (TableRow? Row, IReadOnlyList<RowProblem> Problems) Read()
    {
        var problems = WrongTypes().ToList();
        if (problems.Count > 0)
        {
            return (null, problems);
        }

        switch (Table.Read(Table.Columns.ToDictionary(c => c, c => (string?)TextOf(c), StringComparer.Ordinal)))
        {
            case RowResult<TableRow>.Wrong wrong:
                return (null, [.. wrong.Errors.Select(e => Problem(e.Value.Length == 0 ? RowProblemKind.Missing : RowProblemKind.BadValue, e.Column, e.Value, e.Expected))]);
            case RowResult<TableRow>.Read { Row: var row }:
                // Keys know letter case and spaces; a row that is read under another key than it has could never be changed.
                var other = KeyOf(Table).Where(k => Attributes[k].S != row.Cells[k]).Select(k => Problem(RowProblemKind.Spelling, k, row.Cells[k], "")).ToList();
                return other.Count == 0 ? (row, []) : (null, other);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>The item as it should be: this row, and whatever else others keep in it.</summary>
    public static DynamoItem Of(DirectoryTable table, TableRow row, DynamoItem? before, RowWritten written)
    {
        var attributes = before is null ? new Dictionary<string, AttributeValue>(StringComparer.Ordinal) : new(before.Attributes, StringComparer.Ordinal);
        foreach (var column in table.Columns)
        {
            attributes[column] = new AttributeValue { S = row.Cells[column] };
        }

        if (row.Cells.TryGetValue(DueDays, out var days))
        {
            attributes.Remove(DueDays);
            if (days.Length > 0)
            {
                attributes[DueDays] = new AttributeValue { N = days };
            }
        }

        attributes[Version] = new AttributeValue { N = (written.Version ?? 1).ToString(CultureInfo.InvariantCulture) };
        attributes[UpdatedAt] = new AttributeValue { S = written.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) };
        attributes[UpdatedBy] = new AttributeValue { S = written.By };
        return new DynamoItem(table, attributes);
    }

    /// <summary>Whether this is what the other one's writer wrote: its answer may have been lost on the way.</summary>
    public bool WasWrittenAs(DynamoItem other) =>
        VersionNumber == other.VersionNumber && At == other.At && By == other.By && Table.Columns.All(c => TextOf(c) == other.TextOf(c));

    public string TextOf(string column) => Attributes.TryGetValue(column, out var value) ? value.S ?? value.N ?? "" : "";

    private IEnumerable<RowProblem> WrongTypes()
    {
        foreach (var (name, value) in Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            if (Table.Columns.Contains(name) && !IsNull(value) && value.S is null && !(name == DueDays && value.N is not null))
            {
                yield return Problem(RowProblemKind.WrongType, name, TypeOf(value), name == DueDays ? "it must be a number (N)" : "it must be a text (S)");
            }
            else if (name == Version && !IsNull(value) && VersionNumber is null)
            {
                yield return value.N is null
                    ? Problem(RowProblemKind.WrongType, name, TypeOf(value), "it must be a number (N)")
                    : Problem(RowProblemKind.BadValue, name, value.N, "a whole number");
            }
        }
    }

    private RowProblem Problem(RowProblemKind kind, string column, string value, string expected) => new(Table.Name, Name, kind, column, value, expected);

    private static bool IsNull(AttributeValue value) => value.NULL == true;

    private static string TypeOf(AttributeValue value) => value switch
    {
        { S: not null } => "S",
        { N: not null } => "N",
        { B: not null } => "B",
        { BOOL: not null } => "BOOL",
        { SS.Count: > 0 } => "SS",
        { NS.Count: > 0 } => "NS",
        { BS.Count: > 0 } => "BS",
        { M: not null } => "M",
        _ => "L",
    };
}
