using System.Text.Json.Nodes;
using SecurityHubBot.Cases.LinkTicket;
using SecurityHubBot.Cases.TakeOver;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using static SecurityHubBot.Tests.Cases.SomeCases;

namespace SecurityHubBot.Tests.Cases;

public sealed class ButtonTests
{
    [Fact]
    public async Task Accepting_a_free_case_says_nothing_because_the_card_does()
    {
        var rig = new ButtonRig(Language.Japanese, Open());
        await rig.Accept(Aiko, "SHUB-142");
        rig.Cases[142].Assignee.ShouldBe(Aiko);
        rig.Slack.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepting_ones_own_case_says_so_to_that_person_only()
    {
        var rig = new ButtonRig(Language.Japanese, Accepted());
        await rig.Accept(Aiko, "SHUB-142");
        rig.Slack.OnlyText.ShouldBe("SHUB-142 はすでにあなたが担当しています。");
        rig.Slack.Sent[0].Args["response_type"]!.GetValue<string>().ShouldBe("ephemeral");
        rig.Slack.Sent[0].Args["replace_original"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_response_url_the_answer_is_an_ephemeral_message()
    {
        var rig = new ButtonRig(Language.English, Accepted()) { HasResponseUrl = false };
        await rig.Accept(Aiko, "SHUB-142");
        var (kind, args) = rig.Slack.Sent.ShouldHaveSingleItem();
        kind.ShouldBe("chat.postEphemeral");
        args["user"]!.GetValue<string>().ShouldBe(Aiko);
        args["channel"]!.GetValue<string>().ShouldBe("C0SHOP001");
    }

    [Theory]
    [InlineData("home", "views.open")]
    [InlineData("modal", "views.push")]
    public async Task Where_there_is_no_channel_a_small_modal_answers(string view, string method)
    {
        var rig = new ButtonRig(Language.Japanese, Accepted()) { ViewType = view };
        await rig.Accept(Aiko, "SHUB-142");
        var (kind, args) = rig.Slack.Sent.ShouldHaveSingleItem();
        kind.ShouldBe(method);
        args["view"]!["blocks"]![0]!["text"]!["text"]!.GetValue<string>().ShouldBe("SHUB-142 はすでにあなたが担当しています。");
    }

    [Fact]
    public async Task Where_no_modal_can_be_opened_either_a_direct_message_answers()
    {
        var rig = new ButtonRig(Language.English, Accepted()) { ViewType = "home" };
        rig.Slack.FailViews = new SlackException("views.open", "expired_trigger_id");
        await rig.Accept(Aiko, "SHUB-999");
        var (kind, args) = rig.Slack.Sent.ShouldHaveSingleItem();
        kind.ShouldBe("chat.postMessage");
        args["channel"]!.GetValue<string>().ShouldBe(Aiko);
        args["text"]!.GetValue<string>().ShouldContain("SHUB-999");
    }

    [Fact]
    public async Task A_modal_that_may_have_been_opened_is_not_followed_by_a_message()
    {
        var rig = new ButtonRig(Language.English, Accepted()) { ViewType = "home" };
        rig.Slack.FailViews = new SlackUncertainException("views.open", "timeout");
        await rig.Accept(Aiko, "SHUB-999");
        rig.Slack.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Accepting_a_colleagues_case_asks_and_taking_over_does_it()
    {
        var rig = new ButtonRig(Language.English, Accepted());
        await rig.Accept(Ben, "SHUB-142");
        rig.Cases[142].Assignee.ShouldBe(Aiko);
        var (kind, args) = rig.Slack.Sent.ShouldHaveSingleItem();
        kind.ShouldBe("views.open");
        args["view"]!["callback_id"]!.GetValue<string>().ShouldBe(TakeOverModal.CallbackId);
        args["view"]!["blocks"]!.ToJsonString().ShouldContain(Aiko);

        (await rig.SubmitTakeOver(Ben)).ShouldBeNull();
        rig.Cases[142].Assignee.ShouldBe(Ben);
    }

    [Fact]
    public async Task Taking_over_after_somebody_faster_asks_again_about_that_person()
    {
        var rig = new ButtonRig(Language.English, Accepted());
        await rig.Accept(Ben, "SHUB-142");
        rig.Cases.Meanwhile = cases => cases[new CaseNumber(142)] = Accepted() with { Assignee = Chika };
        var answer = await rig.SubmitTakeOver(Ben);
        var view = answer.ShouldBeOfType<UpdateViewResponse>().View;
        FakeSlack.Node(view)["blocks"]!.ToJsonString().ShouldContain(Chika);
        rig.Cases[142].Assignee.ShouldBe(Chika);

        rig.Cases.Meanwhile = null;
        (await rig.SubmitTakeOver(Ben, view.PrivateMetadata)).ShouldBeNull();
        rig.Cases[142].Assignee.ShouldBe(Ben);
    }

    [Fact]
    public async Task Taking_over_a_case_that_was_fixed_meanwhile_says_so()
    {
        var rig = new ButtonRig(Language.English, Accepted());
        await rig.Accept(Ben, "SHUB-142");
        rig.Cases.Meanwhile = cases => cases[new CaseNumber(142)] = Fixed();
        Words(await rig.SubmitTakeOver(Ben)).ShouldContain("SHUB-142 has already been fixed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("SHUB-0")]
    [InlineData("-1")]
    [InlineData("SHUB-99999999999999999999")]
    [InlineData("<!channel>")]
    [InlineData("'; drop table cases; --")]
    public async Task A_forged_button_is_answered(string value)
    {
        var rig = new ButtonRig(Language.English, Open());
        await rig.Accept(Aiko, value);
        await rig.LinkTicket(Aiko, value);
        rig.Slack.Sent.Count.ShouldBe(2);
        rig.Slack.Sent.ShouldAllBe(s => s.Args["text"]!.GetValue<string>().StartsWith("This button does not belong to any case."));
    }

    [Fact]
    public async Task A_button_of_a_deleted_case_is_answered()
    {
        var rig = new ButtonRig(Language.Japanese);
        await rig.Accept(Aiko, "SHUB-7");
        await rig.LinkTicket(Aiko, "SHUB-7");
        rig.Slack.Sent.Count.ShouldBe(2);
        rig.Slack.Sent.ShouldAllBe(s => s.Args["text"]!.GetValue<string>().StartsWith("SHUB-7 は存在しないか"));
    }

    [Fact]
    public async Task Buttons_of_closed_cases_are_answered()
    {
        var rig = new ButtonRig(Language.English, Fixed(), Withdrawn() with { Number = new CaseNumber(143) });
        await rig.Accept(Aiko, "SHUB-142");
        await rig.Accept(Aiko, "SHUB-143");
        rig.Slack.Sent[0].Args["text"]!.GetValue<string>().ShouldBe("SHUB-142 has already been fixed. There is nothing left to do.");
        rig.Slack.Sent[1].Args["text"]!.GetValue<string>().ShouldBe("SHUB-143 is no longer tracked. There is nothing left to do.");
    }

    [Theory]
    [InlineData("expired_trigger_id", "Please press the button again.")]
    [InlineData("exchanged_trigger_id", "Please press the button again.")]
    [InlineData("invalid_arguments", "in a minute")]
    public async Task A_modal_that_cannot_be_opened_is_explained_without_codes(string error, string expected)
    {
        var rig = new ButtonRig(Language.English, Open());
        rig.Slack.FailViews = new SlackException("views.open", error);
        await rig.LinkTicket(Aiko, "SHUB-142");
        rig.Slack.OnlyText.ShouldContain(expected);
        rig.Slack.OnlyText.ShouldNotContain(error);
    }

    [Fact]
    public async Task A_modal_that_may_have_opened_is_not_called_failed()
    {
        var rig = new ButtonRig(Language.English, Open());
        rig.Slack.FailViews = new SlackUncertainException("views.open", "timeout");
        await rig.LinkTicket(Aiko, "SHUB-142");
        rig.Slack.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Slack_failing_altogether_is_no_exception()
    {
        var rig = new ButtonRig(Language.English, Accepted());
        rig.Slack.FailViews = new SlackRateLimitException("views.open", TimeSpan.FromSeconds(30));
        rig.Slack.FailAnswers = new SlackUnreachableException("response_url", new HttpRequestException());
        await rig.LinkTicket(Aiko, "SHUB-142");
        await rig.Accept(Aiko, "SHUB-142");
        rig.Slack.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_is_asked_for_and_linked()
    {
        var rig = new ButtonRig(Language.Japanese, Open());
        await rig.LinkTicket(Aiko, "SHUB-142");
        rig.Slack.Sent.ShouldHaveSingleItem().Args["view"]!["callback_id"]!.GetValue<string>().ShouldBe("ticket.link");
        (await rig.SubmitTicket(Aiko, " https://redmine.example.com/issues/8812 ")).ShouldBeNull();
        rig.Cases[142].Ticket.ShouldBe(new TicketLink("#8812", "https://redmine.example.com/issues/8812"));
    }

    [Fact]
    public async Task The_modal_starts_with_the_ticket_there_is_and_submitting_it_unchanged_is_fine()
    {
        var rig = new ButtonRig(Language.English, Accepted());
        await rig.LinkTicket(Aiko, "SHUB-142");
        var input = rig.Slack.Sent[0].Args["view"]!["blocks"]![1]!;
        input["block_id"]!.GetValue<string>().ShouldBe("ticket");
        var initial = input["element"]!["initial_value"]!.GetValue<string>();
        initial.ShouldBe("https://redmine.example.com/issues/8812");
        (await rig.SubmitTicket(Aiko, initial)).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "入力してください")]
    [InlineData("   ", "入力してください")]
    [InlineData("<!channel>", "チケットとして読み取れません")]
    [InlineData("https://user:secret@example.com/issues/1", "取り除いてから")]
    public async Task A_wrong_ticket_is_explained_under_the_field_and_nothing_changes(string? typed, string expected)
    {
        var rig = new ButtonRig(Language.Japanese, Open());
        await rig.LinkTicket(Aiko, "SHUB-142");
        var errors = (await rig.SubmitTicket(Aiko, typed)).ShouldBeOfType<ViewErrorsResponse>().Errors;
        errors.Keys.ShouldBe([LinkTicketModal.TicketInput]);
        errors[LinkTicketModal.TicketInput].ShouldContain(expected);
        rig.Cases[142].Ticket.ShouldBeNull();
    }

    [Fact]
    public async Task A_ticket_for_a_case_deleted_meanwhile_is_explained()
    {
        var rig = new ButtonRig(Language.English, Open());
        await rig.LinkTicket(Aiko, "SHUB-142");
        rig.Cases.Meanwhile = cases => cases.Clear();
        Words(await rig.SubmitTicket(Aiko, "#1")).ShouldContain("SHUB-142 does not exist");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"case":"nonsense"}""")]
    [InlineData("""{"case":7}""")]
    public async Task A_modal_that_is_not_ours_is_answered(string metadata)
    {
        var rig = new ButtonRig(Language.English, Open());
        Words(await rig.SubmitTicketWith(metadata, Aiko, "#1")).ShouldContain("does not belong to any case");
        Words(await rig.SubmitTakeOver(Aiko, metadata)).ShouldContain("does not belong to any case");
        rig.Cases[142].ShouldBe(Open(), new SameCase());
    }

    private static string Words(ViewSubmissionResponse? answer)
    {
        var view = answer.ShouldBeOfType<UpdateViewResponse>().View;
        view.Submit.ShouldBeNull();
        return FakeSlack.Node(view)["blocks"].ShouldBeOfType<JsonArray>()[0]!["text"]!["text"]!.GetValue<string>();
    }

    private sealed class SameCase : IEqualityComparer<SecurityHubBot.Domain.Cases.Case>
    {
        public bool Equals(SecurityHubBot.Domain.Cases.Case? x, SecurityHubBot.Domain.Cases.Case? y) =>
            (x?.State, x?.Assignee, x?.Ticket) == (y?.State, y?.Assignee, y?.Ticket);

        public int GetHashCode(SecurityHubBot.Domain.Cases.Case obj) => 0;
    }
}
