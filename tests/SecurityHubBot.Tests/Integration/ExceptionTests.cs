using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Integration.ExceptionBench;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Exceptions through the whole bot: asked for, decided, shown, ended.</summary>
public class ExceptionTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_exception_is_asked_for_approved_by_somebody_else_shown_everywhere_and_ends(DatabaseKind kind)
    {
        await using var bench = await Start(kind, "invoices", "pictures");
        (await bench.Request())["result"]!.GetValue<string>().ShouldBe("closed");

        bench.CardText.ShouldContain("EX-1");
        bench.Thread.ShouldHaveSingleItem().ShouldContain("公開用の画像です。");
        bench.RequestJson.ShouldContain("exception.review");

        (await bench.Decide("approve", comment: "よいと思います。", days: 30))["result"]!.GetValue<string>().ShouldBe("closed");
        (await bench.State()).ShouldBe("approved");
        (await bench.CaseState()).ShouldBe("excepted");
        bench.CardText.ShouldContain("例外");
        bench.CardText.ShouldContain($"<@{Approver}>");
        bench.CardJson.ShouldNotContain("case.accept");
        bench.Thread.ShouldContain(t => t.Contains("承認しました") && t.Contains("よいと思います。"));
        bench.RequestJson.ShouldNotContain("exception.review");
        bench.Directs(Owner).ShouldHaveSingleItem().ShouldContain("承認しました");

        await bench.Pass(31);
        (await bench.State()).ShouldBe("lapsed");
        (await bench.CaseState()).ShouldBe("open");
        bench.Thread.Count(t => t.Contains("再開しました")).ShouldBe(1);
        bench.Directs(Owner).Count(t => t.Contains("で終了しました")).ShouldBe(1);
        bench.CardJson.ShouldContain("case.accept");
        (await bench.Bot.Count("cases")).ShouldBe(1);
    }

    [Fact]
    public async Task A_reopened_case_has_a_fresh_due_date()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Decide("approve", days: 20);
        await bench.Pass(21, everyDay: false);

        var due = await bench.Bot.Database.Read(session => session.Scalar<string>("select due_on from cases"), CancellationToken.None);
        due.ShouldBe(bench.Day(14));
    }

    [Fact]
    public async Task A_rejection_needs_a_comment_changes_nothing_and_is_remembered_at_the_next_request()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        var refused = await bench.Decide("reject");
        refused["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe("comment");

        (await bench.Submit("reject", comment: "署名付き URL を使ってください。"))["result"]!.GetValue<string>().ShouldBe("closed");
        (await bench.State()).ShouldBe("rejected");
        (await bench.CaseState()).ShouldBe("open");
        bench.Directs(Owner).ShouldHaveSingleItem().ShouldContain("署名付き URL を使ってください。");

        await bench.OpenRequest(Colleague);
        var modal = bench.Slack.OpenView(Colleague)!.ToJsonString(Readable);
        modal.ShouldContain("以前に却下された申請");
        modal.ShouldContain("署名付き URL を使ってください。");
    }

    [Fact]
    public async Task Nobody_reviews_their_own_request_and_who_is_no_approver_is_told_who_is()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request(Colleague);

        await bench.Slack.ClickAsync(Colleague, Approvals, bench.Requests[^1].Ts, "exception.review");
        bench.LastWhisper(Colleague).ShouldNotBeNull().ShouldContain("あなた自身の申請");
        await bench.Slack.ClickAsync(Stranger, Approvals, bench.Requests[^1].Ts, "exception.review");
        bench.LastWhisper(Stranger).ShouldNotBeNull().ShouldContain($"<@{Approver}>");
        bench.Slack.OpenView(Stranger).ShouldBeNull();
        (await bench.State()).ShouldBe("requested");
    }

    [Fact]
    public async Task Who_is_deactivated_between_opening_and_submitting_decides_nothing()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.OpenReview();
        var view = bench.Slack.OpenView(Approver)!;
        await bench.Slack.DeactivateAsync(Approver);

        // The page lets nobody click who is switched off; whoever still has the modal's payload can send it all the same.
        var answer = await SignedInteraction.Submit(bench.Bot, view, Approver, bench.Now, new() { ["decision"] = Approve });
        answer.ShouldContain("update");
        (await bench.State()).ShouldBe("requested");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Two_approvers_at_once_make_one_decision(DatabaseKind kind)
    {
        await using var bench = await Start(kind, "invoices");
        await bench.Request();
        await bench.OpenReview(Approver);
        await bench.OpenReview(OtherApprover);

        var answers = await Task.WhenAll(
            Task.Run(() => bench.Slack.SubmitAsync(Approver, new Dictionary<string, string> { ["decision"] = "approve" })),
            Task.Run(() => bench.Slack.SubmitAsync(OtherApprover, new Dictionary<string, string> { ["decision"] = "reject", ["comment"] = "だめです" })));
        await bench.Bot.Settle();

        answers.Select(a => a["result"]!.GetValue<string>()).Order().ShouldBe(["closed", "updated"]);
        (await bench.Bot.Count("case_history where kind = 'exception_decided'")).ShouldBe(1);
        (await bench.Bot.Count("audit_log where action = 'exception.decided'")).ShouldBe(1);
        bench.Directs(Owner).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_withdrawn_meanwhile_cannot_be_decided()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.OpenReview();
        var line = bench.Slack.Thread(TestBot.ShopChannel, bench.Card.Ts)[^1];
        await bench.Slack.ClickAsync(Colleague, TestBot.ShopChannel, line.Ts, "exception.withdraw");
        bench.LastWhisper(Colleague).ShouldNotBeNull().ShouldContain("申請者だけ");
        (await bench.State()).ShouldBe("requested");

        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, line.Ts, "exception.withdraw");
        await bench.Bot.Settle();
        (await bench.State()).ShouldBe("withdrawn");
        var answer = await bench.Submit("approve");
        answer["result"]!.GetValue<string>().ShouldBe("updated");
        answer["view"]!.ToJsonString(Readable).ShouldContain("取り下げました");
        (await bench.CaseState()).ShouldBe("open");
        bench.ThreadJson.ShouldNotContain("exception.withdraw");
    }

    [Fact]
    public async Task Who_gives_an_approved_exception_back_has_the_case_open_again()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Decide("approve");
        (await bench.CaseState()).ShouldBe("excepted");
        var line = bench.Slack.Thread(TestBot.ShopChannel, bench.Card.Ts).Skip(1).First();

        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, line.Ts, "exception.withdraw");
        await bench.Bot.Settle();

        (await bench.State()).ShouldBe("withdrawn");
        (await bench.CaseState()).ShouldBe("open");
    }

    [Fact]
    public async Task A_resource_that_fails_later_is_not_covered_unless_that_was_approved()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        await bench.Decide("approve");
        await bench.Fail("pictures");
        (await bench.CaseState()).ShouldBe("open");
        bench.CardText.ShouldContain("例外です（EX-1）");

        await bench.Request(form: bench.Form(scope: "all_and_future"));
        await bench.OpenReview();
        bench.Slack.OpenView(Approver)!.ToJsonString(Readable).ShouldContain("まだ存在しないリソースも対象になります");
        await bench.Submit("approve");
        (await bench.CaseState()).ShouldBe("excepted");
        await bench.Fail("logs");
        (await bench.CaseState()).ShouldBe("excepted");
    }

    [Fact]
    public async Task Chosen_resources_are_excepted_and_the_others_stay_due()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices", "pictures");
        await bench.OpenRequest();
        await bench.Slack.ClickInViewAsync(Owner, "scope", "chosen");
        var options = bench.Slack.OpenView(Owner)!["blocks"]!.AsArray().Single(b => b!["block_id"]?.GetValue<string>() == "resources")!["element"]!["options"]!.AsArray();
        options.Count.ShouldBe(2);

        var form = bench.Form(scope: "chosen");
        (await bench.Slack.SubmitAsync(Owner, form))["errors"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe("resources");
        form["resources"] = options[0]!["value"]!.GetValue<string>();
        (await bench.Slack.SubmitAsync(Owner, form))["result"]!.GetValue<string>().ShouldBe("closed");
        await bench.Bot.Settle();
        await bench.Decide("approve");

        (await bench.CaseState()).ShouldBe("open");
        bench.CardText.ShouldContain("ほか1件は例外");
    }

    [Fact]
    public async Task The_same_resources_are_not_asked_for_twice()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Request();
        var second = await bench.Request(Colleague);
        second["result"]!.GetValue<string>().ShouldBe("updated");
        second["view"]!.ToJsonString(Readable).ShouldContain("EX-1");
        (await bench.Bot.Count("exceptions")).ShouldBe(1);
    }

    [Fact]
    public async Task A_mention_in_the_cards_thread_offers_the_request_with_what_was_written()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Slack.SayAsync(Owner, TestBot.ShopChannel, $"<@{bench.Slack.Bot.UserId}> これは公開用です。<https://wiki.example.com/7> &amp; 承認済み", bench.Card.Ts);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Slack.Ephemerals(Owner).Count == 1));
        var offer = bench.Slack.Ephemerals(Owner).Single();

        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, offer.Ts, "exception.offer");
        await bench.Slack.WaitForViewAsync(Owner);
        var reason = bench.Slack.OpenView(Owner)!["blocks"]!.AsArray().Single(b => b!["block_id"]?.GetValue<string>() == "reason")!["element"]!["initial_value"]!.GetValue<string>();
        reason.ShouldBe("これは公開用です。https://wiki.example.com/7 & 承認済み");
    }

    [Fact]
    public async Task The_command_opens_the_same_modal_and_says_why_when_there_is_nothing_to_ask_for()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Slack.CommandAsync(Owner, TestBot.ShopChannel, "/shub exception SHUB-1");
        await bench.Slack.WaitForViewAsync(Owner);
        bench.Slack.OpenView(Owner)!["callback_id"]!.GetValue<string>().ShouldBe("exception.request");
        (await bench.Slack.SubmitAsync(Owner, bench.Form()))["result"]!.GetValue<string>().ShouldBe("closed");
        await bench.Bot.Settle();
        (await bench.State()).ShouldBe("requested");

        await bench.Slack.CommandAsync(Owner, TestBot.ShopChannel, "/shub exception 999");
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Slack.Ephemerals(Owner).Count > 0));
        bench.LastWhisper(Owner).ShouldNotBeNull().ShouldContain("SHUB-999 は存在しない");
    }

    [Fact]
    public async Task A_mention_anywhere_else_says_how_it_is_done()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Slack.SayAsync(Owner, TestBot.ShopChannel, $"<@{bench.Slack.Bot.UserId}> こんにちは");
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Slack.Ephemerals(Owner).Count == 1));
        bench.LastWhisper(Owner).ShouldNotBeNull().ShouldContain("/shub exception");
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Approve = """{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"approve"}}""";
}
