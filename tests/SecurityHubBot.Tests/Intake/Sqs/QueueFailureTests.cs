using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

/// <summary>The queue, the database, AWS or the bot itself fails.</summary>
public class QueueFailureTests
{
    private const int CannotBeRead = 4101;
    private const int CanBeReadAgain = 4102;

    public static TheoryData<SqsFault, string> Faults => new()
    {
        { new SqsFault.ServerError(), "InternalError" },
        { new SqsFault.Throttled(), "fewer calls" },
        { new SqsFault.AccessDenied(), "allow the bot's role sqs:ReceiveMessage" },
        { new SqsFault.ExpiredCredentials(), "credentials" },
        { new SqsFault.QueueMissing(), "check Intake:QueueUrl" },
        { new SqsFault.KeyDenied(), "kms:Decrypt" },
        { new SqsFault.AnswerLost(), "SQS cannot be reached" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_queue_that_cannot_be_read_is_named_with_the_way_out_and_read_when_it_can_be(SqsFault fault, string wayOut)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var time = new FastTime(Events.Start, speed: 20);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings");
        sqs.Faults.Always("ReceiveMessage", fault);
        using var logged = new LoggedLines();
        await using var bot = await QueueBench.Start(database, slack, queue.Url, services: s =>
        {
            s.Clock(time);
            s.AddSingleton<ILoggerFactory>(logged);
        });

        // A lost answer is none as long as nothing comes: the bot's call waits at the queue.
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Until(() => logged.WithId(CannotBeRead).Count > 0);
        var line = logged.WithId(CannotBeRead)[0];
        line.ShouldContain(queue.Url);
        line.ShouldContain(wayOut);
        (await Ready(bot)).ShouldBe((HttpStatusCode.OK, "Degraded"));
        await bot.Accept(Events.Failed("receipts"));

        sqs.Faults.Clear();
        await bot.Empty(queue);
        await bot.Until(() => logged.WithId(CanBeReadAgain).Count == 1);
        (await Ready(bot)).ShouldBe((HttpStatusCode.OK, "Healthy"));
        (await bot.Count("findings")).ShouldBe(2);
    }

    [Fact]
    public async Task The_bot_comes_up_without_its_queue_and_begins_when_somebody_makes_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var url = $"{sqs.Url.ToString().TrimEnd('/')}/{LoopbackSqs.Account}/findings";
        await using var bot = await QueueBench.Start(database, slack, url);
        await bot.WaitUntil(async () => await Ready(bot) == (HttpStatusCode.OK, "Degraded"));

        var queue = sqs.AddQueue("findings");
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Empty(queue);

        (await bot.Count("findings")).ShouldBe(1);
    }

    [Fact]
    public async Task A_queue_whose_attributes_are_kept_from_the_bot_is_read_all_the_same()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        sqs.Faults.Always("GetQueueAttributes", new SqsFault.AccessDenied());
        await using var bot = await QueueBench.Start(database, slack, queue.Url);

        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Empty(queue);

