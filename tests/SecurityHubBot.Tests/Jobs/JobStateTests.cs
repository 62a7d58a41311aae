using Hangfire;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using RecurringJob = SecurityHubBot.Jobs.RecurringJob;

namespace SecurityHubBot.Tests.Jobs;

/// <summary>How jobs stand, as our own tables know it: over restarts, kills and days away.</summary>
public class JobStateTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_run_is_written_down_with_how_it_ended_what_it_found_and_how_long_it_took(DatabaseKind kind)
    {
        await using var bench = await Bench.Start(kind);
        await bench.Run(_ => new JobReport(new JobFact("compared", 7), new JobFact("repaired", 0)));

        var state = await bench.State();

        state.Last!.Outcome.ShouldBe(JobOutcome.Done);
        state.Last.Found.Facts.ShouldBe([new JobFact("compared", 7)]);
        state.SucceededAt.ShouldNotBeNull();
        state.Failures.ShouldBe(0);

        await Should.ThrowAsync<JobFailedException>(() => bench.Run(_ => throw new JobFailedException(JobFailure.SecurityHub, "secret words")));
        await Should.ThrowAsync<InvalidOperationException>(() => bench.Run(_ => throw new InvalidOperationException("secret words")));
        state = await bench.State();
        state.Last!.Outcome.ShouldBe(JobOutcome.Failed);
        state.Last.Reason.ShouldBe(JobFailure.Other);
        state.Failures.ShouldBe(2);
        (await bench.Bot.Database.Read(s => s.Query<string>("select reason from job_runs where reason is not null order by id"), CancellationToken.None)).ShouldBe(["SecurityHub", "Other"]);

        await bench.Run(_ => JobReport.Nothing);
        (await bench.State()).Failures.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_run_whose_instance_was_killed_is_broken_off_and_not_running_for_ever(DatabaseKind kind)
    {
        // At its own pace: silent for two minutes counts as killed.
        await using var bench = await Bench.Start(kind, speed: 1);
        await bench.Bot.Service<JobRuns>().Begin(Bench.Id, CancellationToken.None);
        (await bench.State()).Last!.Outcome.ShouldBe(JobOutcome.Running);
        bench.Time.Jump(TimeSpan.FromMinutes(3));

        (await bench.State()).Last!.Outcome.ShouldBe(JobOutcome.BrokenOff);

        await bench.Run(_ => JobReport.Nothing);
        (await bench.Bot.Count("job_runs where outcome = 'BrokenOff'")).ShouldBe(1);
        (await bench.Bot.Count("job_runs where outcome = 'Running'")).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_run_that_is_told_to_stop_is_no_failure(DatabaseKind kind)
    {
        await using var bench = await Bench.Start(kind);
        using var stopping = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => bench.RunUntil(
            token =>
            {
                stopping.Cancel();
                token.ThrowIfCancellationRequested();
                return JobReport.Nothing;
            },
            stopping.Token));

        var state = await bench.State();
        state.Last!.Outcome.ShouldBe(JobOutcome.Stopped);
        state.Failures.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_job_is_late_after_three_times_its_interval_and_the_metrics_say_so_while_the_bot_stays_ready(DatabaseKind kind)
    {
        await using var bench = await Bench.Start(kind);
        await bench.Bot.Service<JobRuns>().Enter([Bench.Id], CancellationToken.None);
        // The clock runs fast: what is asserted leaves a slow machine a quarter of an hour of it.
        bench.Time.Jump(TimeSpan.FromMinutes(165));
        (await bench.State()).IsLate.ShouldBeFalse();
        bench.Time.Jump(TimeSpan.FromMinutes(16));

        (await bench.State()).IsLate.ShouldBeTrue("it has been known for three hours and has never succeeded");
        await bench.Bot.WaitUntil(async () => (await bench.Metrics()).Contains($"shub_jobs_late{{job=\"{Bench.Id}\"}} 1", StringComparison.Ordinal));
        (await bench.Bot.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        await bench.Run(_ => JobReport.Nothing);

        (await bench.State()).IsLate.ShouldBeFalse();
        await bench.Bot.WaitUntil(async () => (await bench.Metrics()).Contains($"shub_jobs_late{{job=\"{Bench.Id}\"}} 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_job_is_on_the_metrics_page_from_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        var page = await bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        foreach (var job in RecurringJobs.All)
        {
            foreach (var name in (string[])["last_success_timestamp_seconds", "last_duration_seconds", "failures", "late"])
            {
                page.ShouldContain($"shub_jobs_{name}{{job=\"{job.Id}\"}} 0");
            }

            page.ShouldContain($"shub_jobs_runs_total{{job=\"{job.Id}\",outcome=\"failed\"}} 0");
        }
    }

    [Fact]
    public async Task What_was_due_while_the_bot_was_away_is_started_where_Hangfire_has_forgotten_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using (var first = await TestBot.Start(database, slack))
        {
            var old = Micros.From(TimeProvider.System.GetUtcNow().AddDays(-3));
            await first.Database.Write(s => s.Execute("insert into jobs (job, known_since, succeeded_at, failures) values ('audit-head', @old, @old, 0)", new { old }), CancellationToken.None);
        }

        await using var bot = await TestBot.Start(database, slack, new() { ["Jobs:Enabled"] = "true" });

        await bot.WaitUntil(async () => await bot.Count("job_runs where job = 'audit-head' and outcome = 'Done'") == 1);
        (await bot.Count("job_runs where job = 'retention'")).ShouldBe(0, "it has never been due since it is known");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_dashboard_calls_jobs_by_their_names(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, new() { ["Jobs:Enabled"] = "true" });
        await bot.WaitUntil(() =>
        {
            using var connection = bot.Service<JobStorage>().GetConnection();
            return Task.FromResult(connection.GetRecurringJobs().Count == RecurringJobs.All.Count);
        });

        var page = await bot.Http.GetStringAsync("/hangfire/recurring", TestContext.Current.CancellationToken);

        page.ShouldContain("Compare findings with Security Hub (reconcile)");
        page.ShouldContain("Delete what has been closed for long (retention)");
        page.ShouldNotContain("JobRunner.Run");
    }

    /// <summary>A bot with one hourly job that does what a test says.</summary>
    private sealed class Bench(TestDatabase database, SlackWorkspace slack, TestBot bot, FastTime time, Told told) : IAsyncDisposable
    {
        public const string Id = "told";

        public TestBot Bot => bot;

        public FastTime Time => time;

        public static async Task<Bench> Start(DatabaseKind kind, int speed = 20)
        {
            var database = await TestDatabase.CreateAsync(kind);
            // Fifteen seconds of the metrics' clock are soon over.
            var time = new FastTime(JobStateTests.Start, speed);
            var slack = await TestBot.StartSlack();
            var told = new Told();
            var bot = await TestBot.Start(database, slack, services: services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
                services.AddSingleton<IReadOnlyList<RecurringJob>>([RecurringJob.Of<Told>(Id, "0 * * * *", "every hour at :00")]);
                services.AddSingleton(told);
                services.AddSingleton<JobLock>();
            });
            return new Bench(database, slack, bot, time, told);
        }

        public Task Run(Func<CancellationToken, JobReport> work) => RunUntil(work, CancellationToken.None);

        public Task RunUntil(Func<CancellationToken, JobReport> work, CancellationToken cancellationToken)
        {
            told.Work = work;
            return ActivatorUtilities.CreateInstance<JobRunner>(bot.Service<IServiceProvider>()).Run(Id, cancellationToken);
        }

        public Task<JobState> State() => bot.Service<JobQueries>().Find(Id, CancellationToken.None);

        public Task<string> Metrics() => bot.Http.GetStringAsync("/metrics");

        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            await slack.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class Told : IReportingJob
    {
        public Func<CancellationToken, JobReport> Work { get; set; } = _ => JobReport.Nothing;

        public Task<JobReport> Report(CancellationToken cancellationToken) => Task.FromResult(Work(cancellationToken));
    }
}
