using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>All of a DynamoDB table, as rows that can be used and what is wrong with the others.</summary>
/// <param name="Good">By <see cref="TableRow.Key"/>.</param>
/// <param name="Unusable">Malformed items, and those that another one with the same key in another letter case leaves without effect.</param>
internal sealed record DirectoryScan(
    DirectoryTable Table, IReadOnlyDictionary<string, (TableRow Row, DynamoItem Item)> Good, IReadOnlyList<DynamoItem> Unusable, IReadOnlyList<RowProblem> Problems)
{
    public IReadOnlyList<TableRow> Rows { get; } = [.. Good.Values.Select(g => g.Row)];

    public bool IsEmpty => Good.Count == 0 && Unusable.Count == 0;

    /// <summary>Keys of which something stands in the table, if nothing that can be used: what was known of them stays.</summary>
    public IReadOnlySet<string> UnusableKeys { get; } = Unusable.Select(i => i.RowKey).ToHashSet(StringComparer.Ordinal);

    public static DirectoryScan Of(DirectoryTable table, IEnumerable<DynamoItem> items)
    {
        var (readable, unusable, problems) = (new List<(TableRow Row, DynamoItem Item)>(), new List<DynamoItem>(), new List<RowProblem>());
        foreach (var item in items)
        {
            var (row, wrong) = item.Read();
            if (row is null)
            {
                unusable.Add(item);
                problems.AddRange(wrong);
            }
            else
            {
                readable.Add((row, item));
            }
        }

        var good = new Dictionary<string, (TableRow, DynamoItem)>(StringComparer.Ordinal);
        foreach (var same in readable.GroupBy(r => r.Row.Key, StringComparer.Ordinal))
        {
            var ranked = same.OrderByDescending(r => Strictness(table, r.Row)).ThenBy(r => r.Row.Name, StringComparer.Ordinal).ToList();
            good[same.Key] = ranked[0];
            unusable.AddRange(ranked.Skip(1).Select(r => r.Item));
            problems.AddRange(ranked.Skip(1).Select(r => new RowProblem(table.Name, r.Item.Name, RowProblemKind.Overshadowed, "", ranked[0].Item.Name, "")));
        }

        return new DirectoryScan(table, good, unusable, problems);
    }

    // As PolicyTable does it, so that the outcome never depends on the order in which they were read.
    private static int Strictness(DirectoryTable table, TableRow row) =>
        table == DirectoryTable.Policies && ResponsePolicies.TryParse(row.Cells[PolicyEdit.Policy], out var policy) ? (int)policy : -1;
}
