using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Commands;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Commands.ChangeEndToEndTests;

namespace SecurityHubBot.Tests.Commands;

/// <summary>
/// The message about a change while thousands of cases are decided again: the real bot, but the test decides, a few hundred cases at a
/// time, so that what the message has to say at each moment is known.
/// </summary>
public class ChangeProgressTests
{
    private const string Operator = AozoraHosting.Sato;
    private const int Many = 2000;
    private const int Quarter = Many / 4;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task One_message_counts_up_while_thousands_of_cases_are_decided_again_and_says_what_came_of_it(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var time = new HandTime();
        await using var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions
        {
            TimeProvider = time,
            Limits = new WorkspaceLimits { EnforceRates = false, AnswerTime = TimeSpan.FromMinutes(5), TriggerLife = TimeSpan.FromMinutes(5) },
        }, TestContext.Current.CancellationToken);
        await using var bot = await TestBot.Start(database, slack, new() { ["Slack:Operators"] = Operator }, services => DecideByHand(services, time));
        await bot.Database.Write(session => session.Execute(Fill(Many)), CancellationToken.None);

        await slack.CommandAsync(Operator, TestBot.ShopChannel, "/shub policy set S3.8 ignore");
        var preview = await Latest(slack, "directory.apply");
        Text(preview).ShouldContain("カードを2,000件閉じます");
        await slack.ClickAsync(Operator, TestBot.ShopChannel, preview.Ts, ChangeValue.ApplyAction);
        var message = await Latest(slack, "再判定しています: 0 / 2,000件");

        foreach (var (wait, count) in new[] { (TimeSpan.FromSeconds(6), "500"), (TimeSpan.FromSeconds(45), "1,000"), (TimeSpan.FromMinutes(5), "1,500") })
        {
            await Decide(bot, Quarter);
            time.Pass(wait);
            (await Latest(slack, $"再判定しています: {count} / 2,000件")).Ts.ShouldBe(message.Ts);
        }

        await Decide(bot, Quarter);
        var done = await Latest(slack, "再判定を終えました");
        done.Ts.ShouldBe(message.Ts);
        Text(done).ShouldContain("再判定した案件: 2,000件");
        Text(done).ShouldContain("追跡を終えた案件: 2,000件");
        Text(done).ShouldContain("失敗中の検出結果: 2,000件");
        Text(done).ShouldNotContain("directory.apply");
        (await bot.Count("cases where state = 'withdrawn'")).ShouldBe(Many);
        // The five for which a button's address may be used; whether the preview needed the command's depends on how fast it was.
        slack.Calls.Count(c => c.Name.StartsWith("response_url", StringComparison.Ordinal) && c.Sent["text"]!.GetValue<string>().Contains("を書き込み", StringComparison.Ordinal)).ShouldBe(5);
        slack.Calls.ShouldAllBe(c => c.Ok);
    }

    private static void DecideByHand(IServiceCollection services, TimeProvider time)
    {
        services.Replace(ServiceDescriptor.Singleton(time));
        services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(DecisionWorker)));
        services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(SyncWorker)));
    }

    private static async Task Decide(TestBot bot, int cases)
    {
        var left = await bot.Count("decision_queue");
        while (await bot.Count("decision_queue") > left - cases)
        {
            await bot.Service<DecisionWorker>().Step(CancellationToken.None);
        }
    }

    /// <summary>Passes only when told, however long the decisions take; waits are short.</summary>
    private sealed class HandTime : TimeProvider
    {
        private const int Shorter = 5;
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero).AddTicks(GetTimestamp());

        public override long GetTimestamp() => Volatile.Read(ref _passed);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, time.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / Shorter : dueTime, period > TimeSpan.Zero ? period / Shorter : period);
    }
}
