using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reconcile;

/// <summary>A bot, a scripted Security Hub, and a clock that is well after the events, so that nothing is too new to be missed.</summary>
internal sealed class ReconcileBench : IAsyncDisposable
{
    public const string Shop = TestBot.ShopAccount;

    private readonly TestDatabase _database;

    private ReconcileBench(TestDatabase database, SlackWorkspace slack, TestBot bot, ScriptedTruth truth, FastTime time) =>
        (_database, Slack, Bot, Truth, Time) = (database, slack, bot, truth, time);

    public SlackWorkspace Slack { get; }

    public TestBot Bot { get; }

    public ScriptedTruth Truth { get; }

    public FastTime Time { get; }

    public static async Task<ReconcileBench> Start(DatabaseKind kind, bool hasTruth = true, int speed = 1)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var time = new FastTime(Events.Start.AddHours(1), speed);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = time });
        var truth = new ScriptedTruth();
        var bot = await TestBot.Start(database, slack, services: services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            if (hasTruth)
            {
                services.AddSingleton<ISecurityHubTruth>(truth);
            }
        });
        return new ReconcileBench(database, slack, bot, truth, time);
    }

    /// <summary>Events say that these fail, and Security Hub shows them too.</summary>
    public async Task Fail(params string[] buckets)
    {
        foreach (var bucket in buckets)
        {
            await Bot.Accept(Events.Failed(bucket));
            Truth.Show(bucket);
        }

        await Bot.SettleDecisions();
        Time.Jump(TimeSpan.FromHours(1));
    }

    /// <summary>Of everything, as once a week. What the job reports: "6 compared, 1 repaired, 1 repair.fixed".</summary>
    public async Task<string> Reconcile()
    {
        await Bot.Database.Write(session => session.Execute("update reconcile_runs set since = started_at where ended_at is not null and since is null"), CancellationToken.None);
        return await ReconcileUntil(CancellationToken.None);
    }

    /// <summary>As the clock has it: of what has changed, or of everything when a week has passed.</summary>
    public Task<string> ReconcileByTheClock() => ReconcileUntil(CancellationToken.None);

    public async Task<string> ReconcileUntil(CancellationToken killed)
    {
        var report = (await Bot.Service<ReconcileJob>().Report(killed)).WithoutZeros();
        await Bot.SettleDecisions();
        return string.Join(", ", report.Facts.Select(f => $"{f.Count} {f.Key}"));
    }

    public async Task<string> Resources() => string.Join(", ", await Read<string>(
        "select substr(resource_id, 14) || ' ' || state from case_resources order by resource_id"));

    public Task<string?> Case() => Bot.Database.Read(session => session.SingleOrDefault<string>("select state from cases where number = 1"), CancellationToken.None);

    public async Task<string> Finding(string bucket) => (await Bot.Database.Read(
        session => session.SingleOrDefault<string>("select record_state || ' ' || compliance from findings where resources like @like", new { like = $"%:::{bucket}\"%" }),
        CancellationToken.None))!;

    public Task<IReadOnlyList<T>> Read<T>(string sql) => Bot.Database.Read(session => session.Query<T>(sql), CancellationToken.None);

    /// <summary>Nothing of a comparison is left over once it has come to its end.</summary>
    public async Task ShouldHaveNothingLeft()
    {
        (await Bot.Count("reconcile_seen")).ShouldBe(0);
        (await Bot.Count("reconcile_scopes")).ShouldBe(0);
        (await Bot.Count("reconcile_runs where ended_at is null")).ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await _database.DisposeAsync();
    }
}
