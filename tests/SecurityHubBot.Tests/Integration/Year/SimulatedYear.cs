using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Cases;
using SecurityHubBot.Directories;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// An organisation that is lived through day by day on a clock that is put forward: at night what ends with the day, in the morning what
/// people are told, then what is found and fixed and what people do about it.
/// </summary>
internal sealed class SimulatedYear : IAsyncDisposable
{
    // What waits for Slack's limits waits for a fraction of the time.
    private const int Speed = 30;

    private static readonly string[] Channels = ["#shop-aws", "C0PAYAWS01", "#media-aws", "C0DATAAWS1", "#corp-it-aws", "#global-aws", "#network-aws", "C0LABAWS01", "#legacy-aws"];
    private static readonly string[] Escalations = ["", AozoraHosting.Suzuki, "S0SECURITY"];
    private static readonly string[] AtNight = ["exception-life", "score-snapshot"];
    private static readonly string[] OnSundays = ["retention", "audit-head"];
    private static readonly string[] InTheMorning = ["exception-life", "reminders", "monthly-summary", "digest", "score-snapshot"];
    private static readonly string[] InTheEvening = ["reminders", "digest", "monthly-summary"];
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    private readonly TestDatabase _database;
    private readonly FastTime _time;
    private readonly YearsPeople _people;
    private readonly List<TestBot> _bots = [];
    private readonly List<byte[]> _waiting = [];
    private bool _isSomethingLost;

    private SimulatedYear(TestDatabase database, SlackWorkspace slack, FastTime time, int seed, bool isDisturbed)
    {
        (_database, Slack, _time, Seed) = (database, slack, time, seed);
        Estate = new YearsEstate(seed);
        _people = new YearsPeople(Estate);
        Killer = isDisturbed ? new YearsKiller(seed) : null;
    }

    public int Seed { get; }

    public YearsEstate Estate { get; }

    public SlackWorkspace Slack { get; }

    public TestBot Bot => _bots[0];

    /// <summary>Kills jobs on their way and starts them twice; null in a year in which nothing of the kind happens.</summary>
    public YearsKiller? Killer { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <param name="isDisturbed">Whether jobs are killed at random points and started twice.</param>
    public static async Task<SimulatedYear> Start(TestDatabase database, DateOnly first, int seed, bool isDisturbed = false)
    {
        var time = new FastTime(At(first, new TimeOnly(0, 5)), Speed);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions
        {
            TimeProvider = time,
            Limits = new WorkspaceLimits { EnforceRates = false, AnswerTime = TimeSpan.FromHours(2), TriggerLife = TimeSpan.FromHours(2) },
        });
        var year = new SimulatedYear(database, slack, time, seed, isDisturbed);
        for (var instance = 0; instance < (database.Kind == DatabaseKind.Postgres ? 2 : 1); instance++)
        {
            year._bots.Add(await year.StartBot());
        }

        if (year.Killer is { } killer)
        {
            killer.Bot = await year.StartBot(services =>
            {
                services.OnlyWatch();
                services.Replace(ServiceDescriptor.Singleton<DbDataSource>(sp => killer.Take(PersistenceExtensions.CreateSource(sp.GetRequiredService<DatabaseOptions>()))));
            });
            slack.BotUrl = year.Bot.Url;
        }

        await year.EnterTables();
        return year;
    }

    /// <summary>Now and then the bot is not there for a day, or for some on end.</summary>
    public bool IsDown(DateOnly day) => Estate.RandomOf(day, purpose: 3).Next(30) == 0;

    public async Task Live(DateOnly first, int days, Func<DateOnly, YearsHour, Task> check)
    {
        for (var day = first; day < first.AddDays(days); day = day.AddDays(1))
        {
            await Live(day, check);
        }
    }

