using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Cli;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Dynamo;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Commands;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Aws;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>The real bot on a real server of DynamoDB's API, and other automation that writes into the same tables.</summary>
internal sealed class DynamoBench : IAsyncDisposable
{
    public const string Operator = AozoraHosting.Sato;
    public const string Shop = $"{TestBot.ShopAccount},shop-prod,production,#shop-aws,,,,ja";
    public const string Game = $"{TestBot.GameAccount},game-prod,production,C0GAMEAWS1,,,,en";

    public static readonly AWSCredentials Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private static int _last;

    private readonly DynoxideServer? _own;
    private TestBot? _bot;

    private DynamoBench(DynoxideServer server, DynoxideServer? own, DynamoProxy proxy, TestDatabase database, SlackWorkspace slack)
    {
        (Server, _own, Proxy, Database, Slack) = (server, own, proxy, database, slack);
        var number = Interlocked.Increment(ref _last);
        (PolicyTable, AccountTable) = ($"policies-{number}", $"accounts-{number}");
        Aws = new AmazonDynamoDBClient(Credentials, new AmazonDynamoDBConfig { ServiceURL = server.Url.ToString(), AuthenticationRegion = "ap-northeast-1" });
    }

    public DynoxideServer Server { get; }

    /// <summary>Between the bot and the server.</summary>
    public DynamoProxy Proxy { get; }

    public TestDatabase Database { get; }

    public SlackWorkspace Slack { get; }

    /// <summary>The others' client.</summary>
    public AmazonDynamoDBClient Aws { get; }

    public string PolicyTable { get; }

    public string AccountTable { get; }

    public TestBot Bot => _bot!;

    public DirectoryRefresh Refresh => Bot.Service<DirectoryRefresh>();

    public Dictionary<string, string?> Settings => new()
    {
        ["Directory:Store"] = "dynamodb",
        ["Directory:PolicyTable"] = PolicyTable,
        ["Directory:AccountTable"] = AccountTable,
        // By itself it refreshes only at the start: a test says when.
        ["Directory:RefreshSeconds"] = "3600",
        ["AWS_ENDPOINT_URL_DYNAMODB"] = Proxy.Url.ToString(),
        ["AWS_ENDPOINT_URL"] = Proxy.Url.ToString(),
        ["Aws:Region"] = "ap-northeast-1",
        ["Slack:Operators"] = Operator,
    };

    /// <param name="alone">A server of its own, to be killed.</param>
    /// <param name="tables">Whether the tables are there, with two accounts.</param>
    /// <param name="start">Whether the bot runs.</param>
    public static async Task<DynamoBench> Create(DatabaseKind kind = DatabaseKind.Sqlite, bool alone = false, bool tables = true, bool start = true)
    {
        Assert.SkipWhen(DynoxideServer.SkipReason is not null, DynoxideServer.SkipReason ?? "");
        var own = alone ? await DynoxideServer.StartAsync() : null;
        var server = own ?? await DynoxideServer.SharedAsync();
        var bench = new DynamoBench(server, own, await DynamoProxy.StartAsync(server.Url), await TestDatabase.CreateAsync(kind), await TestBot.StartSlack());
        if (tables)
        {
            await bench.MakeTables();
            await bench.PutAccount(Shop);
            await bench.PutAccount(Game);
        }

        if (start)
        {
            await bench.Start();
        }

        return bench;
    }

    public async Task MakeTables()
    {
        await DynamoCommands.Make(Aws, DirectoryTable.Policies, PolicyTable, TimeProvider.System, CancellationToken.None);
        await DynamoCommands.Make(Aws, DirectoryTable.Accounts, AccountTable, TimeProvider.System, CancellationToken.None);
    }

    public async Task Start(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var all = Settings;
        settings?.ToList().ForEach(s => all[s.Key] = s.Value);
        _bot = await TestBot.Start(Database, Slack, all, s =>
        {
            s.AddSingleton(Credentials);
            services?.Invoke(s);
        });
    }

    public async Task Stop()
    {
        await (_bot?.DisposeAsync() ?? ValueTask.CompletedTask);
        _bot = null;
    }

    /// <summary>The operator asks for a change in Slack.</summary>
    /// <returns>What would come of it, with its buttons.</returns>
    public async Task<WorkspaceMessage> Preview(string command)
    {
        await Slack.CommandAsync(Operator, TestBot.ShopChannel, command);
        return await ChangeEndToEndTests.Latest(Slack, "directory.apply");
    }

    /// <summary>The operator presses a preview's button.</summary>
    public Task Press(WorkspaceMessage preview) => Slack.ClickAsync(Operator, TestBot.ShopChannel, preview.Ts, ChangeValue.ApplyAction);

    /// <summary>Other automation writes a policy.</summary>
    public Task PutPolicy(string control, string? policy, long version = 1, string standard = "*", params (string Name, AttributeValue Value)[] more)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["standard"] = new() { S = standard },
            ["control"] = new() { S = control },
            ["version"] = new() { N = $"{version}" },
            ["updated_at"] = new() { S = $"2026-11-2{version % 10}T01:02:03Z" },
            ["updated_by"] = new() { S = "pipeline" },
        };
        if (policy is not null)
        {
            item["policy"] = new AttributeValue { S = policy };
        }

        more.ToList().ForEach(m => item[m.Name] = m.Value);
        return Aws.PutItemAsync(PolicyTable, item);
    }

    /// <summary>Other automation writes an account.</summary>
    public Task PutAccount(string row, params (string Name, AttributeValue Value)[] more)
    {
        var item = AccountRowParser.Columns.Zip(row.Split(',')).ToDictionary(c => c.First, c => new AttributeValue { S = c.Second });
        item["version"] = new AttributeValue { N = "1" };
        more.ToList().ForEach(m => item[m.Name] = m.Value);
        return Aws.PutItemAsync(AccountTable, item);
    }

    public Task DeletePolicy(string control) =>
        Aws.DeleteItemAsync(PolicyTable, new Dictionary<string, AttributeValue> { ["standard"] = new() { S = "*" }, ["control"] = new() { S = control } });

    public async Task<Dictionary<string, AttributeValue>> Policy(string control, string standard = "*") =>
        (await Aws.GetItemAsync(PolicyTable, new Dictionary<string, AttributeValue> { ["standard"] = new() { S = standard }, ["control"] = new() { S = control } }, consistentRead: true)).Item ?? [];

    public async Task<ImportReport> Policies(string rows, ImportOptions? options = null, string by = "test")
    {
        using var csv = new StringReader($"{DirectoryBench.PolicyHeader}\n{rows}\n");
        return await Bot.Service<DirectoryImport>().ImportPolicies(csv, options ?? new ImportOptions(), by, CancellationToken.None);
    }

    public Task<IReadOnlyList<string>> Strings(string sql) => Bot.Database.Read(session => session.Query<string>(sql), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Slack.DisposeAsync();
        await Database.DisposeAsync();
        await Proxy.DisposeAsync();
        Aws.Dispose();
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
