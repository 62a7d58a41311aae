using Microsoft.AspNetCore.Http;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.WebApi;

public sealed class ClientTests : IAsyncLifetime
{
    private SlackClientDriver _driver = null!;

    public async ValueTask InitializeAsync() => _driver = await SlackClientDriver.Start();

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task A_post_sends_its_json_with_the_bot_token_and_gives_back_channel_and_ts()
    {
        _driver.Api.Answer = LoopbackSlackApi.Posted;

        var answer = await _driver.Post("C9", "日本語");

        answer.Channel.ShouldBe("C9");
        answer.Ts.ShouldBe(SlackTimestamp.Parse("1700000000.000100"));
        var request = _driver.Api.Requests.ShouldHaveSingleItem();
        request.Method.ShouldBe("chat.postMessage");
        request.Authorization.ShouldBe("Bearer xoxb-test");
        request.ContentType.ShouldBe("application/json; charset=utf-8");
        request.Body.ShouldBe("""{"channel":"C9","text":"日本語","unfurl_links":false,"unfurl_media":false}""");
    }

    [Fact]
    public async Task A_refusal_carries_slacks_code_and_details_and_is_not_repeated()
    {
        _driver.Api.Answer = (_, http) => LoopbackSlackApi.Ok(
            http, """{"ok":false,"error":"invalid_blocks","errors":["must be less than 151 characters"]}""");

        var refused = await Should.ThrowAsync<SlackException>(_driver.Post());

        refused.ErrorCode.ShouldBe("invalid_blocks");
        refused.Details.ShouldBe(["must be less than 151 characters"]);
        refused.MayHaveBeenDone.ShouldBeFalse();
        _driver.Api.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(503, """{"ok":false,"error":"whatever"}""")]
    [InlineData(200, "<html>a proxy's page</html>")]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(200, """{"ok":false,"error":"fatal_error"}""")]
    public async Task An_uncertain_post_is_reported_so_and_never_repeated(int status, string body)
    {
        _driver.Api.Answer = (_, http) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(body);
        };

        var uncertain = await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Post()));

        uncertain.MayHaveBeenDone.ShouldBeTrue();
        _driver.Api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_without_an_answer_in_time_is_uncertain_and_not_repeated()
    {
        _driver.Api.Answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);

        var uncertain = await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Post()));

        uncertain.Reason.ShouldBe("timeout");
        _driver.Api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_whose_connection_drops_after_sending_is_uncertain_and_not_repeated()
    {
        _driver.Api.Answer = (_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Post()));

        _driver.Api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_the_cancellation()
    {
        _driver.Api.Answer = (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var cancel = new CancellationTokenSource();
        var post = _driver.Slack.Chat.PostMessage(new Message { Channel = "C1", Text = "x" }, cancel.Token);
        await Wait.Until(() => _driver.Api.Requests.Count == 1, "the request");

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(post);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_certainly_not_done_after_a_bounded_number_of_tries()
    {
        await using var driver = await SlackClientDriver.Start();
        await driver.Api.DisposeAsync();

        var unreachable = await Should.ThrowAsync<SlackUnreachableException>(driver.Clock.Running(driver.Post()));

        unreachable.MayHaveBeenDone.ShouldBeFalse();
    }

    [Fact]
    public async Task An_update_may_be_repeated_and_is()
    {
        var calls = 0;
        _driver.Api.Answer = (_, http) =>
        {
            http.Response.StatusCode = ++calls < 3 ? 500 : 200;
            return http.Response.WriteAsync("""{"ok":true,"channel":"C1","ts":"1700000000.000100"}""");
        };
        var update = new MessageUpdate { ChannelId = "C1", Ts = SlackTimestamp.Parse("1700000000.000100"), Text = "t" };

        await _driver.Clock.Running(_driver.Slack.Chat.Update(update));

        _driver.Api.Requests.Count.ShouldBe(3);
        _driver.Api.Requests[2].Body.ShouldBe("""{"channel":"C1","ts":"1700000000.000100","text":"t","blocks":[]}""");
    }

    [Fact]
    public async Task Repeating_ends()
    {
        _driver.Api.Answer = (_, http) =>
        {
            http.Response.StatusCode = 502;
            return Task.CompletedTask;
        };

        await Should.ThrowAsync<SlackUncertainException>(_driver.Clock.Running(_driver.Slack.Auth.Test()));

        _driver.Api.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task History_is_asked_as_a_form_and_brings_metadata()
    {
        _driver.Api.Answer = (_, http) => LoopbackSlackApi.Ok(http, """
            {"ok":true,"has_more":true,"response_metadata":{"next_cursor":"n2"},"messages":[
             {"type":"message","ts":"1700000000.000100","text":"x","blocks":[{"type":"new_kind"}],
              "metadata":{"event_type":"shub_case","event_payload":{"case":"SHUB-1"}}}]}
            """);

        var page = await _driver.Slack.Conversations.History(
            "C1", oldestTs: SlackTimestamp.Parse("1699999999.000000"), limit: 5, includeAllMetadata: true);

        _driver.Api.Requests[0].Body.ShouldBe("channel=C1&oldest=1699999999.000000&limit=5&include_all_metadata=true");
        page.HasMore.ShouldBeTrue();
        page.ResponseMetadata.NextCursor.ShouldBe("n2");
        var metadata = page.Messages.ShouldHaveSingleItem().Metadata.ShouldNotBeNull();
        metadata.EventType.ShouldBe("shub_case");
        ((string?)metadata.EventPayload["case"]).ShouldBe("SHUB-1");
    }

    [Fact]
    public async Task Views_and_people_and_groups_are_asked_for_by_their_documented_arguments()
    {
        _driver.Api.Answer = (request, http) => LoopbackSlackApi.Ok(http, request.Method switch
        {
            "views.open" => """{"ok":true,"view":{"id":"V1","hash":"h"}}""",
            "users.info" => """{"ok":true,"user":{"id":"U1","deleted":true,"locale":"ja-JP"}}""",
            "usergroups.users.list" => """{"ok":true,"users":["U1","U2"]}""",
            _ => """{"ok":true,"channel":{"id":"D1"}}""",
        });
        var modal = new ModalViewDefinition { Title = "t", Blocks = [new DividerBlock()] };

        (await _driver.Slack.Views.Open("trigger", modal)).View.Id.ShouldBe("V1");
        var user = await _driver.Slack.Users.Info("U1", includeLocale: true);
        (user.Deleted, user.Locale).ShouldBe((true, "ja-JP"));
        (await _driver.Slack.UserGroupUsers.List("S1")).ShouldBe(["U1", "U2"]);
        (await _driver.Slack.Conversations.Open(["U1"])).ShouldBe("D1");

        _driver.Api.Requests.Select(r => r.Body).ShouldBe([
            """{"trigger_id":"trigger","view":{"type":"modal","title":{"type":"plain_text","text":"t"},"blocks":[{"type":"divider"}]}}""",
            "user=U1&include_locale=true",
            "usergroup=S1",
            """{"users":"U1"}"""]);
    }

    [Fact]
    public async Task People_are_listed_in_pages_and_groups_with_their_handles()
    {
        _driver.Api.Answer = (request, http) => LoopbackSlackApi.Ok(http, request.Method == "users.list"
            ? """{"ok":true,"members":[{"id":"U1","name":"taro","profile":{"display_name":"Taro"}}],"response_metadata":{"next_cursor":"n2"}}"""
            : """{"ok":true,"usergroups":[{"id":"S1","handle":"security-team","name":"Security"}]}""");

        var page = await _driver.Slack.Users.List(limit: 500, cursor: "n1");
        (page.Members.ShouldHaveSingleItem().Name, page.ResponseMetadata.NextCursor).ShouldBe(("taro", "n2"));
        (await _driver.Slack.UserGroups.List()).ShouldHaveSingleItem().Handle.ShouldBe("security-team");

        _driver.Api.Requests.Select(r => r.Body).ShouldBe(["limit=500&cursor=n1", ""]);
    }

    [Fact]
    public async Task An_answer_to_a_response_url_carries_no_token()
    {
        _driver.Api.Answer = (_, http) => http.Response.WriteAsync("ok");

        await _driver.Slack.Respond(
            new Uri(_driver.Api.Url, "respond").ToString(),
            new MessageResponse { Message = new Message { Text = "x" }, ReplaceOriginal = true });

        var request = _driver.Api.Requests.ShouldHaveSingleItem();
        request.Authorization.ShouldBeNull();
        request.Json.GetProperty("response_type").GetString().ShouldBe("ephemeral");
        request.Json.GetProperty("replace_original").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_used_up_response_url_is_a_refusal()
    {
        _driver.Api.Answer = (_, http) =>
        {
            http.Response.StatusCode = 404;
            return http.Response.WriteAsync("used_url");
        };

        var refused = await Should.ThrowAsync<SlackException>(_driver.Slack.Respond(
            new Uri(_driver.Api.Url, "respond").ToString(), new MessageResponse { DeleteOriginal = true }));

        refused.ErrorCode.ShouldBe("used_url");
    }
}
