using System.Net;
using System.Text;
using SecurityHubBot.Tests.Tickets.Loopback;

namespace SecurityHubBot.Tests.Tickets;

public class TicketWebhookTests
{
    public static TheoryData<string> WithWebhooks => ["jira", "backlog", "github"];

    [Theory, MemberData(nameof(WithWebhooks))]
    public async Task A_webhook_has_the_ticket_looked_at_at_once(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        var issue = bot.Tracker.Issues.Single();
        bot.Tracker.ByPerson(issue, i => i.IsClosed = true);

        (await Send(bot, bot.Tracker.Webhook(issue, LoopbackTracker.WebhookSecret)!)).ShouldBe(HttpStatusCode.NoContent);
        (await Send(bot, bot.Tracker.Webhook(issue, LoopbackTracker.WebhookSecret)!)).ShouldBe(HttpStatusCode.NoContent);
        await bot.Settle();

        issue.IsClosed.ShouldBeFalse();
        issue.Comments.ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(WithWebhooks))]
    public async Task A_webhook_that_is_not_signed_by_the_tracker_is_turned_away(string name)
    {
        await using var bot = await TicketBot.Start(name);
        await bot.Fail("invoices");
        var issue = bot.Tracker.Issues.Single();
        var calls = bot.Tracker.Calls.Count;

        (await Send(bot, bot.Tracker.Webhook(issue, "another-secret-of-16")!)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Send(bot, Raw($"/tickets/webhook/{name}", "{}"))).ShouldBe(HttpStatusCode.Unauthorized);
        var forged = bot.Tracker.Webhook(issue, LoopbackTracker.WebhookSecret)!;
        foreach (var header in (string[])["X-Hub-Signature", "X-Hub-Signature-256"])
        {
            if (forged.Headers.Remove(header))
            {
                forged.Headers.Add(header, "sha256=" + new string('z', 64));
                (await Send(bot, forged)).ShouldBe(HttpStatusCode.Unauthorized);
            }
        }

        await bot.Settle();
        bot.Tracker.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task A_webhook_too_long_malformed_or_of_another_tracker_is_refused()
    {
        await using var bot = await TicketBot.Start("backlog");
        const string Good = "/tickets/webhook/backlog?secret=" + LoopbackTracker.WebhookSecret;

        (await Send(bot, Raw(Good, "{"))).ShouldBe(HttpStatusCode.BadRequest);
        (await Send(bot, Raw(Good, "[1, null, {\"content\": 7}]"))).ShouldBe(HttpStatusCode.NoContent);
        (await Send(bot, Raw(Good, """{"project":{"projectKey":"SEC"},"content":{"key_id":999999}}"""))).ShouldBe(HttpStatusCode.NoContent);
        (await Send(bot, Raw(Good, new string(' ', (1024 * 1024) + 1)))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Send(bot, Raw("/tickets/webhook/github", "{}"))).ShouldBe(HttpStatusCode.NotFound);
        (await Send(bot, Raw("/tickets/webhook/redmine", "{}"))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_secret_no_webhook_is_taken()
    {
        await using var bot = await TicketBot.Start("github", settings: new() { ["Tickets:WebhookSecret"] = "" });
        await bot.Fail("invoices");

        (await Send(bot, bot.Tracker.Webhook(bot.Tracker.Issues.Single(), "")!)).ShouldBe(HttpStatusCode.NotFound);
    }

    private static HttpRequestMessage Raw(string path, string body) => new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static async Task<HttpStatusCode> Send(TicketBot bot, HttpRequestMessage request)
    {
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync()) };
        request.Headers.ToList().ForEach(h => copy.Headers.TryAddWithoutValidation(h.Key, h.Value));
        using var response = await bot.Bot.Http.SendAsync(copy);
        return response.StatusCode;
    }
}
