using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Jobs;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using RecurringJob = SecurityHubBot.Jobs.RecurringJob;

namespace SecurityHubBot.Tests.Jobs;

/// <summary><c>/shub jobs</c> over the wire, with the real scheduler.</summary>
public class JobsCommandTests
{
    private const string Operator = AozoraHosting.Tanaka;
    private const string Stranger = AozoraHosting.Ito;

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_operator_starts_a_job_and_two_clicks_are_one_run(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        var counted = new Counted();
        await using var bot = await TestBot.Start(database, slack, Settings(isEnabled: true), services => Only(services, counted));
        var message = await Ask(bot, Operator);
        message.AllText.ShouldContain("まだ実行されていません");

        await Click(bot, message);
        await bot.WaitUntil(() => Task.FromResult(Said(slack, Operator, "まもなく開始します")));
        // The same button once more, as in a window that has not been redrawn yet.
        var again = await bot.Service<JobAnswers>().Run(new JobRunValue(Counted.Id, 0), Operator, Domain.Language.Japanese, CancellationToken.None);
        again.Text.ShouldMatch("すでに(開始されて|実行中)");
        await bot.WaitUntil(async () => await bot.Count("job_runs where outcome = 'Done'") == 1);

        // Whatever Hangfire was told: a second run would have begun by now.
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        counted.Runs.ShouldBe(1);
        (await bot.Count("audit_log where action = 'job.wished' and actor = 'person:" + Operator + "' and subject = 'job:" + Counted.Id + "'")).ShouldBe(1);
        (await Ask(bot, Operator)).AllText.ShouldContain("2件を修復");
    }

    [Fact]
    public async Task Whoever_is_no_operator_sees_nothing_and_starts_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var counted = new Counted();
        await using var bot = await TestBot.Start(database, slack, Settings(isEnabled: true), services => Only(services, counted));

        (await Ask(bot, Stranger)).AllText.ShouldNotContain("定期ジョブ*");
        var refused = await bot.Service<JobAnswers>().Run(new JobRunValue(Counted.Id, 0), Stranger, Domain.Language.English, CancellationToken.None);
        refused.Text.ShouldNotContain("starts in a moment");

        (await bot.Count("job_wishes")).ShouldBe(0);
        counted.Runs.ShouldBe(0);
    }

    [Fact]
    public async Task An_instance_without_jobs_says_so_and_who_has_them()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Settings(isEnabled: false));
        var runs = bot.Service<JobRuns>();
        await runs.End(await runs.Begin("audit-head", CancellationToken.None), JobOutcome.Done, reason: null, JobReport.Nothing);

        await Click(bot, await Ask(bot, Operator));

        await bot.WaitUntil(() => Task.FromResult(Said(slack, Operator, JobRuns.Instance)));
        (await bot.Count("job_wishes")).ShouldBe(0);
    }

    [Fact]
    public async Task An_old_button_of_a_job_that_is_gone_has_a_clear_answer()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, Settings(isEnabled: false));
        var answers = bot.Service<JobAnswers>();

        var message = await answers.Run(new JobRunValue("no-longer", 7), Operator, Domain.Language.English, CancellationToken.None);

        message.Text.ShouldContain("no such job");
        JobRunValue.Parse("'; drop table jobs 1").ShouldBeNull();
        JobRunValue.Parse("reconcile -1").ShouldBeNull();
        JobRunValue.Parse(null).ShouldBeNull();
    }

    private static Dictionary<string, string?> Settings(bool isEnabled) => new() { ["Jobs:Enabled"] = isEnabled ? "true" : "false", ["Slack:Operators"] = Operator };

    private static async Task<WorkspaceMessage> Ask(TestBot bot, string user)
    {
        var before = bot.Slack.Ephemerals(user).Count;
        await bot.Slack.CommandAsync(user, TestBot.ShopChannel, "/shub jobs");
        await bot.WaitUntil(() => Task.FromResult(bot.Slack.Ephemerals(user).Count > before));
        return bot.Slack.Ephemerals(user)[^1];
    }

    private static Task Click(TestBot bot, WorkspaceMessage message) => bot.Slack.ClickAsync(Operator, TestBot.ShopChannel, message.Ts, JobRunValue.Action);

    private static bool Said(SlackWorkspace slack, string user, string text) => slack.Ephemerals(user).Any(m => m.AllText.Contains(text, StringComparison.Ordinal));

    private static void Only(IServiceCollection services, Counted counted)
    {
        services.AddSingleton<IReadOnlyList<RecurringJob>>([RecurringJob.Of<Counted>(Counted.Id, Cron.Yearly(), "every year")]);
        services.AddSingleton(counted);
    }

    private sealed class Counted : IReportingJob
    {
        public const string Id = "counted";

        private int _runs;

        public int Runs => _runs;

        public Task<JobReport> Report(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            return Task.FromResult(new JobReport(new JobFact("repaired", 2)));
        }
    }
}
