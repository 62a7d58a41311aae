using System.Text.Json.Nodes;
using Amazon.RateLimits;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Audit;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Controls;

/// <summary>A bot and an AWS organisation whose controls are all on, with a clock that runs fast for both.</summary>
internal sealed class ControlBench : IAsyncDisposable
{
    public const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    public const string Cis = "cis-aws-foundations-benchmark/v/3.0.0";
    public const string PolicyId = "11111111-2222-3333-4444-555555555555";
    public const string Operator = AozoraHosting.Tanaka;
    public const string Stranger = AozoraHosting.Ito;

    private const string Reading = "設定を確認しています";
    private const string Shortly = "まもなくここに結果を表示します";

    private readonly Dictionary<string, string?> _settings;

    private ControlBench(TestDatabase database, SlackWorkspace slack, LocalAwsServer aws, FastTime time, Dictionary<string, string?> settings) =>
        (Database, Slack, Aws, Time, _settings) = (database, slack, aws, time, settings);

    public TestDatabase Database { get; }

    public SlackWorkspace Slack { get; }

    public LocalAwsServer Aws { get; }

    public FastTime Time { get; }

    public TestBot Bot { get; private set; } = null!;

    /// <summary>A clock of its own for AWS's rates, on both sides.</summary>
    private TimeProvider? Rates { get; init; }

    /// <summary>What the bot that was started last holds, where the rates have a clock of their own.</summary>
    public AwsRateLimits? Limits { get; private set; }

    public static string Account(int number) => $"1000000{number:00000}";

