using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Jobs;
using SecurityHubBot.Tests.Docs;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using RecurringJob = SecurityHubBot.Jobs.RecurringJob;

namespace SecurityHubBot.Tests.Jobs;

/// <summary>The real scheduler on both databases, as production runs it.</summary>
public class JobTests
{
    private static readonly Dictionary<string, string?> Enabled = new() { ["Jobs:Enabled"] = "true" };

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Every_job_of_the_list_is_entered_and_runs(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Enabled);
        await Entered(bot, RecurringJobs.All.Count);

        foreach (var job in RecurringJobs.All)
        {
            bot.Service<IRecurringJobManagerV2>().TriggerJob(job.Id);
        }

        // Some may have been due meanwhile too.
        await bot.WaitUntil(() => Task.FromResult(RecurringJobs.All.All(job => Monitor(bot).Succeeded(job.Id) > 0)));
        Monitor(bot).FailedCount().ShouldBe(0);
        Recurring(bot).Select(j => (j.Id, j.Cron, j.TimeZoneId)).ShouldBe(RecurringJobs.All.Select(j => (j.Id, j.Cron, "Asia/Tokyo")), ignoreOrder: true);
    }

    [Fact]
    public async Task Two_instances_do_not_run_one_job_at_once()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        var watched = new Watched();
        await using var one = await TestBot.Start(database, slack, Enabled, services => Only(services, watched));
        await using var two = await TestBot.Start(database, slack, Enabled, services => Only(services, watched));
        await Entered(one, 1);

        // More runs than one instance has workers, so that the other takes some.
        for (var i = 0; i < 8; i++)
        {
            one.Service<IRecurringJobManagerV2>().TriggerJob(Watched.Id);
        }

        await watched.Started.Task.WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        await one.WaitUntil(() => Task.FromResult(Monitor(one).Succeeded(Watched.Id) >= 7));
        watched.MostAtOnce.ShouldBe(1);
        watched.Runs.ShouldBe(1);
        watched.Release.SetResult();
        await one.WaitUntil(() => Task.FromResult(Monitor(one).Succeeded(Watched.Id) == 8));
        watched.Runs.ShouldBe(1, "who came meanwhile found it running");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_job_that_fails_is_tried_again_later(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        var watched = new Watched { Fails = true };
        await using var bot = await TestBot.Start(database, slack, Enabled, services => Only(services, watched));
        await Entered(bot, 1);

        bot.Service<IRecurringJobManagerV2>().TriggerJob(Watched.Id);

        await bot.WaitUntil(() => Task.FromResult(Monitor(bot).ScheduledCount() == 1));
        watched.Runs.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_is_told_when_the_bot_stops()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var watched = new Watched();
        await using (var bot = await TestBot.Start(database, slack, Enabled, services => Only(services, watched)))
        {
            await Entered(bot, 1);
            bot.Service<IRecurringJobManagerV2>().TriggerJob(Watched.Id);
            await watched.Started.Task.WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
        }

        watched.WasTold.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_job_that_is_no_longer_on_the_list_is_taken_out(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Enabled);
        await Entered(bot, RecurringJobs.All.Count);
        bot.Service<IRecurringJobManagerV2>().AddOrUpdate("old", Hangfire.Common.Job.FromExpression<JobRunner>(r => r.Run("old", CancellationToken.None)), Cron.Daily());

        await ActivatorUtilities.CreateInstance<JobSchedule>(bot.Service<IServiceProvider>()).StartAsync(CancellationToken.None);

        await Entered(bot, RecurringJobs.All.Count);
    }

    [Fact]
    public async Task Switched_off_there_is_no_scheduler_and_no_dashboard()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        bot.Service<IServiceProvider>().GetService<JobStorage>().ShouldBeNull();
        (await bot.Http.GetAsync("/hangfire", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public void The_list_is_in_the_document_for_operators()
    {
        var document = Repository.Read("docs/operating.md");

        RecurringJobs.All.Select(j => j.Id).ShouldBeUnique();
        foreach (var job in RecurringJobs.All)
        {
            document.ShouldContain($"| `{job.Id}` | {job.When} |");
        }
    }

    private static Task Entered(TestBot bot, int count) => bot.WaitUntil(() => Task.FromResult(Recurring(bot).Count == count));

    private static List<RecurringJobDto> Recurring(TestBot bot)
    {
        using var connection = bot.Service<JobStorage>().GetConnection();
        return connection.GetRecurringJobs();
    }

    private static IMonitoringApi Monitor(TestBot bot) => bot.Service<JobStorage>().GetMonitoringApi();

    private static void Only(IServiceCollection services, Watched watched)
    {
        services.AddSingleton<IReadOnlyList<RecurringJob>>([RecurringJob.Of<Watched>(Watched.Id, Cron.Yearly(), "every year")]);
        services.AddSingleton(watched);
    }

    /// <summary>A job that runs until it is released or told to stop, and knows how many of it ran at once.</summary>
    private sealed class Watched : IRecurringJob
    {
        public const string Id = "watched";

        private int _now;
        private int _runs;

        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource Release { get; } = new();

        public bool Fails { get; init; }

        public int Runs => _runs;

        public int MostAtOnce { get; private set; }

        public bool WasTold { get; private set; }

        public async Task Run(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            if (Fails)
            {
                throw new TimeoutException("As told.");
            }

            Started.TrySetResult();
            try
            {
                await Release.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasTold = true;
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}

internal static class SucceededJobs
{
    /// <summary>How many runs of the job ended well.</summary>
    public static int Succeeded(this IMonitoringApi monitor, string id) => monitor.SucceededJobs(0, 1000).Count(run => run.Value.Job?.Args[0] is string ran && ran == id);
}
