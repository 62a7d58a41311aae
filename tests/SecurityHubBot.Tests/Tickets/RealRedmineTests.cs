using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Tickets;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>Everything that the bot does with Redmine, on a real one.</summary>
public class RealRedmineTests
{
    private static int _marks;

    public static TheoryData<int?> Marks => new() { (int?)null, (int?)RedmineServer.MarkerField };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Marks))]
    public async Task A_ticket_is_made_found_changed_closed_and_opened_again(int? field)
    {
        var (server, options) = await Redmine();
        options.MarkerField = field;
        var tracker = Trackers.Connect(options);
        var (marker, began) = (Marker(), TimeProvider.System.GetUtcNow());
        (await tracker.Find(RedmineServer.Project, marker, began, Now)).ShouldBeNull();

        var made = await tracker.Create(RedmineServer.Project, Trackers.Content(marker), Now);
        made.Url.ShouldBe($"{server.Url}issues/{made.Id}");
        (await tracker.Find(RedmineServer.Project, marker, began, Now)).ShouldBe(made);
        var description = (await Admin(server, HttpMethod.Get, $"issues/{made.Id}.json"))["issue"]!["description"]!.GetValue<string>();
        description.ShouldContain("my-bucket https://console.aws.amazon.com/s3/buckets/my-bucket");
        description.Contains(marker, StringComparison.Ordinal).ShouldBe(field is null);

        await tracker.Update(made.Id, Trackers.Content(marker, title: "another title"), Now);
        await tracker.Comment(made.Id, new TicketDocument([TicketLine.Of("Two more fail."), TicketLine.Of("SecurityHubBot SHUB-142/17")]), Now);
        (await tracker.HasComment(made.Id, "SHUB-142/17", Now)).ShouldBeTrue();
        (await tracker.HasComment(made.Id, "SHUB-142/18", Now)).ShouldBeFalse();

        await tracker.Close(made.Id, TicketClosing.Done, Now);
        await tracker.Close(made.Id, TicketClosing.Done, Now);
        (await tracker.Find(RedmineServer.Project, marker, began, Now))!.ShouldSatisfyAllConditions(t => t.IsClosed.ShouldBeTrue(), t => t.Title.ShouldBe("another title"));
        await tracker.Reopen(made.Id, Now);
        (await tracker.Get(made.Id, Now))!.IsClosed.ShouldBeFalse();
        (await tracker.ChangedSince(made.Project, began.AddMinutes(-1), Now).Select(t => t.Id).ToListAsync(Now)).ShouldContain(made.Id);
        (await tracker.ChangedSince(made.Project, began.AddDays(1), Now).ToListAsync(Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Redmine_refuses_has_its_words_and_its_kind()
    {
        var (_, options) = await Redmine();
        var tracker = Trackers.Connect(options);

        (await Should.ThrowAsync<TicketRefusedException>(() => tracker.Create("nowhere", Trackers.Content(Marker()), Now))).Reason!.ShouldContain("Project");
        (await Should.ThrowAsync<TicketRefusedException>(() => tracker.Create(RedmineServer.Project, Trackers.Content(Marker(), title: ""), Now))).Reason!.ShouldContain("Subject");
        (await tracker.Get("999999", Now)).ShouldBeNull();
        (await tracker.Create(RedmineServer.Project, Trackers.Content(Marker(), title: new string('長', 300)), Now)).Title.Length.ShouldBe(255);
        // An overdue case: Redmine does not take a due date before the start.
        await tracker.Create(RedmineServer.Project, Trackers.Content(Marker()) with { StartOn = new DateOnly(2020, 1, 1), DueOn = new DateOnly(2020, 1, 15) }, Now);

        options.IssueType = "Nonsense";
        (await Should.ThrowAsync<TicketRefusedException>(() => Trackers.Connect(options).Create(RedmineServer.Project, Trackers.Content(Marker()), Now))).Reason!.ShouldContain("Tickets:IssueType");
        options.ApiKey = "wrong";
        await Should.ThrowAsync<TrackerUnauthorizedException>(() => tracker.Get("1", Now));
    }

    [Fact]
    public async Task A_workflow_that_lets_the_bot_close_and_not_reopen_is_a_refusal_and_no_silence()
    {
        var (_, options) = await Redmine();
        var tracker = Trackers.Connect(options);
        var made = await tracker.Create(RedmineServer.OneWayProject, Trackers.Content(Marker()), Now);

        await tracker.Close(made.Id, TicketClosing.Done, Now);

        (await Should.ThrowAsync<TicketRefusedException>(() => tracker.Reopen(made.Id, Now))).Reason!.ShouldContain("workflow");
    }

    [Fact]
    public async Task Hostile_names_arrive_as_they_are_and_do_nothing()
    {
        var (server, options) = await Redmine();
        var body = new TicketDocument([TicketLine.Of("{{include(Wiki)}} !http://evil.example/x.png! @admin #1 <pre> h1. x"), TicketLine.Bullet("*bold* _it_ \u0007 🪣")]);

        var made = await Trackers.Connect(options).Create(RedmineServer.Project, Trackers.Content(Marker(), title: "<script> {{x}} 🪣") with { Body = body }, Now);

        using var http = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"issues/{made.Id}.html?key={RedmineServer.AdminKey}");
        var page = await (await http.SendAsync(request, Now)).Content.ReadAsStringAsync(Now);
        page.ShouldNotContain("<img src=\"http://evil.example");
        page.ShouldNotContain("<script> {{x}}");
        page.ShouldNotContain("Error executing");
        made.Title.ShouldBe("<script> {{x}} 🪣");
    }

    [Fact]
    public async Task A_cases_ticket_follows_it_through_its_life_in_a_real_Redmine()
    {
        var (server, options) = await Redmine();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, new()
        {
            ["Tickets:Tracker"] = "redmine",
            ["Tickets:Url"] = server.Url.ToString(),
            ["Tickets:ApiKey"] = options.ApiKey,
            ["Tickets:Project"] = RedmineServer.Project,
            ["Tickets:IssueType"] = "Support",
            ["Tickets:Poll"] = "1.00:00:00",
        });
        await bot.Accept(Events.Failed("invoices"));
        await Settle(bot);
        var id = await bot.Database.Read(s => s.Scalar<string>("select ticket_id from case_tickets"), Now);
        (await Issue(server, id)).ShouldSatisfyAllConditions(
            i => i["tracker"]!["name"]!.GetValue<string>().ShouldBe("Support"),
            i => i["subject"]!.GetValue<string>().ShouldContain("SHUB-1"),
            i => i["due_date"]!.GetValue<string>().Length.ShouldBe(10));
        bot.Cards(TestBot.ShopChannel).Single().AllText.ShouldContain($"#{id}");

        // Hanako takes it, and closes it although nothing is fixed.
        var hanako = (await Admin(server, HttpMethod.Get, "users.json?name=hanako"))["users"]![0]!["id"]!.GetValue<int>();
        await Admin(server, HttpMethod.Put, $"issues/{id}.json", new JsonObject { ["issue"] = new JsonObject { ["assigned_to_id"] = hanako, ["status_id"] = 5 } });
        await bot.Service<TicketPoll>().Run(Now);
        await Settle(bot);
        (await Issue(server, id))["status"]!["is_closed"]!.GetValue<bool>().ShouldBeFalse();
        (await Issue(server, id))["journals"]!.AsArray().Count(j => j!["notes"]!.GetValue<string>().Contains("再オープン", StringComparison.Ordinal)).ShouldBe(1);
        bot.Cards(TestBot.ShopChannel).Single().AllText.ShouldContain("Hanako");

        await bot.Accept(Events.Passed("invoices"));
        await Settle(bot);
        (await Issue(server, id))["status"]!["is_closed"]!.GetValue<bool>().ShouldBeTrue();

        // It fails again, and somebody deletes the ticket.
        await bot.Accept(Events.Failed("invoices", minute: 20));
        await Settle(bot);
        (await Issue(server, id))["status"]!["is_closed"]!.GetValue<bool>().ShouldBeFalse();
        await Admin(server, HttpMethod.Delete, $"issues/{id}.json");
        await bot.Database.Write(s => s.Execute("update case_tickets set seen_at = 0"), Now);
        await bot.Service<TicketPoll>().Run(Now);
        await Settle(bot);
        // On SQLite Redmine gives the number of a deleted last ticket out again.
        var another = await bot.Database.Read(s => s.Scalar<string>("select ticket_id from case_tickets"), Now);
        (await Issue(server, another))["journals"]!.AsArray().ShouldBeEmpty();
        (await bot.Count("case_history where kind = 'ticket_gone'")).ShouldBe(1);
        (await bot.Count("case_history where kind = 'ticket_created'")).ShouldBe(2);
    }

    private static async Task<(RedmineServer Server, TicketOptions Options)> Redmine()
    {
        Assert.SkipWhen(RedmineServer.SkipReason is not null, RedmineServer.SkipReason ?? "");
        var server = await RedmineServer.SharedAsync();
        return (server, new TicketOptions { Tracker = "redmine", Url = server.Url.ToString(), ApiKey = RedmineServer.BotKey, Project = RedmineServer.Project });
    }

    private static string Marker() => $"shub-{Interlocked.Increment(ref _marks)}-{Guid.NewGuid():N}"[..20];

    private static async Task Settle(TestBot bot)
    {
        await bot.SettleDecisions();
        await bot.WaitUntil(async () => await bot.Count("case_tickets where desired > actual or lease_until > 0") == 0, TimeSpan.FromMinutes(2));
        await bot.Settle();
    }

    private static async Task<JsonNode> Issue(RedmineServer server, string id) => (await Admin(server, HttpMethod.Get, $"issues/{id}.json?include=journals"))["issue"]!;

    private static async Task<JsonNode> Admin(RedmineServer server, HttpMethod method, string path, JsonNode? body = null)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-Redmine-API-Key", RedmineServer.AdminKey } }, Content = body is null ? null : JsonContent.Create(body) };
        using var response = await http.SendAsync(request, Now);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync(Now);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
