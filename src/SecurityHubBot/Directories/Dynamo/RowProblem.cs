using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Cases.Cards;

namespace SecurityHubBot.Directories.Dynamo;

[JsonConverter(typeof(JsonStringEnumConverter<RowProblemKind>))]
internal enum RowProblemKind
{
    /// <summary>An attribute that must be there is not.</summary>
    Missing,

    /// <summary>An attribute says what nobody understands, such as an unknown policy.</summary>
    BadValue,

    /// <summary>An attribute is a list, say, where a text should be.</summary>
    WrongType,

    /// <summary>The key is written in another way than the bot reads it.</summary>
    Spelling,

    /// <summary>Another row, with the same key in another letter case, counts instead.</summary>
    Overshadowed,

    /// <summary>The table has no rows at all, and had some.</summary>
    EmptyTable,
}

/// <summary>Why something in a DynamoDB table, which others write too, cannot be used.</summary>
/// <param name="Row">Its key as people read it; empty for the table as a whole.</param>
/// <param name="Column">The attribute.</param>
/// <param name="Value">What it says; or the type that it has; or what counts instead.</param>
/// <param name="Expected">What it should be, in English, for the log.</param>
internal sealed record RowProblem(string Table, string Row, RowProblemKind Kind, string Column, string Value, string Expected)
{
    private const int MaxText = 120;

    /// <summary>What makes it the same problem at the next reading.</summary>
    [JsonIgnore]
    public string Id => JsonSerializer.Serialize(new[] { Kind.ToString(), Column, Cut(Value) });

    /// <summary>For the log and the command line.</summary>
    public override string ToString() => Cut(OneLine.Of($"{Table} {Row}".Trim())) + ": " + OneLine.Of(Kind switch
    {
        RowProblemKind.Missing => $"{Column} is missing: {Expected}",
        RowProblemKind.BadValue => $"{Column} \"{Cut(Value)}\": {Expected}",
        RowProblemKind.WrongType => $"{Column} has the type {Value}: {Expected}",
        RowProblemKind.Spelling => $"{Column} is written differently than the bot reads it: write \"{Cut(Value)}\"",
        RowProblemKind.Overshadowed => $"without effect, because {Cut(Value)} is the same key in another letter case and the stricter one",
        RowProblemKind.EmptyTable => $"the table is empty, and the bot knows {Value} rows of it; they stay until there is a row again",
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";
}
