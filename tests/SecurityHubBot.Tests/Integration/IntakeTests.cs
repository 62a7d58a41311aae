using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class IntakeTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Every_recorded_sample_is_taken_in_or_refused_with_a_reason(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        foreach (var sample in Samples.All)
        {
            using var response = await bot.Post(sample.AsEvent());
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBeOneOf([HttpStatusCode.Accepted, HttpStatusCode.BadRequest], $"{sample.Name}: {body}");
            if (response.StatusCode == HttpStatusCode.BadRequest)
            {
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
                JsonNode.Parse(body)!["detail"]!.GetValue<string>().ShouldNotBeEmpty(sample.Name);
            }
        }

        await bot.SettleDecisions();
        (await bot.Count("findings where control_key is null")).ShouldBeGreaterThan(10);
        (await bot.Count("findings where control_key is not null")).ShouldBeGreaterThan(80);
        (await bot.Count("findings where control_key is not null and policy is null")).ShouldBe(0);
        (await bot.Count("unhandled_events")).ShouldBeGreaterThan(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_same_event_sent_100_times_at_once_makes_one_card(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var body = Events.Failed("invoices");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bot.Accept(body)));
        await bot.Settle();

        (await bot.Count("findings")).ShouldBe(1);
        (await bot.Count("cases")).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();
        slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_older_event_that_arrives_later_changes_nothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Passed("invoices", minute: 10));
        await bot.Accept(Events.Failed("invoices", minute: 0));
        await bot.Settle();

        (await bot.Count("findings where compliance = 'PASSED'")).ShouldBe(1);
        (await bot.Count("cases")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_finding_that_comes_again_with_a_new_time_asks_for_no_decision(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();
        var before = await bot.Database.Read(s => s.Scalar<long>("select version from cases"), CancellationToken.None);
        var calls = slack.Calls.Count(c => c.Name.StartsWith("chat.", StringComparison.Ordinal));

        await bot.Accept(Events.Failed("invoices", minute: 12 * 60));
        await bot.Settle();

        (await bot.Database.Read(s => s.Scalar<long>("select version from cases"), CancellationToken.None)).ShouldBe(before);
        (await bot.Database.Read(s => s.Scalar<long>("select updated_at from findings"), CancellationToken.None))
            .ShouldBe(Events.Start.AddHours(12).ToUnixTimeMilliseconds() * 1000);
        slack.Calls.Count(c => c.Name.StartsWith("chat.", StringComparison.Ordinal)).ShouldBe(calls);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Malformed_bodies_are_refused_and_kept_and_the_bot_lives_on(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var bodies = MalformedBodies.All.Take(250).ToList();
        bodies.Count.ShouldBeGreaterThanOrEqualTo(200);

        foreach (var malformed in bodies)
        {
            using var response = await bot.Post(malformed.Body);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, malformed.ToString());
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        (await bot.Count("findings")).ShouldBe(0);
        (await bot.Count("rejected_events where reason <> ''")).ShouldBeGreaterThan(100);
        (await bot.Count("rejected_events where length(body) > 65536")).ShouldBe(0);
        await bot.Accept(Events.Failed("invoices"));
    }

    [Fact]
    public async Task Rejected_events_are_capped_in_number()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, new() { ["Intake:RejectedLimit"] = "5" });

        for (var i = 0; i < 12; i++)
        {
            (await bot.Post(Encoding.UTF8.GetBytes($"not json {i}"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await bot.Post("not json 11"u8.ToArray())).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bot.Count("rejected_events")).ShouldBe(5);
        (await bot.Count("rejected_events where times = 2")).ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData(TestBot.ApiKey + "x")]
    public async Task A_missing_or_wrong_key_is_refused_and_nothing_is_kept(string? key)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        using var response = await bot.Post(Events.Failed("invoices"), key);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await bot.Count("findings")).ShouldBe(0);
        (await bot.Count("rejected_events")).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_1_MiB_is_refused_whether_its_length_is_told_or_not(bool chunked)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var body = new byte[(1024 * 1024) + 1];
        Array.Fill(body, (byte)' ');
        Events.Failed("invoices").CopyTo(body, 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/intake/eventbridge")
        {
            Content = chunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body),
            Headers = { { "X-Api-Key", TestBot.ApiKey } },
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await bot.Http.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await bot.Count("findings")).ShouldBe(0);
        (await bot.Post(body[..(1024 * 1024)])).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }
}
