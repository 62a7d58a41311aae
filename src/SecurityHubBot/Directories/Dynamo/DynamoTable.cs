using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.RateLimits;
using SecurityHubBot.Cases.Sync;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>One of the two tables in DynamoDB. A row is replaced only as it was read.</summary>
internal sealed class DynamoTable(IAmazonDynamoDB client, DirectoryTable table, string name, TimeProvider time)
{
    /// <summary>After that it is somebody else's turn to wait: a person, or the next refresh.</summary>
    private const int MostTries = 7;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    public DirectoryTable Table => table;

    public string Name => name;

    /// <exception cref="TableKeyException">It is another table than it should be.</exception>
    public async Task CheckKeys(CancellationToken cancellationToken)
    {
        var described = await Try(() => client.DescribeTableAsync(new DescribeTableRequest { TableName = name }, cancellationToken), cancellationToken);
        TableKeys.Check(table, described.Table);
    }

    public async Task<DirectoryScan> Scan(CancellationToken cancellationToken)
    {
        var items = new List<DynamoItem>();
        Dictionary<string, AttributeValue>? next = null;
        do
        {
            var request = new ScanRequest { TableName = name, ConsistentRead = true, ExclusiveStartKey = next };
            var page = await Try(() => client.ScanAsync(request, cancellationToken), cancellationToken);
            items.AddRange((page.Items ?? []).Select(i => new DynamoItem(table, i)));
            next = page.LastEvaluatedKey;
        }
        while (next is { Count: > 0 });

        return DirectoryScan.Of(table, items);
    }

    /// <returns>Null when there is no such item.</returns>
    public async Task<DynamoItem?> Get(IReadOnlyDictionary<string, string> key, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = name, ConsistentRead = true, Key = key.ToDictionary(k => k.Key, k => new AttributeValue { S = k.Value }, StringComparer.Ordinal) };
        var answer = await Try(() => client.GetItemAsync(request, cancellationToken), cancellationToken);
        return answer.Item is { Count: > 0 } item ? new DynamoItem(table, item) : null;
    }

    /// <summary>Writes the item in the place of <paramref name="before"/>.</summary>
    /// <returns>False when somebody else has been there meanwhile; nothing was written then.</returns>
    public async Task<bool> Put(DynamoItem item, DynamoItem? before, CancellationToken cancellationToken)
    {
        var condition = ItemCondition.StillIs(table, before);
        var request = new PutItemRequest
        {
            TableName = name,
            Item = new Dictionary<string, AttributeValue>(item.Attributes),
            ConditionExpression = condition.Expression,
            ExpressionAttributeNames = condition.Names,
            ExpressionAttributeValues = condition.Values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await Try(() => client.PutItemAsync(request, cancellationToken), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException e)
        {
            // The same request, sent again because its answer was lost, meets itself.
            return e.Item is { Count: > 0 } found && new DynamoItem(table, found).WasWrittenAs(item);
        }
    }

    /// <inheritdoc cref="Put"/>
    public async Task<bool> Delete(DynamoItem before, CancellationToken cancellationToken)
    {
        var condition = ItemCondition.StillIs(table, before);
        var request = new DeleteItemRequest
        {
            TableName = name,
            Key = new Dictionary<string, AttributeValue>(before.Key),
            ConditionExpression = condition.Expression,
            ExpressionAttributeNames = condition.Names,
            ExpressionAttributeValues = condition.Values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await Try(() => client.DeleteItemAsync(request, cancellationToken), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException e)
        {
            // Gone is gone, whoever did it.
            return e.Item is null or { Count: 0 };
        }
    }

    private async Task<T> Try<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (Throttling.Is(e) && tries < MostTries)
            {
                await Task.Delay(Backoff.After(tries - 1, FirstWait), time, cancellationToken);
            }
            catch (Exception e) when (e is not ConditionalCheckFailedException && DynamoFault.IsUnavailable(e, cancellationToken))
            {
                throw new DirectoryUnavailableException(DynamoFault.Reason(e, name), e);
            }
        }
    }
}

/// <summary>"This item is still as it was read": its version, and all else that the bot knows of it, because others may forget to raise the version.</summary>
internal sealed record ItemCondition(string Expression, Dictionary<string, string> Names, Dictionary<string, AttributeValue>? Values)
{
    public static ItemCondition StillIs(DirectoryTable table, DynamoItem? before)
    {
        var key = DynamoItem.KeyOf(table)[0];
        var names = new Dictionary<string, string> { ["#key"] = key };
        if (before is null)
        {
            return new ItemCondition("attribute_not_exists(#key)", names, Values: null);
        }

        var (terms, values) = (new List<string> { "attribute_exists(#key)" }, new Dictionary<string, AttributeValue>());
        foreach (var (i, column) in table.Columns.Except(DynamoItem.KeyOf(table)).Concat([DynamoItem.Version, DynamoItem.UpdatedAt, DynamoItem.UpdatedBy]).Index())
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            names[$"#a{number}"] = column;
            if (before.Attributes.TryGetValue(column, out var value))
            {
                values[$":v{number}"] = value;
                terms.Add($"#a{number} = :v{number}");
            }
            else
            {
                terms.Add($"attribute_not_exists(#a{number})");
            }
        }

        return new ItemCondition(string.Join(" AND ", terms), names, values.Count == 0 ? null : values);
    }
}
