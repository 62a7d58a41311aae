using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Digest;
using SecurityHubBot.Reminders;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reminders;

/// <summary>A bot with a case of the shop that is due on Tuesday, 8 December 2026, and a clock that can be put forward to any time in Tokyo.</summary>
internal sealed class ReminderBench : IAsyncDisposable
{
    public const string Owner = AozoraHosting.Ito;
    public const string Colleague = AozoraHosting.Sato;
    public const string Contact = AozoraHosting.Suzuki;

    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    private readonly FastTime _time;

    private ReminderBench(TestDatabase database, SlackWorkspace slack, TestBot bot, FastTime time) => (Database, Slack, Bot, _time) = (database, slack, bot, time);

    public TestDatabase Database { get; }

    public SlackWorkspace Slack { get; }

    public TestBot Bot { get; }

    /// <param name="start">In Tokyo; a Tuesday, after a Monday that is a holiday, unless a test says otherwise.</param>
    public static async Task<ReminderBench> Start(DatabaseKind kind, string start = "2026-11-24T12:00", Dictionary<string, string?>? settings = null)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var time = new FastTime(At(start), speed: 1);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false }, TimeProvider = time });
        var bot = await TestBot.Start(database, slack, settings, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        await bot.Database.Write(
            async session =>
            {
                await session.Execute("update accounts set owners = @owner, escalation = @contact where account_id = @id", new { owner = Owner, contact = Contact, id = TestBot.ShopAccount });
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();
        return new ReminderBench(database, slack, bot, time);
    }

    public Task<TestBot> Second(Action<IServiceCollection>? services = null) => TestBot.Start(
        Database,
        Slack,
        services: s =>
        {
            s.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            services?.Invoke(s);
        });

    public async Task JumpTo(string local)
    {
        await Settle();
        _time.Jump(At(local) - _time.GetUtcNow());
    }

    public async Task Remind(string local)
    {
        await JumpTo(local);
        await RunJob();
    }

    public async Task RunJob(TestBot? bot = null)
    {
        await (bot ?? Bot).Service<ReminderJob>().Run(CancellationToken.None);
        await Settle();
    }

    public async Task RunDigest(string local)
    {
        await JumpTo(local);
        await Bot.Service<DigestJob>().Run(CancellationToken.None);
        await Settle();
    }

    public async Task Settle()
    {
        await Bot.Settle();
        await Bot.WaitUntil(async () => await Bot.Count("bulletins where done_at is null") == 0);
    }

    public IReadOnlyList<WorkspaceMessage> Reminders(string channel = TestBot.ShopChannel) => Bulletins(channel, "\"reminder\"");

    public IReadOnlyList<WorkspaceMessage> Bulletins(string channel, string kind) => [.. Slack.Messages(channel).Where(m => m.Json.ToJsonString().Contains(kind, StringComparison.Ordinal))];

    public Task<string?> Told(string column) => Bot.Database.Read(session => session.SingleOrDefault<string>($"select {column} from cases where number = 1"), CancellationToken.None);

    public WorkspaceMessage Card => Bot.Cards(TestBot.ShopChannel)[0];

    public string? LastWhisper(string user) => Slack.Ephemerals(user) is [.., var last] ? last.AllText : null;

    public Task Snooze(string user, int days, string? ts = null) => Slack.ClickAsync(user, TestBot.ShopChannel, ts ?? Reminders()[^1].Ts, "case.snooze", $"SHUB-1/{days}");

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static DateTimeOffset At(string local) => new DateTimeOffset(DateTime.Parse(local), Tokyo).ToUniversalTime();
}
