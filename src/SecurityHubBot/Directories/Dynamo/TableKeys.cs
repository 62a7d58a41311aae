using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>What the tables' keys must be: a name towards the outside, which other automation goes by.</summary>
internal static class TableKeys
{
    public static List<KeySchemaElement> Schema(DirectoryTable table) =>
        [.. DynamoItem.KeyOf(table).Select((k, i) => new KeySchemaElement { AttributeName = k, KeyType = i == 0 ? KeyType.HASH : KeyType.RANGE })];

    public static List<AttributeDefinition> Attributes(DirectoryTable table) =>
        [.. DynamoItem.KeyOf(table).Select(k => new AttributeDefinition { AttributeName = k, AttributeType = ScalarAttributeType.S })];

    /// <exception cref="TableKeyException">The table's keys are others.</exception>
    public static void Check(DirectoryTable table, TableDescription described)
    {
        var types = (described.AttributeDefinitions ?? []).ToDictionary(a => a.AttributeName, a => a.AttributeType?.Value, StringComparer.Ordinal);
        var found = Words((described.KeySchema ?? []).OrderBy(k => k.KeyType == KeyType.HASH ? 0 : 1).Select(k => (k.AttributeName, types.GetValueOrDefault(k.AttributeName) ?? "?")));
        var needed = Words(DynamoItem.KeyOf(table).Select(k => (k, "S")));
        if (found != needed)
        {
            throw new TableKeyException(
                $"{DirectoryOptions.KeyOf(table)} '{described.TableName}' is a table with the key {found}; the {table.Name} need a table with the key {needed}. Name another table, or one that is not there yet and run migrate --dynamodb.");
        }
    }

    private static string Words(IEnumerable<(string Name, string Type)> keys) => string.Join(" + ", keys.Select(k => $"{k.Name} ({k.Type})"));
}

/// <summary>The table is another one than it should be.</summary>
internal sealed class TableKeyException(string message) : Exception(message);
