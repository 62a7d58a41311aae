using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>A bot with approvers, a case with failing buckets, and a clock that can be put forward.</summary>
internal sealed class ExceptionBench : IAsyncDisposable
{
    public const string Owner = AozoraHosting.Ito;
    public const string Colleague = AozoraHosting.Sato;
    public const string Approver = AozoraHosting.Tanaka;
    public const string OtherApprover = AozoraHosting.Nakamura;
    public const string Stranger = AozoraHosting.Suzuki;
    public const string Approvals = "security-approvals";

    private readonly TestDatabase _database;
    private readonly FastTime _time;

    private ExceptionBench(TestDatabase database, SlackWorkspace slack, TestBot bot, FastTime time) => (_database, Slack, Bot, _time) = (database, slack, bot, time);

    public SlackWorkspace Slack { get; }

    public TestBot Bot { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).DateTime);

    public static Task<ExceptionBench> Start(DatabaseKind kind, params string[] buckets) => Start(kind, speed: 1, buckets);

    /// <param name="speed">How many times as fast the clock runs: for tests that say so much that Slack's limits would hold them up.</param>
    public static async Task<ExceptionBench> Start(DatabaseKind kind, int speed, params string[] buckets)
    {
        var database = await TestDatabase.CreateAsync(kind);
        // A Tuesday, so that business days are as many as they look.
        var time = new FastTime(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero), speed);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = time });
        var bot = await TestBot.Start(
            database,
            slack,
            new() { ["Slack:ApprovalChannel"] = "#" + Approvals, ["Slack:Approvers"] = $"{Approver},{OtherApprover},{Colleague}" },
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        var bench = new ExceptionBench(database, slack, bot, time);
        if (buckets.Length > 0)
        {
            await bench.Fail(buckets);
        }

        return bench;
    }

    public async Task Fail(params string[] buckets)
    {
        foreach (var bucket in buckets)
        {
            await Bot.Accept(Events.Failed(bucket));
        }

        await Bot.Settle();
    }

    public WorkspaceMessage Card => Bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();

    public string CardText => Card.AllText;

    /// <summary>With its buttons' action ids.</summary>
    public string CardJson => Card.Json.ToJsonString();

    /// <summary>What stands in the approval channel.</summary>
    public IReadOnlyList<WorkspaceMessage> Requests => Slack.Messages(Approvals);

    /// <summary>With the buttons' action ids.</summary>
    public string RequestJson => Requests.ShouldHaveSingleItem().Json.ToJsonString();

    public string ThreadJson => string.Concat(Slack.Thread(TestBot.ShopChannel, Card.Ts).Skip(1).Select(m => m.Json.ToJsonString()));

    public IReadOnlyList<string> Thread => [.. Slack.Thread(TestBot.ShopChannel, Card.Ts).Skip(1).Select(m => m.AllText)];

    public IReadOnlyList<string> Directs(string user) => [.. Slack.Messages(SlackWorkspace.DirectMessage(user)).Select(m => m.AllText)];

    public string? LastWhisper(string user) => Slack.Ephemerals(user) is [.., var last] ? last.AllText : null;

    public Task<string?> State(int id = 1) =>
        Bot.Database.Read(session => session.SingleOrDefault<string>("select state from exceptions where id = @id", new { id }), CancellationToken.None);

    public Task<string?> CaseState() => Bot.Database.Read(session => session.SingleOrDefault<string>("select state from cases where number = 1"), CancellationToken.None);

    public Dictionary<string, string> Form(int days = 90, string scope = "all", string reason = "公開用の画像です。") => new()
    {
        ["reason"] = reason,
        ["scope"] = scope,
        ["until"] = Day(days),
    };

    public string Day(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Opens the request modal from the card.</summary>
    public async Task OpenRequest(string user = Owner)
    {
        await Slack.ClickAsync(user, TestBot.ShopChannel, Card.Ts, "case.request_exception");
        await Slack.WaitForViewAsync(user);
    }

    /// <summary>Asks from the card and waits until everything shows it.</summary>
    public async Task<JsonObject> Request(string user = Owner, Dictionary<string, string>? form = null)
    {
        await OpenRequest(user);
        var answer = await Slack.SubmitAsync(user, form ?? Form());
        await Bot.Settle();
        return answer;
    }

    /// <summary>Opens the approval modal from the latest request.</summary>
    public async Task OpenReview(string user = Approver)
    {
        await Slack.ClickAsync(user, Approvals, Requests[^1].Ts, "exception.review");
        await Slack.WaitForViewAsync(user);
    }

    public async Task<JsonObject> Decide(string decision, string user = Approver, string comment = "", int? days = null)
    {
        await OpenReview(user);
        return await Submit(decision, user, comment, days);
    }

    public async Task<JsonObject> Submit(string decision, string user = Approver, string comment = "", int? days = null)
    {
        var values = new Dictionary<string, string> { ["decision"] = decision, ["comment"] = comment };
        if (days is { } end)
        {
            values["until"] = Day(end);
        }

        var answer = await Slack.SubmitAsync(user, values);
        await Bot.Settle();
        return answer;
    }

    /// <summary>Days go by, and the job runs on each of them.</summary>
    public async Task Pass(int days, bool everyDay = true)
    {
        for (var day = 0; day < days; day += everyDay ? 1 : days)
        {
            await Bot.Settle();
            _time.Jump(TimeSpan.FromDays(everyDay ? 1 : days));
            await RunJob();
        }

        await Bot.Settle();
    }

    public Task RunJob() => Bot.Service<ExceptionLife>().Run(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await _database.DisposeAsync();
    }
}