    /// <summary>To see that it was enough.</summary>
    public async Task Tell(string more)
    {
        var (cases, lines, exceptions) = (await Bot.Count("cases"), await Bot.Count("case_history"), await Bot.Count("exceptions"));
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}: {cases} cases, {lines} lines of history, {exceptions} exceptions; {more}");
    }

    /// <param name="check">After the night's jobs, and again when the day is over.</param>
    private async Task Live(DateOnly day, Func<DateOnly, YearsHour, Task> check)
    {
        if (IsDown(day))
        {
            // Nothing runs on that day; what happens is told when the bot is there again.
            _waiting.AddRange(Estate.Tell(day, At(day, new TimeOnly(10, 0)), out var lost));
            _isSomethingLost |= lost > 0;
            return;
        }

        await Reach(day, new TimeOnly(0, 20));
        await Run([.. AtNight, .. day.DayOfWeek == DayOfWeek.Sunday ? OnSundays : []]);
        await check(day, YearsHour.Night);
        await Reach(day, new TimeOnly(9, 15));
        await Run(InTheMorning);
        await check(day, YearsHour.Morning);
        await Reach(day, new TimeOnly(10, 0));
        await HappenAndAct(day);
        await Reach(day, new TimeOnly(19, 0));
        await Run(InTheEvening);
        await check(day, YearsHour.Evening);
    }

    public async ValueTask DisposeAsync()
    {
        await (Killer?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var bot in _bots)
        {
            await bot.DisposeAsync();
        }

        await Slack.DisposeAsync();
    }

    private async Task HappenAndAct(DateOnly day)
    {
        _waiting.AddRange(Estate.Tell(day, Now, out var lost));
        foreach (var (body, n) in _waiting.Select((b, n) => (b, n)))
        {
            await _bots[n % _bots.Count].Accept(body);
        }

        _waiting.Clear();
        await Rest();
        if (_isSomethingLost || lost > 0)
        {
            await Reach(day, new TimeOnly(11, 0));
            await Run(["reconcile"]);
            _isSomethingLost = false;
        }

        await _people.Act(Bot, day);
        await Rest();
    }

    private async Task Run(IEnumerable<string> ids)
    {
        foreach (var job in ids.Select(id => RecurringJobs.All.Single(j => j.Id == id)))
        {
            await (Killer?.Run(job, _bots) ?? RunJob(Bot, job));
        }

        await Rest();
    }

    /// <summary>Without the lock that keeps two runs apart.</summary>
    public static async Task RunJob(TestBot bot, RecurringJob job)
    {
        await using var scope = bot.Service<IServiceScopeFactory>().CreateAsyncScope();
        await ((IRecurringJob)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, job.Job)).Run(CancellationToken.None);
    }

    private async Task Reach(DateOnly day, TimeOnly clock)
    {
        await Rest();
        _time.Jump(At(day, clock) - Now);
        // What has become due meanwhile would be found at the workers' next look, which is kept by the real clock.
        foreach (var wake in _bots.Select(b => b.Service<Wake>()))
        {
            wake.Messages.Set();
            wake.Bulletins.Set();
        }

        await Rest();
    }

    /// <summary>Until everything that is due stands in Slack.</summary>
    private Task Rest()
    {
        const string Due =
            """
            select (select count(*) from decision_queue)
                + (select count(*) from case_messages where desired > actual or lease_until > 0 or refresh_at <= @now)
                + (select count(*) from bulletins where done_at is null and next_attempt_at <= @now)
                + (select count(*) from bulletins where lease_until > 0)
                + (select count(*) from slack_events where handled_at is null)
            """;
        return Bot.WaitUntil(
            async () => await Bot.Database.Read(session => session.Scalar<long>(Due, new { now = Micros.From(Now) }), CancellationToken.None) == 0,
            TimeSpan.FromMinutes(2), glance: TimeSpan.FromMilliseconds(5));
    }

    private Task<TestBot> StartBot(Action<IServiceCollection>? more = null) => TestBot.Start(
        _database,
        Slack,
        new()
        {
            ["Slack:ApprovalChannel"] = "#" + YearsPeople.ApprovalChannel,
            ["Slack:Approvers"] = YearsPeople.Approvers,
            ["Deadlines:Counting"] = "business",
            ["Sync:Poll"] = "00:00:00.500",
            ["Sync:Lease"] = "01:00:00",
        },
        services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            services.AddSingleton<ISecurityHubTruth>(Estate);
            services.PostConfigure<SecurityHubBot.Slack.WebApi.SlackApiOptions>(o => o.AttemptTimeout = TimeSpan.FromMinutes(20));
            more?.Invoke(services);
        });

    private async Task EnterTables()
    {
        var import = Bot.Service<DirectoryImport>();
        var accounts = YearsEstate.Accounts.Where(a => a != YearsEstate.Stranger).Select((a, i) =>
            $"{a},acc-{i},{(i % 4 == 3 ? "development" : "production")},{ChannelOf(i)},{AozoraHosting.Ito},{Escalations[i % Escalations.Length]},,{(ChannelOf(i) == "#global-aws" ? "en" : "ja")}\n");
        using var accountCsv = new StringReader("account_id,name,environment,channel,owners,escalation,ticket_project,language\n" + string.Concat(accounts));
        (await import.ImportAccounts(accountCsv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
        using var policyCsv = new StringReader("standard,control,policy,category,due_days,environments,note\n" + string.Concat(YearsEstate.Policies.Select(p => $"*,{p.Key},{p.Value},,,,test\n")));
        (await import.ImportPolicies(policyCsv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    public static string ChannelOf(int account) => Channels[account % Channels.Length];

    public static DateTimeOffset At(DateOnly day, TimeOnly clock) => new DateTimeOffset(day.ToDateTime(clock), Tokyo).ToUniversalTime();
}

/// <summary>Up to when a day has been lived through.</summary>
internal enum YearsHour
{
    /// <summary>What ends with a day has ended, and the score has been kept.</summary>
    Night,

    /// <summary>People have been told what they are to be told today.</summary>
    Morning,

    /// <summary>Things have happened and people have acted, and what runs in the evening has run.</summary>
    Evening,
}