    public static async Task<ControlBench> Start(
        DatabaseKind kind = DatabaseKind.Sqlite, int accounts = 3, string[]? regions = null, int controls = 3, Dictionary<string, string?>? settings = null, int speed = 1, IReadOnlyList<string>? standards = null, TimeProvider? rates = null, DateTimeOffset? now = null)
    {
        regions ??= ["ap-northeast-1", "us-east-1"];
        var time = new FastTime(now ?? DateTimeOffset.Parse("2026-11-24T03:00:00Z"), speed);
        var aws = await LocalAwsServer.Start(new LocalAwsOptions
        {
            Organisation = Organisation.Of([.. Enumerable.Range(1, accounts).Select(n => new OrganisationAccount(
                Account(n), $"account-{n}", "", n % 2 == 0 ? "development" : "production", regions, "#shop-aws", [], "", "", "ja", standards ?? [Fsbp]))]),
            Controls = [.. Enumerable.Range(1, controls).Select(n => new SecurityControl($"Test.{n}", $"Control {n}", "HIGH", "d", null, "AwsS3Bucket", [Fsbp, Cis]))],
            Time = rates ?? time,
        });
        var all = new Dictionary<string, string?>
        {
            ["Aws:Region"] = regions[0],
            ["Aws:MemberRoleName"] = "shub-member",
            ["Aws:Mode"] = "act",
            ["AWS_ENDPOINT_URL"] = aws.Url.ToString(),
            ["Slack:Operators"] = Operator,
        };
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false, AnswerTime = TimeSpan.FromSeconds(10) }, TimeProvider = time });
        var bench = new ControlBench(await TestDatabase.CreateAsync(kind), slack, aws, time, all) { Rates = rates };
        bench.Bot = await bench.StartBot();
        return bench;
    }

    public Task<TestBot> StartBot(Action<IServiceCollection>? services = null) => TestBot.Start(Database, Slack, _settings, s =>
    {
        s.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
        s.AddSingleton<AWSCredentials>(new BasicAWSCredentials(Aws.Administrator.AccessKeyId, Aws.Administrator.SecretAccessKey));
        s.PostConfigure<ControlOptions>(o => (o.Poll, o.ShowEvery) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)));
        if (Rates is not null)
        {
            Limits = new AwsRateLimits(Rates);
            s.Replace(ServiceDescriptor.Singleton(Limits));
        }

        services?.Invoke(s);
    });

    /// <summary>The bot as a process of its own instead, which goes by this machine's clock; clicks reach it, and the bot here only watches.</summary>
    public async Task<ServingProcess> Process()
    {
        await Restart(s => s.OnlyWatch());
        var settings = TestBot.Settings(Database.Provider, Database.ConnectionString, Slack);
        _settings.ToList().ForEach(s => settings[s.Key] = s.Value);
        (settings["AWS_ACCESS_KEY_ID"], settings["AWS_SECRET_ACCESS_KEY"]) = (Aws.Administrator.AccessKeyId, Aws.Administrator.SecretAccessKey);
        var process = await ServingProcess.Start(settings);
        Slack.BotUrl = process.Url;
        return process;
    }

    /// <summary>Ends the bot and starts another one on the same database.</summary>
    public async Task Restart(Action<IServiceCollection>? services = null)
    {
        await Bot.DisposeAsync();
        Bot = await StartBot(services);
    }

    public async Task Policies(params string[] rows)
    {
        using var csv = new StringReader("standard,control,policy,category,due_days,environments,note\n" + string.Join('\n', rows) + "\n");
        (await Bot.Service<DirectoryImport>().ImportPolicies(csv, new ImportOptions(Replace: true), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    public async Task<ImportReport> Exceptions(params string[] rows)
    {
        using var csv = new StringReader("scope,control,reason,until\n" + string.Join('\n', rows) + "\n");
        return await Bot.Service<ControlExceptionStore>().Import(csv, new ImportOptions(), "cli:test", CancellationToken.None);
    }

    public Task<ControlPlan> Plan() => Bot.Service<ControlPlanner>().Make(CancellationToken.None);

    /// <summary>As <c>controls apply</c> does it; the message once it is posted.</summary>
    public async Task<WorkspaceMessage> Propose(bool withPolicies = false)
    {
        var (id, isNew) = await Bot.Service<PlanStore>().Propose(await Plan(), withPolicies, AuditActor.Cli("test"), CancellationToken.None);
        isNew.ShouldBeTrue();
        Bot.Service<ApplySignal>().Work.Set();
        await Posted(id);
        return Message();
    }

    public WorkspaceMessage Message() => Slack.Messages("security").Last(m => m.Metadata?.ToJsonString().Contains("control-plan", StringComparison.Ordinal) == true);

    public Task Click(WorkspaceMessage message, string user = Operator, bool approve = true) => Slack.ClickAsync(user, "security", message.Ts, approve ? PlanView.ApproveAction : PlanView.RejectAction);

    public async Task<WorkspaceMessage> Apply(bool withPolicies = false)
    {
        await Click(await Propose(withPolicies));
        return await Ended();
    }

    public async Task<WorkspaceMessage> Ended(TimeSpan? patience = null)
    {
        await Bot.WaitUntil(async () => await Bot.Count("control_plans where id = (select max(id) from control_plans) and state = 'done' and shown_state = 'done'") == 1, patience);
        return Message();
    }

    public async Task<string> Said(string user, string words) => (await Slack.WaitForEphemeralAsync(user, m => m.AllText.Contains(words, StringComparison.Ordinal))).AllText;

    /// <summary>What is answered, at once or after a promise.</summary>
    public Task<string> Ask(string command, string user = Operator) => Answer(command, user, m => !m.Contains(Reading, StringComparison.Ordinal) && !m.Contains(Shortly, StringComparison.Ordinal));

    /// <summary>Asks for what cannot be answered yet, and waits for the promise.</summary>
    public Task Begin(string command, string user = Operator) => Answer(command, user, m => m.Contains(Reading, StringComparison.Ordinal));

    private async Task<string> Answer(string command, string user, Func<string, bool> which)
    {
        var before = Slack.Ephemerals(user).Count;
        await Slack.CommandAsync(user, "security", command);
        string? answer = null;
        await Bot.WaitUntil(() => Task.FromResult((answer = Slack.Ephemerals(user).Skip(before).Select(m => m.AllText).FirstOrDefault(which)) is not null));
        return answer!;
    }

    public Task Posted(long plan) => Bot.WaitUntil(async () => await Bot.Count($"control_plans where id = {plan} and ts is not null") == 1);

    /// <summary>A configuration policy of Security Hub by which everything is on but these.</summary>
    public static JsonObject CentralPolicy(params string[] disabled) => new()
    {
        ["SecurityHub"] = new JsonObject
        {
            ["ServiceEnabled"] = true,
            ["EnabledStandardIdentifiers"] = new JsonArray($"arn:aws:securityhub:ap-northeast-1::standards/{Fsbp}"),
            ["SecurityControlsConfiguration"] = new JsonObject { ["DisabledSecurityControlIdentifiers"] = new JsonArray([.. disabled.Select(d => (JsonNode)d)]) },
        },
    };

    public bool IsOn(int account, string control, string region = "ap-northeast-1", string standard = Fsbp) => Aws.IsControlOn(Account(account), region, standard, control);

    public int Throttled() => Aws.Calls.All.Count(c => c.ErrorCode == "ThrottlingException");

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await Aws.DisposeAsync();
        await Database.DisposeAsync();
    }
}
