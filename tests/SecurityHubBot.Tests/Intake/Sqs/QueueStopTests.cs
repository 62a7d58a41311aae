using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Intake;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

/// <summary>The bot stops, or is killed.</summary>
public class QueueStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan AMoment = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task What_is_being_worked_on_is_committed_and_deleted_when_the_bot_stops_and_what_comes_then_is_left_for_others()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writer = new OrderedWriter(_ =>
        {
            begun.TrySetResult();
            return goOn.Task;
        });
        await using var bot = await QueueBench.Start(database, slack, queue.Url, services: s => s.Writer(writer));
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        var stopped = bot.Service<IHost>().StopAsync(TestContext.Current.CancellationToken);
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        stopped.IsCompleted.ShouldBeFalse();
        queue.Send(QueueBench.Text(Events.Failed("receipts")));
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        goOn.SetResult();
        await stopped.WaitAsync(Patience, TestContext.Current.CancellationToken);

        writer.Written.ShouldHaveSingleItem();
        queue.Bodies.ShouldHaveSingleItem().ShouldContain("receipts");
        queue.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task What_waits_for_the_database_is_given_back_at_once_when_the_bot_stops()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings", visibility: 600);
        var tried = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var writer = new OrderedWriter(findings =>
        {
            findings.ToList().ForEach(f => tried[f.Row.FindingId] = true);
            throw new IntakeUnavailableException("not now", inner: null);
        });
        await using var bot = await QueueBench.Start(database, slack, queue.Url, services: s => s.Writer(writer));
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        queue.Send(QueueBench.Text(Events.Failed("receipts")));
        await bot.Until(() => tried.Count == 2);

        await bot.Service<IHost>().StopAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

        queue.Count.ShouldBe(2);
        queue.InFlight.ShouldBe(0);
        (await bot.Count("rejected_events")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Killed_between_commit_and_delete_the_event_comes_again_and_there_is_one_card(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await TestBot.AddAccountsTo(database);
        var time = new FakeTimeProvider(Events.Start);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings");
        var settings = Settings(database, slack, sqs);
        sqs.Faults.Always("DeleteMessageBatch", new SqsFault.Held());
        await using var observer = await TestBot.Start(database, slack, services: s => s.OnlyWatch());
        using (var first = await ServingProcess.Start(settings))
        {
            queue.Send(QueueBench.Text(Events.Failed("invoices")));
            await observer.Until(() => sqs.Calls("DeleteMessageBatch") > 0);
            first.Kill();
        }

        (await observer.Count("findings")).ShouldBe(1);
        queue.Count.ShouldBe(1);
        sqs.Faults.Clear();
        time.Advance(TimeSpan.FromSeconds(31));
        using var second = await ServingProcess.Start(settings);
        await observer.Empty(queue);
        await observer.Settle();

        queue.MostDeliveries.ShouldBe(2);
        observer.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(1);
        second.Kill();
    }

    /// <summary>A process as it runs at AWS: the queue's real address, and everything else as every SDK takes it.</summary>
    private static Dictionary<string, string?> Settings(TestDatabase database, SecurityHubBot.Sandbox.Workspace.SlackWorkspace slack, LoopbackSqs sqs) =>
        new(TestBot.Settings(database.Provider, database.ConnectionString, slack))
        {
            ["Intake:QueueUrl"] = $"https://sqs.ap-northeast-1.amazonaws.com/{LoopbackSqs.Account}/findings",
            ["AWS_ENDPOINT_URL_SQS"] = sqs.Url.ToString(),
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        };
}
