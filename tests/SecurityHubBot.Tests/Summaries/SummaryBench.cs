using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Directories;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Scores;
using SecurityHubBot.Summaries;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Summaries;

/// <summary>A bot at the end of October 2026, with controls that are followed (S3.8) and one that is only told (S3.9).</summary>
internal sealed class SummaryBench : IAsyncDisposable
{
    public const string Person = AozoraHosting.Ito;
    public const string GameChannel = "global-aws";
    public const string Security = "security";
    public const string Nobodys = "777788889999";

    private readonly TestDatabase _database;
    private readonly FastTime _time;

    private SummaryBench(TestDatabase database, SlackWorkspace slack, TestBot bot, FastTime time) => (_database, Slack, Bot, _time) = (database, slack, bot, time);

    public SlackWorkspace Slack { get; }

    public TestBot Bot { get; }

    public static async Task<SummaryBench> Start(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var time = new FastTime(new DateTimeOffset(2026, 10, 30, 3, 0, 0, TimeSpan.Zero), speed: 1);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = time });
        var bench = new SummaryBench(database, slack, await StartBot(database, slack, time), time);
        using var csv = new StringReader("standard,control,policy,category,due_days,environments,note\n*,S3.9,notify,,,,\n");
        await bench.Bot.Service<DirectoryImport>().ImportPolicies(csv, new ImportOptions(), "test", CancellationToken.None);
        return bench;
    }

    /// <summary>Another instance on the same database.</summary>
    public Task<TestBot> SecondBot() => StartBot(_database, Slack, _time);

    public async Task Fail(params (string Resource, string Account, string Control)[] failures)
    {
        foreach (var (resource, account, control) in failures)
        {
            await Bot.Accept(Events.Failed(resource, account, control));
        }

        await Bot.Settle();
    }

    public async Task Pass(string resource, string account, string control)
    {
        await Bot.Accept(Events.Passed(resource, account, control));
        await Bot.Settle();
    }

    /// <summary>One followed failure and two told ones of the shop, a told one of the game and one of an account that nobody has entered.</summary>
    public async Task FailEverywhere()
    {
        await Fail(
            ("invoices", TestBot.ShopAccount, "S3.8"),
            ("a", TestBot.ShopAccount, "S3.9"),
            ("b", TestBot.ShopAccount, "S3.9"),
            ("c", TestBot.GameAccount, "S3.9"),
            ("d", Nobodys, "S3.9"));
        await KeepScore();
    }

    public Task KeepScore() => ActivatorUtilities.CreateInstance<ScoreSnapshotJob>(Bot.Service<IServiceProvider>()).Run(CancellationToken.None);

    /// <summary>Nothing may run meanwhile.</summary>
    public async Task GoTo(int year, int month, int day, int hour)
    {
        await Bot.Settle();
        var at = new DateTimeOffset(year, month, day, hour, 0, 0, TimeSpan.FromHours(9));
        _time.Jump(at - _time.GetUtcNow());
    }

    public Task Run(TestBot? bot = null) => (bot ?? Bot).Service<MonthlySummaryJob>().Run(CancellationToken.None);

    public async Task RunAndPost()
    {
        await Run();
        await Posted();
    }

    /// <summary>Waits until everything that is wanted stands in Slack; what waits to be tried again is tried at once.</summary>
    public Task Posted() => Bot.WaitUntil(async () =>
    {
        await Bot.Database.Write(session => session.Execute("update bulletins set next_attempt_at = 0 where done_at is null and lease_until = 0 and next_attempt_at > 0"), CancellationToken.None);
        return await Bot.Count("bulletins where done_at is null") == 0;
    });

    public IReadOnlyList<WorkspaceMessage> Summaries(string channel) =>
        [.. Slack.Messages(channel).Where(m => (string?)m.Metadata?["event_type"] == "shub_bulletin")];

    public Task<string?> Wanted(string resource) => Bot.Database.Read(
        session => session.SingleOrDefault<string>(
            "select w.wanted from finding_workflows w join findings f on f.finding_key = w.finding_key where f.resources like @name",
            new { name = $"%arn:aws:s3:::{resource}\"%" }),
        CancellationToken.None);

    public async Task AddAccount(string id, string name, string channel)
    {
        var csv = new StringBuilder("account_id,name,environment,channel,owners,escalation,ticket_project,language\n").Append($"{id},{name},production,{channel},,,,ja\n");
        using var reader = new StringReader(csv.ToString());
        (await Bot.Service<DirectoryImport>().ImportAccounts(reader, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    public async Task<string> Ask(string command, string channel = TestBot.ShopChannel)
    {
        var before = Slack.Ephemerals(Person).Count;
        await Slack.CommandAsync(Person, channel, command);
        await Bot.WaitUntil(() => Task.FromResult(Slack.Ephemerals(Person).Count > before));
        return Slack.Ephemerals(Person)[^1].AllText;
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static Task<TestBot> StartBot(TestDatabase database, SlackWorkspace slack, FastTime time) =>
        TestBot.Start(database, slack, services: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
}
