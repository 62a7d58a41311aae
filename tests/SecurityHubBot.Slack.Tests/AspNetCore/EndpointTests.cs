using System.Net;
using System.Text;
using System.Text.Json;
using SecurityHubBot.Slack.Tests.Support;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

public sealed class EndpointTests : IAsyncLifetime
{
    private const string Button = """{"type":"block_actions","user":{"id":"U1"},"trigger_id":"t","actions":[{"type":"button","action_id":"@id","block_id":"b","value":"SHUB-1"}]}""";

    private SlackAppDriver _app = null!;

    public async ValueTask InitializeAsync() => _app = await SlackAppDriver.Start();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-8")]
    public async Task A_command_is_answered_by_its_handler(string contentType)
    {
        using var response = await _app.Command("status", contentType);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync())
            .ShouldBe("""{"text":"did status","unfurl_links":false,"unfurl_media":false,"response_type":"ephemeral"}""");
    }

    [Fact]
    public async Task A_command_without_answer_gets_an_empty_200()
    {
        using var response = await _app.Command("nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Nobody_is_told_that_what_has_no_handler_was_done()
    {
        using var command = await _app.Send("/slack/command", SlackAppDriver.CommandBody("x", "/other"));
        using var modal = await _app.Interaction("""{"type":"view_submission","user":{"id":"U1"},"view":{"callback_id":"other"}}""");
        using var shortcut = await _app.Interaction("""{"type":"message_action","user":{"id":"U1"},"callback_id":"other"}""");

        foreach (var response in new[] { command, modal, shortcut })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await response.Content.ReadAsStringAsync()).ShouldBe("");
        }
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("json")]
    public async Task A_handler_that_throws_gives_an_empty_500_whatever_it_throws(string text)
    {
        using var response = await _app.Command(text);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("");
    }

    [Fact]
    public async Task A_button_reaches_the_handler_of_its_id_or_of_the_rule_that_accepts_it()
    {
        using var exact = await _app.Interaction(Button.Replace("@id", "case.accept"));
        using var rule = await _app.Interaction(Button.Replace("@id", "page:3"));
        using var unknown = await _app.Interaction(Button.Replace("@id", "nobody.knows"));

        foreach (var response in new[] { exact, rule, unknown })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await response.Content.ReadAsStringAsync()).ShouldBe("");
        }

        _app.Handled.Things.ShouldBe(["button case.accept SHUB-1 by U1", "button page:3 SHUB-1 by U1"]);
    }

    [Fact]
    public async Task A_known_id_on_another_kind_of_element_is_not_given_to_the_handler()
    {
        using var response = await _app.Interaction(
            """{"type":"block_actions","actions":[{"type":"brand_new_element","action_id":"case.accept"},null]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_modal_is_submitted_refused_and_closed()
    {
        const string View = """{"type":"@type","user":{"id":"U1"},"view":{"id":"V1","callback_id":"ticket.link","state":{"values":{"ticket_block":{"ticket":{"type":"plain_text_input","value":"@v"}}}}}}""";

        using var good = await _app.Interaction(View.Replace("@type", "view_submission").Replace("@v", "#8812"));
        using var wrong = await _app.Interaction(View.Replace("@type", "view_submission").Replace("@v", "wrong"));
        using var closed = await _app.Interaction(View.Replace("@type", "view_closed"));

        (await good.Content.ReadAsStringAsync()).ShouldBe("");
        (await wrong.Content.ReadAsStringAsync()).ShouldBe("""{"errors":{"ticket_block":"no"},"response_action":"errors"}""");
        closed.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["ticket #8812", "ticket wrong", "closed ticket.link"]);
    }

    [Fact]
    public async Task Options_come_from_their_provider_and_an_unknown_id_has_none()
    {
        using var known = await _app.Interaction("""{"type":"block_suggestion","action_id":"owner","value":"ya"}""", "/slack/options");
        using var unknown = await _app.Interaction("""{"type":"block_suggestion","action_id":"x","value":"ya"}""", "/slack/options");

        (await known.Content.ReadAsStringAsync()).ShouldBe("""{"options":[{"text":{"type":"plain_text","text":"ya"},"value":"v"}]}""");
        (await unknown.Content.ReadAsStringAsync()).ShouldBe("""{"options":[]}""");
    }

    [Fact]
    public async Task A_message_shortcut_brings_its_message()
    {
        using var response = await _app.Interaction(
            """{"type":"message_action","callback_id":"shortcut","message":{"type":"message","ts":"1700000000.000100"}}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["shortcut on 1700000000.000100"]);
    }

    [Theory]
    [InlineData("/slack/command", "text=only")]
    [InlineData("/slack/command", "")]
    [InlineData("/slack/action", "payload=")]
    [InlineData("/slack/action", "payload={}&payload={}")]
    [InlineData("/slack/action", "payload=[1]")]
    [InlineData("/slack/action", "payload=null")]
    [InlineData("/slack/action", "payload={\"type\":\"block_actions\",\"actions\":7}")]
    [InlineData("/slack/action", "payload={\"type\":\"\\ud800\"}")]
    [InlineData("/slack/action", "nothing=here")]
    [InlineData("/slack/options", "payload={")]
    [InlineData("/slack/event", "")]
    [InlineData("/slack/event", "[]")]
    [InlineData("/slack/event", "null")]
    [InlineData("/slack/event", "not json")]
    [InlineData("/slack/event", """{"type":"event_callback","event":{"type":"app_mention"}}""")]
    [InlineData("/slack/event", """{"type":"event_callback","event_id":"E"}""")]
    [InlineData("/slack/event", """{"type":"event_callback","event_id":"E","event":{"type":"message","ts":"yesterday"}}""")]
    [InlineData("/slack/event", """{"type":"url_verification"}""")]
    [InlineData("/slack/event", """{"event_id":"E","event":{"type":"app_mention"}}""")]
    public async Task What_cannot_be_read_is_a_400_and_the_app_lives_on(string path, string body)
    {
        using var response = await _app.Send(path, body);
        using var next = await _app.Command("status");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_and_forms_with_too_many_fields_are_a_400()
    {
        foreach (var body in new[] { [0x70, 0xff, 0xfe], Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 5000).Select(i => $"f{i}=1"))) })
        {
            var now = SlackAppDriver.Now;
            var signature = Slack.AspNetCore.SlackSignature.Sign(SlackAppDriver.Secret, now, body);
            using var response = await _app.SendRaw(
                "/slack/action", body, [("X-Slack-Request-Timestamp", $"{now}"), ("X-Slack-Signature", signature)]);

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task More_than_four_megabytes_are_a_413_also_without_a_length()
    {
        var tooMuch = new byte[(4 * 1024 * 1024) + 1];
        using var known = await _app.SendRaw("/slack/event", tooMuch, []);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/event") { Content = new StreamContent(new MemoryStream(tooMuch)) };
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await _app.Http.SendAsync(request);

        known.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        chunked.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task An_ssl_check_gets_its_200_without_signature_and_does_nothing_else()
    {
        var body = Encoding.UTF8.GetBytes("ssl_check=1&" + SlackAppDriver.CommandBody("x"));
        using var posted = await _app.SendRaw("/slack/command", body, []);
        using var got = await _app.Http.GetAsync("/slack/command?ssl_check=1");
        using var other = await _app.Http.GetAsync("/slack/command");
        using var zero = await _app.SendRaw("/slack/command", "ssl_check=0"u8.ToArray(), []);

        posted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await posted.Content.ReadAsStringAsync()).ShouldBe("");
        got.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        zero.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_url_verification_is_answered_with_its_challenge()
    {
        using var response = await _app.Event("""{"token":"x","challenge":"3eZbrw1a\"B","type":"url_verification"}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("challenge").GetString().ShouldBe("3eZbrw1a\"B");
    }
}
