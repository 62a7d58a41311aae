using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Tests.Tickets.Loopback;
using SecurityHubBot.Tickets;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>What every adapter promises, whichever tracker is behind it.</summary>
public class TrackerTests
{
    private const string Marker = "shub-142-0123456789";

    private static readonly DateTimeOffset LongAgo = TimeProvider.System.GetUtcNow().AddDays(-2);

    public static TheoryData<string> All => Trackers.All;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(All))]
    public async Task A_ticket_is_made_found_changed_closed_and_opened_again(string name)
    {
        await using var server = await Trackers.Start(name);
        var tracker = Trackers.Connect(server.Options());

        var made = await tracker.Create(server.Project, Trackers.Content(), Now);
        var issue = server.Issues.ShouldHaveSingleItem();
        (made.Label, made.Url, made.IsClosed).ShouldBe((server.Label(issue), server.Address(issue), false));
        issue.BodyText.ShouldContain("my-bucket");
        issue.BodyText.ShouldContain("https://console.aws.amazon.com/s3/buckets/my-bucket");
        (await tracker.Find(server.Project, Marker, LongAgo, Now)).ShouldBe(made);
        (await tracker.Find(server.Project, "shub-142-ffffffffff", LongAgo, Now)).ShouldBeNull();

        await tracker.Update(made.Id, Trackers.Content(title: "another title"), Now);
        await tracker.Update(made.Id, Trackers.Content(title: "another title"), Now);
        (await tracker.Get(made.Id, Now))!.Title.ShouldBe("another title");

        await tracker.Comment(made.Id, new TicketDocument([TicketLine.Of("Two more fail."), TicketLine.Of("SecurityHubBot SHUB-142/17")]), Now);
        issue.Comments.ShouldHaveSingleItem();
        (await tracker.HasComment(made.Id, "SHUB-142/17", Now)).ShouldBeTrue();
        (await tracker.HasComment(made.Id, "SHUB-142/18", Now)).ShouldBeFalse();

        await tracker.Close(made.Id, TicketClosing.Done, Now);
        await tracker.Close(made.Id, TicketClosing.Done, Now);
        (await tracker.Get(made.Id, Now))!.IsClosed.ShouldBeTrue();
        (await tracker.Find(server.Project, Marker, LongAgo, Now))!.Id.ShouldBe(made.Id, "a closed ticket is found too");

        await tracker.Reopen(made.Id, Now);
        server.ByPerson(issue, i => i.Assignee = "Hanako");
        (await tracker.Get(made.Id, Now)).ShouldSatisfyAllConditions(t => t!.IsClosed.ShouldBeFalse(), t => t!.Assignee.ShouldBe("Hanako"));
    }

    [Theory, MemberData(nameof(All))]
    public async Task What_changed_comes_page_by_page_and_what_did_not_change_does_not(string name)
    {
        await using var server = await Trackers.Start(name);
        var tracker = Trackers.Connect(server.Options());
        var project = (await tracker.Create(server.Project, Trackers.Content(), Now)).Project;
        for (var i = 0; i < 250; i++)
        {
            server.AddByPerson($"issue {i}");
        }

        server.Issues.Take(20).ToList().ForEach(i => i.UpdatedAt = LongAgo.AddDays(-3));

        var changed = await tracker.ChangedSince(project, LongAgo, Now).Select(t => t.Id).ToListAsync(Now);

        changed.Distinct().Count().ShouldBe(231);
        changed.Count.ShouldBe(231);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_ticket_that_is_not_there_is_null(string name)
    {
        await using var server = await Trackers.Start(name);
        var tracker = Trackers.Connect(server.Options());
        var id = tracker.IdOf(new TicketLink(name is "redmine" ? "#999" : name is "github" ? "my-org/security#999" : "SEC-999", null), server.Project);

        (await tracker.Get(id!, Now)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_wrong_key_is_told_apart_from_everything_else(string name)
    {
        await using var server = await Trackers.Start(name);
        var options = server.Options();
        options.ApiKey = "wrong";

        await Should.ThrowAsync<TrackerUnauthorizedException>(() => Trackers.Connect(options).Create(server.Project, Trackers.Content(), Now));

        server.Issues.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(All))]
    public async Task An_unknown_project_is_refused_for_good(string name)
    {
        await using var server = await Trackers.Start(name);

        var refused = await Should.ThrowAsync<TicketRefusedException>(() => Trackers.Connect(server.Options()).Create(name == "github" ? "my-org/nowhere" : "NOWHERE", Trackers.Content(), Now));

        refused.Reason.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("redmine")]
    [InlineData("jira")]
    [InlineData("backlog")]
    public async Task An_unknown_kind_of_ticket_is_refused_and_not_silently_another(string name)
    {
        await using var server = await Trackers.Start(name);
        var options = server.Options();
        options.IssueType = "Epic fail";

        await Should.ThrowAsync<TicketRefusedException>(() => Trackers.Connect(options).Create(server.Project, Trackers.Content(), Now));

        server.Issues.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_title_without_end_is_cut_and_not_refused(string name)
    {
        await using var server = await Trackers.Start(name);

        await Trackers.Connect(server.Options()).Create(server.Project, Trackers.Content(title: string.Concat(Enumerable.Repeat("長い🪣", 200))), Now);

        server.Issues.Single().Title.ShouldEndWith("…");
    }

    [Theory, MemberData(nameof(All))]
    public async Task What_the_tracker_refuses_comes_with_its_own_words(string name)
    {
        await using var server = await Trackers.Start(name);

        var refused = await Should.ThrowAsync<TicketRefusedException>(() => Trackers.Connect(server.Options()).Create(server.Project, Trackers.Content(title: ""), Now));

        refused.Reason!.ToUpperInvariant().ShouldMatch("SUBJECT|SUMMARY|TITLE");
    }

    [Theory, MemberData(nameof(All))]
    public async Task Too_many_requests_say_how_long_to_wait(string name)
    {
        await using var server = await Trackers.Start(name);
        server.Fail("POST", "issue", TrackerFault.RateLimited);
        server.Fail("POST", "issue", TrackerFault.Maintenance);
        var tracker = Trackers.Connect(server.Options());

        for (var i = 0; i < 2; i++)
        {
            var limited = await Should.ThrowAsync<TrackerRateLimitException>(() => tracker.Create(server.Project, Trackers.Content(), Now));
            limited.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [CombinatorialTrackers(TrackerFault.AnswerLost, TrackerFault.ServerError, TrackerFault.Html, TrackerFault.Broken)]
    public async Task A_create_without_an_answer_is_uncertain(string name, TrackerFault fault)
    {
        await using var server = await Trackers.Start(name);
        server.Fail("POST", "issue", fault);
        var tracker = Trackers.Connect(server.Options());

        await Should.ThrowAsync<TrackerUncertainException>(() => tracker.Create(server.Project, Trackers.Content(), Now));

        (await tracker.Find(server.Project, Marker, LongAgo, Now) is not null).ShouldBe(fault is TrackerFault.AnswerLost);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_tracker_that_is_not_there_has_done_nothing(string name)
    {
        var server = await Trackers.Start(name);
        var options = server.Options();
        await server.DisposeAsync();

        await Should.ThrowAsync<TrackerUnavailableException>(() => Trackers.Connect(options).Create("SEC", Trackers.Content(), Now));
    }

    [Theory]
    [InlineData("redmine")]
    [InlineData("jira")]
    public async Task A_workflow_without_a_way_is_a_refusal(string name)
    {
        await using var server = await Trackers.Start(name);
        var tracker = Trackers.Connect(server.Options());
        var made = await tracker.Create(server.Project, Trackers.Content(), Now);
        server.IsWorkflowClosed = true;

        var refused = await Should.ThrowAsync<TicketRefusedException>(() => tracker.Close(made.Id, TicketClosing.Done, Now));

        refused.Reason!.ShouldContain("workflow");
    }

    [Fact]
    public async Task Jira_without_a_due_date_on_its_screens_gets_the_ticket_without()
    {
        await using var server = new LoopbackJira { HasNoDueDate = true };
        await server.StartAsync();
        var tracker = Trackers.Connect(server.Options());

        var made = await tracker.Create(server.Project, Trackers.Content(), Now);
        await tracker.Update(made.Id, Trackers.Content(title: "new"), Now);

        server.Issues.ShouldHaveSingleItem().DueOn.ShouldBeNull();
    }

    [Fact]
    public async Task GitHub_hides_the_mark_and_says_why_it_closed()
    {
        await using var server = new LoopbackGitHub();
        await server.StartAsync();
        var tracker = Trackers.Connect(server.Options());
        var made = await tracker.Create(server.Project, Trackers.Content(), Now);
        var issue = server.Issues.Single();

        issue.BodyText.ShouldContain($"<!-- {Marker} -->");
        issue.Labels.ShouldBe(["securityhubbot"]);
        await tracker.Close(made.Id, TicketClosing.NotPlanned, Now);
        issue.Resolution.ShouldBe("not_planned");
        server.DeleteForGood(issue);
        (await tracker.Get(made.Id, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Redmine_keeps_the_mark_in_a_field_of_its_own_where_one_is_named()
    {
        await using var server = new LoopbackRedmine();
        await server.StartAsync();
        var options = server.Options();
        options.MarkerField = 1;
        var tracker = Trackers.Connect(options);

        var made = await tracker.Create(server.Project, Trackers.Content(), Now);

        server.Issues.Single().ShouldSatisfyAllConditions(i => i.Marker.ShouldBe(Marker), i => i.BodyText.ShouldNotContain(Marker));
        (await tracker.Find(server.Project, Marker, LongAgo, Now)).ShouldBe(made);
    }

    [Theory]
    [InlineData("redmine", "#8812", null, "8812")]
    [InlineData("redmine", "#8812", "https://redmine.example.com/issues/8812", null)]
    [InlineData("redmine", "SEC-1", null, null)]
    [InlineData("redmine", "org/repo#1", null, null)]
    [InlineData("jira", "SEC-1", null, "SEC-1")]
    [InlineData("jira", "SEC-1", "https://other.atlassian.net/browse/SEC-1", null)]
    [InlineData("jira", "#1", null, null)]
    [InlineData("backlog", "SEC-1", null, "SEC-1")]
    [InlineData("github", "#12", null, "my-org/shop#12")]
    [InlineData("github", "org/repo#12", null, "org/repo#12")]
    [InlineData("github", "org/repo#12", "https://gitlab.example.com/org/repo/-/issues/12", null)]
    [InlineData("github", "SEC-1", null, null)]
    public void A_linked_ticket_is_ours_to_ask_about_or_another_trackers(string name, string id, string? url, string? expected)
    {
        var options = new TicketOptions { Tracker = name, Url = "https://tracker.example.com", ApiKey = "k", User = "u", Project = "SEC" };

        Trackers.Connect(options).IdOf(new TicketLink(id, url), "my-org/shop").ShouldBe(expected);
    }
}

/// <summary>Every tracker with every one of some faults.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CombinatorialTrackersAttribute(params TrackerFault[] faults) : Xunit.v3.DataAttribute
{
    public IReadOnlyList<TrackerFault> Faults => faults;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
        new([.. Trackers.All.SelectMany(t => faults.Select(f => new TheoryDataRow(t.Data, f)))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
