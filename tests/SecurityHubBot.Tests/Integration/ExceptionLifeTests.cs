using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Integration.ExceptionBench;

namespace SecurityHubBot.Tests.Integration;

/// <summary>What comes by itself: chasing, giving up, renewal, lapse; and what goes wrong on the way.</summary>
public class ExceptionLifeTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Approvers_are_reminded_once_and_a_request_that_nobody_decides_ends(DatabaseKind kind)
    {
        await using var bench = await Start(kind, "invoices");
        await bench.Request();

        await bench.Pass(2);
        bench.Requests.Count.ShouldBe(1);
        await bench.Pass(5);
        bench.Requests.Count.ShouldBe(2);
        bench.Requests[^1].AllText.ShouldContain("承認待ちです");

        await bench.Pass(8);
        (await bench.State()).ShouldBe("undecided");
        bench.Requests.Count.ShouldBe(2);
        bench.Requests.ShouldAllBe(r => !r.Json.ToJsonString().Contains("exception.review"));
        bench.Directs(Owner).ShouldHaveSingleItem().ShouldContain("審査されなかった");
        (await bench.CaseState()).ShouldBe("open");
    }

    [Fact]
    public async Task The_reminder_can_be_reviewed_too()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Pass(3);
        bench.Requests.Count.ShouldBe(2);

        (await bench.Decide("approve"))["result"]!.GetValue<string>().ShouldBe("closed");
        (await bench.State()).ShouldBe("approved");
        bench.Requests.ShouldAllBe(r => !r.Json.ToJsonString().Contains("exception.review"));
    }

    [Fact]
    public async Task The_owner_is_asked_to_renew_once_and_a_renewal_goes_on_without_a_gap()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request(form: bench.Form(days: 40));
        await bench.Decide("approve");
        await bench.Pass(25);
        bench.Directs(Owner).Count.ShouldBe(1);
        await bench.Pass(3);
        bench.Directs(Owner).Count(t => t.Contains("引き続き必要な場合は")).ShouldBe(1);

        await bench.Request(form: bench.Form(days: 60));
        await bench.Decide("approve");
        await bench.Pass(14);
        (await bench.State(1)).ShouldBe("lapsed");
        (await bench.State(2)).ShouldBe("approved");
        (await bench.CaseState()).ShouldBe("excepted");
        bench.Thread.ShouldAllBe(t => !t.Contains("再開しました"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_job_run_twice_at_once_and_after_days_of_downtime_leaves_one_of_everything(DatabaseKind kind)
    {
        await using var bench = await Start(kind, "invoices");
        await bench.Request(form: bench.Form(days: 40));
        await bench.Decide("approve");
        await bench.Pass(60, everyDay: false);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(bench.RunJob)));
        await bench.Bot.Settle();

        (await bench.State()).ShouldBe("lapsed");
        (await bench.CaseState()).ShouldBe("open");
        (await bench.Bot.Count("case_history where kind = 'exception_lapsed'")).ShouldBe(1);
        (await bench.Bot.Count("case_history where kind = 'reopened'")).ShouldBe(1);
        bench.Directs(Owner).Count(t => t.Contains("で終了しました")).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_usable_approval_channel_the_security_channel_gets_the_request()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Slack.SetBotAsync(Approver, Approvals, member: false);
        await bench.Request();

        bench.Slack.Messages("security").Count(m => m.AllText.Contains("EX-1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_somebody_deletes_from_the_approval_channel_comes_back()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Slack.DeleteMessageAsync(Approver, Approvals, bench.Requests.Single().Ts);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Requests.Count == 1));
        bench.RequestJson.ShouldContain("exception.review");
    }

    [Theory]
    [InlineData("chat.postMessage")]
    [InlineData("conversations.open")]
    public async Task Slack_out_of_order_delays_and_doubles_nothing(string method)
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        bench.Slack.Faults.Next(method, new Fault.ServerError(), count: 3);
        await bench.Request();
        await bench.Decide("approve");

        bench.Requests.Count.ShouldBe(1);
        bench.Directs(Owner).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answers_lost_after_doing_the_work_post_nothing_twice()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        bench.Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost(), count: 3);
        await bench.Request();
        await bench.Decide("approve");
        await bench.Bot.Settle();

        bench.Requests.Count.ShouldBe(1);
        bench.Directs(Owner).Count.ShouldBe(1);
        bench.Thread.Count(t => t.Contains("EX-1") && t.Contains("理由")).ShouldBe(1);
    }

    [Fact]
    public async Task A_requester_who_has_left_is_not_told_and_nothing_waits_for_it()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Slack.DeactivateAsync(Owner);
        await bench.Decide("approve");

        (await bench.CaseState()).ShouldBe("excepted");
        bench.Thread.ShouldContain(t => t.Contains("承認しました"));
    }

    [Fact]
    public async Task A_button_of_long_ago_says_what_has_become_of_it()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Decide("reject", comment: "だめです");
        await bench.Pass(180, everyDay: false);

        await SignedInteraction.Click(bench.Bot, Approver, "C0SECAPPRV", bench.Now, "exception.review", "EX-1");
        bench.LastWhisper(Approver).ShouldNotBeNull().ShouldContain("すでに審査できません");
    }

    [Fact]
    public async Task The_buttons_of_a_card_of_half_a_year_ago_still_work()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Pass(183, everyDay: false);

        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, bench.Card.Ts, "case.accept");
        await bench.Bot.Settle();
        (await bench.CaseState()).ShouldBe("accepted");
        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, bench.Card.Ts, "case.link_ticket");
        await bench.Slack.WaitForViewAsync(Owner);
        await bench.Slack.CloseViewAsync(Owner);
        (await bench.Request())["result"]!.GetValue<string>().ShouldBe("closed");
        bench.CardText.ShouldContain("日超過");
    }

    [Fact]
    public async Task The_buttons_of_a_case_that_is_over_say_so()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Bot.Accept(Events.Passed("invoices"));
        await bench.Bot.Settle();
        await bench.Pass(183, everyDay: false);

        foreach (var action in (string[])["case.accept", "case.request_exception"])
        {
            await SignedInteraction.Click(bench.Bot, Owner, "C0SHOPAWS1", bench.Now, action, "SHUB-1");
        }

        bench.LastWhisper(Owner).ShouldNotBeNull().ShouldContain("すでに是正済みです");
        (await bench.Bot.Count("exceptions")).ShouldBe(0);
    }
}
