using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Dynamo;

namespace SecurityHubBot.Cli;

/// <summary><c>migrate --dynamodb</c>: with the credentials of whoever sets the bot up, not with the bot's, whose role makes no tables.</summary>
internal static class DynamoCommands
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> MakeTables(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<DirectoryOptions>();
        if (!options.InDynamo)
        {
            await Console.Error.WriteLineAsync("Directory:Store is 'database', so there are no tables to make in DynamoDB; set it to 'dynamodb', and Directory:PolicyTable and Directory:AccountTable to their names.");
            return ExitCodes.WrongInput;
        }

        var client = services.GetRequiredService<IAmazonDynamoDB>();
        foreach (var table in new[] { DirectoryTable.Policies, DirectoryTable.Accounts })
        {
            var name = options.TableOf(table);
            try
            {
                Console.WriteLine(await Make(client, table, name, services.GetRequiredService<TimeProvider>(), cancellationToken)
                    ? $"Made the table {name}."
                    : $"The table {name} is there.");
            }
            catch (Exception e) when (DynamoFault.IsUnavailable(e, cancellationToken))
            {
                throw new DirectoryUnavailableException(DynamoFault.Reason(e, name), e);
            }
        }

        return ExitCodes.Ok;
    }

    /// <returns>False when it was there before.</returns>
    internal static async Task<bool> Make(IAmazonDynamoDB client, DirectoryTable table, string name, TimeProvider time, CancellationToken cancellationToken)
    {
        var isNew = await Find(client, name, cancellationToken) is null && await Create(client, table, name, cancellationToken);
        for (var waited = TimeSpan.Zero; ; waited += Glance)
        {
            // What was just created is not always seen at once.
            if (await Find(client, name, cancellationToken) is { } found)
            {
                TableKeys.Check(table, found);
                if (found.TableStatus == TableStatus.ACTIVE || (!isNew && found.TableStatus == TableStatus.UPDATING))
                {
                    return isNew;
                }

                if (found.TableStatus != TableStatus.CREATING)
                {
                    throw new InvalidOperationException($"The table {name} is {found.TableStatus}; run this again when that has ended.");
                }
            }

            if (waited >= Patience)
            {
                throw new InvalidOperationException($"The table {name} is still not ready after {Patience.TotalMinutes:0} minutes; run this again later.");
            }

            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private static async Task<TableDescription?> Find(IAmazonDynamoDB client, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.DescribeTableAsync(new DescribeTableRequest { TableName = name }, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private static async Task<bool> Create(IAmazonDynamoDB client, DirectoryTable table, string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = name,
                    KeySchema = TableKeys.Schema(table),
                    AttributeDefinitions = TableKeys.Attributes(table),
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellationToken);
            return true;
        }
        catch (ResourceInUseException)
        {
            // Somebody else is making it at this moment.
            return false;
        }
    }
}
