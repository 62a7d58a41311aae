using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Hosting;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Hosting;

public class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(300);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_event_in_flight_is_committed_and_answered_when_the_bot_stops(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var (held, release) = await HoldFindings(bot, kind);

        var answer = bot.Post(Events.Failed("invoices"));
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        var stopped = Stop(bot);
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        answer.IsCompleted.ShouldBeFalse();
        stopped.IsCompleted.ShouldBeFalse();
        release.SetResult();

        (await answer.WaitAsync(Patience, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Task.WhenAll(held, stopped).WaitAsync(Patience, TestContext.Current.CancellationToken);
        (await bot.Count("findings")).ShouldBe(1);
    }

    [Fact]
    public async Task A_post_that_was_begun_is_finished_and_recorded_when_the_bot_stops()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using (var bot = await TestBot.Start(database, slack))
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var goOn = new ManualResetEventSlim();
            var trace = ActivityTraceId.CreateRandom();
            using var listener = HoldPost(trace, begun, goOn);
            await Traced.Accept(bot, Events.Failed("invoices"), trace);
            await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

            var stopped = Stop(bot);
            await Task.Delay(AMoment, TestContext.Current.CancellationToken);
            stopped.IsCompleted.ShouldBeFalse();
            slack.Calls.ShouldNotContain(c => c.Name == "chat.postMessage");
            goOn.Set();
            await stopped.WaitAsync(Patience, TestContext.Current.CancellationToken);

            (await bot.Count("case_messages where slot = 'card' and ts is not null and posting_since is null and actual = desired")).ShouldBe(1);
        }

        await using var next = await TestBot.Start(database, slack);
        await next.Settle();
        slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(1);
        slack.Calls.ShouldNotContain(c => c.Name == "conversations.history");
    }

    /// <summary>Keeps the findings from being written until released: by the one writer's turn in SQLite, by a lock in PostgreSQL.</summary>
    private static async Task<(Task Held, TaskCompletionSource Release)> HoldFindings(TestBot bot, DatabaseKind kind)
    {
        var (holding, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var held = bot.Database.Write(
            async session =>
            {
                if (kind == DatabaseKind.Postgres)
                {
                    await session.Execute("lock table findings in access exclusive mode");
                }

                holding.SetResult();
                await release.Task;
            },
            CancellationToken.None);
        await holding.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (held, release);
    }

    /// <summary>Holds the post back just before it goes out.</summary>
    private static ActivityListener HoldPost(ActivityTraceId trace, TaskCompletionSource begun, ManualResetEventSlim goOn)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SecurityHubBot.Slack",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.OperationName == "slack chat.postMessage" && activity.TraceId == trace)
                {
                    begun.TrySetResult();
                    goOn.Wait(Patience);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Task Stop(TestBot bot) => bot.Service<IHost>().StopAsync(TestContext.Current.CancellationToken);
}
