namespace SecurityHubBot.Domain.Tables;

/// <summary>What is wrong with one cell of a table file.</summary>
/// <param name="Value">The cell's text, shortened when it is long.</param>
/// <param name="Expected">What it should look like, in words for the person who edits the file.</param>
public sealed record RowError(string Column, string Value, string Expected)
{
    private const int ShownLength = 80;

    public override string ToString() => Value.Length == 0 ? $"{Column} is empty: {Expected}" : $"{Column} \"{Value}\": {Expected}";

    internal static string Shorten(string text) => text.Length > ShownLength ? text[..ShownLength] + "…" : text;
}

/// <summary>A row as read from text: the row itself, or everything that is wrong with it.</summary>
public abstract record RowResult<T>
{
    private RowResult()
    {
    }

    public sealed record Read(T Row) : RowResult<T>;

    public sealed record Wrong(IReadOnlyList<RowError> Errors) : RowResult<T>;
}
