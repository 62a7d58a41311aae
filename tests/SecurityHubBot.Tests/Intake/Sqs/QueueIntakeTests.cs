using System.Collections.Concurrent;
using System.Diagnostics;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Sqs;

namespace SecurityHubBot.Tests.Intake.Sqs;

/// <summary>From the queue to the card.</summary>
public class QueueIntakeTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Events_from_the_queue_from_SNS_and_over_HTTP_make_one_card_and_the_queue_is_empty(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings", maxReceives: 5);
        await using var bot = await QueueBench.Start(database, slack, queue.Url);

        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        queue.Send(QueueBench.InEnvelope(QueueBench.Text(Events.Failed("receipts"))));
        queue.Send("""{"source":"aws.health","detail-type":"AWS Health Event","detail":{}}""");
        await bot.Accept(Events.Failed("orders"));
        await bot.Empty(queue);
        await bot.Settle();

        var card = bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        card.AllText.ShouldContain("invoices");
        card.AllText.ShouldContain("receipts");
        card.AllText.ShouldContain("orders");
        (await bot.Count("rejected_events")).ShouldBe(0);
        (await bot.Count("unhandled_events")).ShouldBe(1);
        queue.MostDeliveries.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Twice_and_out_of_order_changes_nothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        queue.Shuffle(7);
        queue.DeliverTwice(30);
        foreach (var minute in Enumerable.Range(0, 10))
        {
            queue.Send(QueueBench.Text(Events.Failed("invoices", minute: minute)));
            queue.Send(QueueBench.Text(Events.Failed("receipts", minute: minute)));
        }

        queue.Send(QueueBench.Text(Events.Passed("receipts", minute: 30)));
        await using var bot = await QueueBench.Start(database, slack, queue.Url);
        await bot.Empty(queue);
        await bot.Settle();

        (await bot.Count("findings")).ShouldBe(2);
        (await bot.Count("findings where compliance = 'PASSED'")).ShouldBe(1);
        (await bot.Count("case_resources where state = 'failing'")).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        (await bot.Count("rejected_events")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Poison_goes_to_the_rejected_events_and_neither_stays_nor_reaches_the_dead_letter_queue(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings", maxReceives: 3);
        await using var bot = await QueueBench.Start(database, slack, queue.Url);
        var bodies = MalformedBodies.All.Where(b => QueueBench.IsMessage(b.Body)).Select(b => QueueBench.Text(b.Body))
            .Concat([new string('x', 1024 * 1024), new string('[', 256 * 1024), "{\"a\":" + new string('9', 200_000) + "}", QueueBench.InEnvelope(new string('{', 1000))])
            .Distinct()
            .ToList();
        bodies.Count.ShouldBeGreaterThan(200);

        bodies.ForEach(b => queue.Send(b));
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Empty(queue);

        (await bot.Count("rejected_events")).ShouldBe(bodies.Count);
        (await bot.Count("rejected_events where times > 1 or reason = ''")).ShouldBe(0);
        (await bot.Count("findings")).ShouldBe(1);
        sqs.Queue("findings-dlq").Count.ShouldBe(0);
        queue.MostDeliveries.ShouldBe(1);
    }

    [Fact]
    public async Task Two_instances_share_a_queue_and_take_every_event_once()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        await using var one = await QueueBench.Start(database, slack, queue.Url);
        await using var two = await QueueBench.Start(database, slack, queue.Url);

        foreach (var i in Enumerable.Range(0, 200))
        {
            queue.Send(QueueBench.Text(Events.Failed($"bucket-{i:000}")));
        }

        await one.Empty(queue);
        await one.Settle();

        (await one.Count("findings")).ShouldBe(200);
        (await one.Count("case_resources where state = 'failing'")).ShouldBe(200);
        one.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        queue.Deliveries.Values.Sum().ShouldBe(200);
    }

    [Fact]
    public async Task No_more_is_received_than_there_is_room_for_and_messages_are_deleted_together()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        var goOn = new TaskCompletionSource();
        foreach (var i in Enumerable.Range(0, 30))
        {
            queue.Send(QueueBench.Text(Events.Failed($"bucket-{i}")));
        }

        await using var bot = await QueueBench.Start(database, slack, queue.Url, new() { ["Intake:QueueMessages"] = "12" }, s => s.Writer(new OrderedWriter(_ => goOn.Task)));
        await bot.Until(() => queue.InFlight == 12);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
        queue.InFlight.ShouldBe(12);
        sqs.Calls.Where(c => c.Action == "ReceiveMessage").Select(c => (int)c.Request["MaxNumberOfMessages"]!).ShouldBe([10, 2]);
        sqs.Calls.Where(c => c.Action == "ReceiveMessage").ShouldAllBe(c => (int)c.Request["WaitTimeSeconds"]! == 20);

        goOn.SetResult();
        await bot.Empty(queue);
        sqs.Calls("DeleteMessageBatch").ShouldBeLessThan(30);
        sqs.Calls("DeleteMessage").ShouldBe(0);
    }

    [Fact]
    public async Task What_a_message_brings_belongs_to_the_trace_that_AWS_began()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        await using var bot = await QueueBench.Start(database, slack, queue.Url);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "SecurityHubBot",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => spans.Enqueue(a),
        };
        ActivitySource.AddActivityListener(listener);

        queue.Send(QueueBench.Text(Events.Failed("invoices")), $"Root=1-{trace[..8]}-{trace[8..]};Parent=53995c3f42cd8ad8;Sampled=1");
        await bot.Empty(queue);
        await bot.Settle();

        var mine = spans.Where(s => s.TraceId.ToHexString() == trace).ToList();
        mine.Select(s => s.DisplayName).ShouldBe(["take event from queue", "decide case", "show card"], ignoreOrder: true);
        mine.Single(s => s.DisplayName == "decide case").ParentSpanId.ShouldBe(mine.Single(s => s.DisplayName == "take event from queue").SpanId);
    }

    [Fact]
    public async Task How_the_queue_stands_is_on_the_metrics_page()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var sqs = await LoopbackSqs.StartAsync();
        var queue = sqs.AddQueue("findings");
        await using var bot = await QueueBench.Start(database, slack, queue.Url);
        queue.Send("rubbish");
        queue.Send(QueueBench.Text(Events.Failed("invoices")));
        await bot.Empty(queue);
        await bot.WaitUntil(async () => (await Page(bot)).Contains("shub_queue_in_hand 0", StringComparison.Ordinal));

        var page = await Page(bot);
        page.ShouldContain("shub_queue_messages_total{outcome=\"received\"} 2");
        page.ShouldContain("shub_queue_messages_total{outcome=\"deleted\"} 2");
        page.ShouldContain("shub_queue_messages_total{outcome=\"rejected\"} 1");
        page.ShouldContain("shub_queue_oldest_in_hand_seconds 0");
        page.ShouldContain("shub_queue_readable 1");
        page.ShouldContain("shub_intake_events_total{outcome=\"accepted\"} 1");
        page.ShouldNotContain("123456789012");
    }

    private static Task<string> Page(TestBot bot) => bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
}
