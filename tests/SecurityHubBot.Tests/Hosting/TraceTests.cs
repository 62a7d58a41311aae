using System.Collections.Concurrent;
using System.Diagnostics;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Hosting;

public class TraceTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_findings_way_from_intake_to_card_is_one_trace(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var caller = ActivityTraceId.CreateRandom();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans, caller);

        await Traced.Accept(bot, Events.Failed("invoices"), caller);
        await bot.Settle();
        await Ended(bot, spans, "POST /intake/eventbridge", "decide case", "show card");

        var names = spans.Select(s => s.DisplayName).ToList();
        names.ShouldContain("POST /intake/eventbridge");
        names.ShouldContain("decide case");
        names.ShouldContain("show card");
        names.ShouldContain("slack chat.postMessage");
        Parent(spans, "decide case").ShouldBe("POST /intake/eventbridge");
        Parent(spans, "show card").ShouldBe("decide case");
        Parent(spans, "slack chat.postMessage").ShouldBe("show card");
        spans.Single(s => s.DisplayName == "show card").GetTagItem("shub.case").ShouldBe("SHUB-1");
    }

    [Fact]
    public async Task A_finding_that_only_comes_again_leaves_no_more_than_its_own_span()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var first = ActivityTraceId.CreateRandom();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans, first);

        await Traced.Accept(bot, Events.Failed("invoices"), first);
        await bot.Settle();
        await Traced.Accept(bot, Events.Failed("invoices", minute: 1), first);
        await bot.Settle();
        await Ended(bot, spans, "POST /intake/eventbridge", "POST /intake/eventbridge", "decide case");

        spans.Count(s => s.DisplayName == "POST /intake/eventbridge").ShouldBe(2);
        spans.Count(s => s.DisplayName == "decide case").ShouldBe(1);
    }

    /// <summary>What a span is about is recorded before the span itself ends.</summary>
    private static Task Ended(TestBot bot, ConcurrentQueue<Activity> spans, params string[] names) =>
        bot.WaitUntil(() => Task.FromResult(names.GroupBy(n => n).All(g => spans.Count(s => s.DisplayName == g.Key) >= g.Count())));

    private static string Parent(IEnumerable<Activity> spans, string name)
    {
        var all = spans.ToList();
        var span = all.First(s => s.DisplayName == name);
        return all.Single(s => s.SpanId == span.ParentSpanId).DisplayName;
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans, ActivityTraceId trace)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "SecurityHubBot" or "SecurityHubBot.Slack" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace)
                {
                    spans.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