        (await Ready(bot)).ShouldBe((HttpStatusCode.OK, "Healthy"));
        ((int)sqs.Calls.First(c => c.Action == "ReceiveMessage").Request["VisibilityTimeout"]!).ShouldBe(30);
    }

    [Fact]
    public async Task Slow_work_keeps_its_message_hidden_for_as_long_as_it_takes()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var time = new FakeTimeProvider(Events.Start);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings", visibility: 60);
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var bot = await QueueBench.Start(database, slack, queue.Url, services: s =>
        {
            s.Clock(time);
            s.Writer(new OrderedWriter(_ =>
            {
                begun.TrySetResult();
                return goOn.Task;
            }));
        });
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Until(() => begun.Task.IsCompleted);

        for (var i = 1; i <= 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await bot.Until(() => sqs.Calls("ChangeMessageVisibilityBatch") == i);
            queue.InFlight.ShouldBe(1, $"after {20 * i} s");
        }

        goOn.SetResult();
        await bot.Empty(queue);
        queue.MostDeliveries.ShouldBe(1);
        sqs.Calls.Where(c => c.Action == "ChangeMessageVisibilityBatch").ShouldAllBe(c => (int)c.Request["Entries"]![0]!["VisibilityTimeout"]! == 60);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(3, 2)]
    public async Task What_the_database_refuses_is_tried_again_and_then_kept_before_the_queue_takes_it_away(int tries, int maxReceives)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        var time = new FastTime(Events.Start, speed: 60);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings", maxReceives, visibility: 3600);
        var writer = new OrderedWriter(f => f.Any(x => x.Row.Resources.Contains("bad", StringComparison.Ordinal)) ? throw new InvalidOperationException("no") : Task.CompletedTask);
        await using var bot = await QueueBench.Start(database, slack, queue.Url, new() { ["Intake:QueueTries"] = $"{tries}" }, s =>
        {
            s.Clock(time);
            s.Writer(writer);
        });

        queue.Send(QueueBench.Text(Events.Failed("bad")));
        queue.Send(QueueBench.Text(Events.Failed("good")));
        await bot.Empty(queue);

        writer.Written.ShouldHaveSingleItem();
        (await bot.Count("rejected_events where reason like 'The event could not be stored in%'")).ShouldBe(1);
        queue.MostDeliveries.ShouldBe(Math.Min(tries, maxReceives));
        sqs.Queue("findings-dlq").Count.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_received_while_the_database_is_down_and_nothing_is_lost_or_rejected()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var server = await PostgresServer.StartNewAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await using var slack = await TestBot.StartSlack();
        var time = new FakeTimeProvider(Events.Start);
        await using var sqs = await LoopbackSqs.StartAsync(time);
        var queue = sqs.AddQueue("findings", maxReceives: 3);
        await using var bot = await QueueBench.Start("postgres", connectionString, slack, queue.Url, services: s => s.Clock(time));
        queue.Send(QueueBench.Text(Events.Failed("before")));
        await bot.Empty(queue);
        await server.StopImmediateAsync();

        // The call that waits at the queue may bring some. They are held for a while, and then given back.
        foreach (var i in Enumerable.Range(0, 40))
        {
            queue.Send(QueueBench.Text(Events.Failed($"during-{i}")));
        }

        await bot.WaitUntil(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(queue.InFlight == 0 && sqs.Calls.Any(c => c.Action == "ChangeMessageVisibilityBatch"));
        });
        var received = sqs.Calls("ReceiveMessage");
        foreach (var _ in Enumerable.Range(0, 60))
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        sqs.Calls("ReceiveMessage").ShouldBe(received);
        queue.MostDeliveries.ShouldBeLessThanOrEqualTo(1);
        queue.Count.ShouldBe(40);

        // The clock stands still again as soon as something is received, or what is in hand would appear again for the tests' haste.
        await server.StartAsync();
        while (sqs.Calls("ReceiveMessage") == received)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        }

        await bot.Empty(queue);
        (await bot.Count("findings")).ShouldBe(41);
        (await bot.Count("rejected_events")).ShouldBe(0);
        sqs.Queue("findings-dlq").Count.ShouldBe(0);
        queue.MostDeliveries.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_short_outage_of_the_database_costs_no_second_delivery()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var server = await PostgresServer.StartNewAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings", maxReceives: 3, visibility: 600);
        await using var bot = await QueueBench.Start("postgres", connectionString, slack, queue.Url);
        queue.Send(QueueBench.Text(Events.Failed("before")));
        await bot.Empty(queue);

        await server.StopImmediateAsync();
        queue.Send(QueueBench.Text(Events.Failed("during")));
        (await Ready(bot)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await server.StartAsync();
        await bot.Empty(queue);

        (await bot.Count("findings")).ShouldBe(2);
        queue.MostDeliveries.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_could_not_be_deleted_is_deleted_at_the_next_try()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        sqs.Faults.Next("DeleteMessageBatch", new SqsFault.ServerError(), count: 3);
        sqs.Faults.Next("DeleteMessageBatch", new SqsFault.AnswerLost());
        await using var bot = await QueueBench.Start(database, slack, queue.Url);

        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Empty(queue);

        (await bot.Count("findings")).ShouldBe(1);
        queue.MostDeliveries.ShouldBe(1);
    }

    private static async Task<(HttpStatusCode Status, string Body)> Ready(TestBot bot)
    {
        using var response = await bot.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
