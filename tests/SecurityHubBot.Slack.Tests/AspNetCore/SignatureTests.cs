using System.Net;
using System.Text;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Tests.Support;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

public sealed class SignatureTests : IAsyncLifetime
{
    private SlackAppDriver _app = null!;

    public async ValueTask InitializeAsync() => _app = await SlackAppDriver.Start();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void The_example_of_slacks_documentation_gives_the_documented_signature()
    {
        var body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"u8;

        SlackSignature.Sign("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body)
            .ShouldBe("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-295)]
    [InlineData(295)]
    public async Task What_slack_signed_within_five_minutes_is_handled(int seconds)
    {
        using var response = await _app.Send(
            "/slack/command", SlackAppDriver.CommandBody("x"), timestamp: $"{SlackAppDriver.Now + seconds}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["command x by U1"]);
    }

    public static TheoryData<string, string?, string?> Forgeries => new()
    {
        { "too old", "-310", null },
        { "too far in the future", "310", null },
        { "timestamp is no number", "abc", null },
        { "timestamp has a sign", "+0", null },
        { "timestamp is enormous", "99999999999999999999999", null },
        { "timestamp is empty", "", null },
        { "other signature", "0", "v0=" + new string('a', 64) },
        { "empty signature", "0", "" },
        { "signature without version", "0", new string('a', 64) },
        { "signature of another length", "0", "v0=aa" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forgery_is_refused_with_an_empty_401_and_no_work(string name, string? offset, string? signature)
    {
        foreach (var path in new[] { "/slack/command", "/slack/action", "/slack/options", "/slack/event" })
        {
            var timestamp = int.TryParse(offset, out var seconds) && offset[0] != '+' ? $"{SlackAppDriver.Now + seconds}" : offset;
            using var response = await _app.Send(path, SlackAppDriver.CommandBody("x"), timestamp, signature);

            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, name);
            (await response.Content.ReadAsStringAsync()).ShouldBe("");
        }

        _app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_changed_after_signing_and_an_upper_case_signature_are_refused()
    {
        var signature = SlackSignature.Sign(SlackAppDriver.Secret, SlackAppDriver.Now, Encoding.UTF8.GetBytes(SlackAppDriver.CommandBody("x")));

        using var changed = await _app.Send("/slack/command", SlackAppDriver.CommandBody("y"), signature: signature);
        using var upper = await _app.Send("/slack/command", SlackAppDriver.CommandBody("x"), signature: signature.ToUpperInvariant());

        changed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        upper.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _app.Handled.Things.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public async Task Each_header_must_be_there_exactly_once(int timestamps, int signatures)
    {
        var body = Encoding.UTF8.GetBytes(SlackAppDriver.CommandBody("x"));
        var now = SlackAppDriver.Now;
        var headers = Enumerable.Repeat(("X-Slack-Request-Timestamp", $"{now}"), timestamps)
            .Concat(Enumerable.Repeat(("X-Slack-Signature", SlackSignature.Sign(SlackAppDriver.Secret, now, body)), signatures));

        using var response = await _app.SendRaw("/slack/command", body, [.. headers]);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bytes_are_what_is_signed_and_not_their_decoded_form()
    {
        using var response = await _app.Send("/slack/command", "command=/shub&text=a+b%20%E6%97%A5&user_id=U1");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["command a b 日 by U1"]);
    }
}
