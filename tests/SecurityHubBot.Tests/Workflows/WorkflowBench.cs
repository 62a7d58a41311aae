using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Workflows;

/// <summary>A bot that writes to a local Security Hub; what that says of it comes back when a test delivers it.</summary>
internal sealed class WorkflowBench : IAsyncDisposable
{
    public const string Operator = AozoraHosting.Sato;
    public const string Member = AozoraHosting.Ito;
    public const string Differs = $"findings where {WorkflowQueue.Differs}";

    private const string Header = "standard,control,policy,category,due_days,environments,note\n";

    private readonly TestDatabase _database;
    private readonly SlackWorkspace _slack;
    private readonly FastTime _time;
    private readonly ConcurrentQueue<JsonObject> _events;
    private readonly string _mode;

    private WorkflowBench(TestDatabase database, SlackWorkspace slack, LocalAwsServer aws, FastTime time, ConcurrentQueue<JsonObject> events, string mode) =>
        (_database, _slack, Aws, _time, _events, _mode) = (database, slack, aws, time, events, mode);

    public TestBot Bot { get; private set; } = null!;

    public LocalAwsServer Aws { get; }

    public SlackWorkspace Slack => _slack;

    /// <summary>Calls that got to Security Hub.</summary>
    public int Writes => Aws.Calls.Count("BatchUpdateFindings");

    public int EventsWaiting => _events.Count;

    public static async Task<WorkflowBench> Start(DatabaseKind kind, string mode = "act", Action<IServiceCollection>? services = null)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var time = new FastTime(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero), speed: 1);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = time });
        var events = new ConcurrentQueue<JsonObject>();
        var aws = await LocalAwsServer.Start(new LocalAwsOptions { Time = time, OnEvent = events.Enqueue });
        var bench = new WorkflowBench(database, slack, aws, time, events, mode);
        bench.Bot = await bench.StartBot(services);
        return bench;
    }

    /// <summary>Another instance on the same database.</summary>
    public Task<TestBot> StartBot(Action<IServiceCollection>? services = null) => TestBot.Start(_database, _slack, Settings(_mode), all =>
    {
        all.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
        all.AddSingleton<AWSCredentials>(new BasicAWSCredentials(Aws.Administrator.AccessKeyId, Aws.Administrator.SecretAccessKey));
        services?.Invoke(all);
    });

    public Dictionary<string, string?> Settings(string mode) => new()
    {
        ["Aws:Region"] = Aws.HomeRegion,
        ["Aws:Mode"] = mode,
        ["AWS_ENDPOINT_URL"] = Aws.Url.ToString(),
        ["Slack:Operators"] = Operator,
        ["Slack:Approvers"] = AozoraHosting.Tanaka,
        ["Slack:ApprovalChannel"] = "#security-approvals",
    };

    public Task Fail(string bucket, string control = "S3.8", int minute = 0) => Report(Events.Finding(bucket, TestBot.ShopAccount, control, "FAILED", minute));

    public Task Pass(string bucket, string control = "S3.8", int minute = 10) => Report(Events.Finding(bucket, TestBot.ShopAccount, control, "PASSED", minute));

    /// <summary>AWS or a person changes the status in Security Hub, and the event comes.</summary>
    public async Task Change(string bucket, string status, int minute, string control = "S3.8")
    {
        var finding = InAws(bucket, control);
        finding["Workflow"] = new JsonObject { ["Status"] = status };
        finding["UpdatedAt"] = Events.Start.AddMinutes(minute).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        Aws.Findings.Add(finding);
        await Bot.Accept(Samples.ImportedEvent(finding));
    }

    public JsonObject InAws(string bucket, string control = "S3.8")
    {
        var shape = Events.Finding(bucket, TestBot.ShopAccount, control, "FAILED", 0);
        return Aws.Findings.Find((string)shape["Id"]!, (string)shape["ProductArn"]!).ShouldNotBeNull();
    }

    public string Status(string bucket, string control = "S3.8") => (string)InAws(bucket, control)["Workflow"]!["Status"]!;

    public string? Note(string bucket, string control = "S3.8") => (string?)InAws(bucket, control)["Note"]?["Text"];

    /// <summary>Everything that Security Hub had to say about what was written.</summary>
    public async Task Deliver()
    {
        while (_events.TryDequeue(out var happened))
        {
            await Bot.Accept(System.Text.Encoding.UTF8.GetBytes(happened.ToJsonString()));
        }
    }

    /// <summary>Until it is known what every finding should be.</summary>
    public async Task Settled()
    {
        await Bot.Settle();
        await Bot.WaitUntil(async () => await Bot.Count("workflow_looks") == 0 && await Bot.Count("workflow_pass where ended_at is not null") == 1);
    }

    /// <summary>Until every finding is what it should be, but for what AWS refused.</summary>
    public async Task Written()
    {
        await Settled();
        await Bot.WaitUntil(async () => await Bot.Count($"{Differs} and workflow_error is null") == 0);
    }

    public async Task Jump(TimeSpan ahead)
    {
        await Bot.Settle();
        _time.Jump(ahead);
        var wake = Bot.Service<SecurityHubBot.Cases.Wake>();
        wake.Workflows.Set();
        wake.WorkflowWrites.Set();
    }

    public async Task Policies(string rows)
    {
        using var csv = new StringReader(Header + rows + "\n");
        (await Bot.Service<DirectoryImport>().ImportPolicies(csv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    /// <summary>Asked for and approved, for everything that fails in the case.</summary>
    public async Task Except(int days = 90)
    {
        await Bot.Settle();
        var actions = Bot.Service<ExceptionActions>();
        var until = DateOnly.FromDateTime(_time.GetUtcNow().AddDays(days).Date);
        var requested = await actions.Request(new CaseNumber(1), new ExceptionForm("公開用の画像です。", ExceptionScope.All, [], until, Evidence: null), Member, CancellationToken.None);
        var id = requested.ShouldBeOfType<RequestResult.Done>().Exception.Id;
        (await actions.Decide(id, new DecisionForm(Approve: true, until, Comment: null), AozoraHosting.Tanaka, CancellationToken.None)).ShouldBeOfType<DecisionResult.Done>();
    }

    public async Task<string> Ask(string command, string user = Operator)
    {
        var before = Slack.Ephemerals(user).Count;
        await Slack.CommandAsync(user, "security", command);
        await Bot.WaitUntil(() => Task.FromResult(Slack.Ephemerals(user).Count > before));
        return Slack.Ephemerals(user)[^1].AllText;
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Aws.DisposeAsync();
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task Report(JsonObject finding)
    {
        var known = Aws.Findings.Find((string)finding["Id"]!, (string)finding["ProductArn"]!);
        // What customers set stays theirs.
        foreach (var name in (string[])["Workflow", "Note"])
        {
            if (known?[name] is { } value)
            {
                finding[name] = value.DeepClone();
            }
        }

        Aws.Findings.Add(finding);
        await Bot.Accept(Samples.ImportedEvent(finding));
    }
}
