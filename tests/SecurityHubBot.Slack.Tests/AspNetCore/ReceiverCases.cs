using System.Text;
using SecurityHubBot.Slack.Tests.Support;
using static SecurityHubBot.Slack.Tests.AspNetCore.ReceiverCase;
using static SecurityHubBot.Slack.Tests.AspNetCore.Requests;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

/// <summary>Everything that is sent to both receivers.</summary>
internal static class ReceiverCases
{
    private const string NothingLost = "Nothing that a person entered is lost: a button that is a link has no handler and is no failure either. It is logged.";
    private const string AtOnce = "What has no meaning is refused at once; Bolt lets three seconds pass and answers as if nobody had handled it.";
    private const string ByAddress = "The address says what a body is, whatever a proxy made of its content type.";
    private const int FourMegabytes = 4 * 1024 * 1024;

    private const string Button = """{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"trigger_id":"t","actions":[{"type":"button","action_id":"@id","block_id":"b","value":"SHUB-1"}]}""";
    private const string View = """{"type":"@type","user":{"id":"U1"},"team":{"id":"T1"},"view":{"id":"V1","type":"modal","callback_id":"@id","state":{"values":{"ticket_block":{"ticket":{"type":"plain_text_input","value":"@v"}}}}}}""";
    private const string Suggestion = """{"type":"block_suggestion","user":{"id":"U1"},"team":{"id":"T1"},"action_id":"@id","block_id":"b","value":"ya"}""";
    private const string Shortcut = """{"type":"message_action","user":{"id":"U1"},"team":{"id":"T1"},"callback_id":"@id","channel":{"id":"C1"},"message":{"type":"message","ts":"1700000000.000100"}}""";
    private const string Challenge = """{"token":"x","challenge":"3eZbrw1a\"B日","type":"url_verification"}""";

    public static IReadOnlyList<ReceiverCase> All { get; } =
        [.. Signatures, .. SslChecks, .. Commands, .. Interactions, .. Views, .. Events, .. Unreadable, .. Sizes, .. Addresses];

    private static IEnumerable<ReceiverCase> Signatures =>
    [
        Same("signed now", 200, () => Headed(Timestamp, Signature), hasBody: true),
        Same("signed 290 s ago", 200, () => Signed(CommandPath, Body, -290), hasBody: true),
        Same("signed 310 s ago", 401, () => Signed(CommandPath, Body, -310)),
        Differs("signed 310 s in the future", 200, 401, "Else a request signed far ahead could be repeated until then.", () => Signed(CommandPath, Body, 310)),
        Same("nothing signed", 401, () => Unsigned(CommandPath, Body)),
        Same("no timestamp", 401, () => Headed(Signature)),
        Same("no signature", 401, () => Headed(Timestamp)),
        Same("the timestamp twice", 401, () => Headed(Timestamp, Timestamp, Signature)),
        Same("the signature twice", 401, () => Headed(Timestamp, Signature, Signature)),
        Same("a false signature and the right one", 401, () => Headed(Timestamp, Signature(_ => "v0=00"), Signature)),
        Same("an old timestamp and the right one", 401, () => Headed(Timestamp(now => $"{now - 900}"), Timestamp, Signature)),
        Same("a timestamp in words", 401, () => Headed(Timestamp(_ => "yesterday"), Signature)),
        Same("an empty timestamp", 401, () => Headed(Timestamp(_ => ""), Signature)),
        Same("an empty signature", 401, () => Headed(Timestamp, Signature(_ => ""))),
        Differs("a timestamp with a plus sign", 200, 401, "Slack writes digits and nothing else.", () => Headed(Timestamp(now => $"+{now}"), Signature)),
        Differs("a timestamp with decimals", 200, 401, "Slack writes digits and nothing else.", () => Headed(Timestamp(now => $"{now}.0"), Signature)),
        Same("a timestamp with a leading zero, signed as such", 401, () => SignedAsText(now => $"0{now}")),
        Same("another signature", 401, () => Headed(Timestamp, Signature(_ => "v0=" + new string('a', 64)))),
        Same("the signature in capitals", 401, () => Headed(Timestamp, Signature(s => s.ToUpperInvariant()))),
        Same("the hash in capitals", 401, () => Headed(Timestamp, Signature(s => "v0=" + s[3..].ToUpperInvariant()))),
        Same("another version", 401, () => Headed(Timestamp, Signature(s => "v1=" + s[3..]))),
        Same("no version", 401, () => Headed(Timestamp, Signature(s => s[3..]))),
        Same("half a signature", 401, () => Headed(Timestamp, Signature(s => s[..40]))),
        Differs("something after the signature", 200, 401, "A signature is the whole header; Bolt looks at the part before a second equals sign.", () => Headed(Timestamp, Signature(s => s + "=x"))),
        Same("a body changed after signing", 401, () => Headed(Timestamp, Signature) with { Body = Encoding.UTF8.GetBytes(Body + "&text=y") }),
    ];

    private static IEnumerable<ReceiverCase> SslChecks =>
    [
        Same("ssl_check", 200, () => Unsigned(CommandPath, "ssl_check=1&token=x")),
        Same("ssl_check with a command in it", 200, () => Unsigned(CommandPath, "ssl_check=1&" + Body)),
        Same("ssl_check with a button in it", 200, () => Unsigned(ActionPath, "payload=" + Uri.EscapeDataString(Button.Replace("@id", "case.accept")) + "&ssl_check=1")),
        Same("ssl_check, signed, with a command in it", 200, () => Signed(CommandPath, Body + "&ssl_check=1")),
        Same("ssl_check of 0", 401, () => Unsigned(CommandPath, "ssl_check=0")),
        Same("ssl_check twice", 401, () => Unsigned(CommandPath, "ssl_check=1&ssl_check=1")),
        Same("ssl_check inside a value", 401, () => Unsigned(CommandPath, "text=ssl_check%3D1")),
        Differs("ssl_check with a charset", 401, 200, ByAddress, () => Unsigned(CommandPath, "ssl_check=1") with { ContentType = "application/x-www-form-urlencoded; charset=utf-8" }),
        Differs("ssl_check for events", 200, 401, "Slack checks the addresses of commands and interactions; nothing else is answered unsigned.", () => Unsigned(EventPath, "ssl_check=1")),
        Differs("ssl_check by GET", 404, 200, "So Slack's documentation of commands describes it.", () => new RawRequest("/slack/command?ssl_check=1", []) { Method = "GET", ContentType = null }),
    ];

    private static IEnumerable<ReceiverCase> Commands =>
    [
        Same("a command", 200, () => Signed(CommandPath, SlackAppDriver.CommandBody("日本 <&>")), hasBody: true),
        Same("a command that is answered with nothing", 200, () => Signed(CommandPath, SlackAppDriver.CommandBody("nothing"))),
        Same("a command whose handler throws", 500, () => Signed(CommandPath, SlackAppDriver.CommandBody("throw"))),
        Differs("a command with a charset", 400, 200, ByAddress, () => Signed(Unsigned(CommandPath, Body) with { ContentType = "application/x-www-form-urlencoded; charset=utf-8" }), hasBody: true),
        Same("an unknown command", 404, () => Signed(CommandPath, SlackAppDriver.CommandBody("x", "/other"))),
    ];

    private static IEnumerable<ReceiverCase> Interactions =>
    [
        Same("a button", 200, () => Interacted(Button.Replace("@id", "case.accept"))),
        Differs("an unknown button", 404, 200, NothingLost, () => Interacted(Button.Replace("@id", "nobody.knows"))),
        Same("a message shortcut", 200, () => Interacted(Shortcut.Replace("@id", "shortcut"))),
        Same("an unknown message shortcut", 404, () => Interacted(Shortcut.Replace("@id", "other"))),
        Same("options", 200, () => Interacted(Suggestion.Replace("@id", "owner"), OptionsPath), hasBody: true),
        Differs("options for an unknown menu", 404, 200, "A menu without options says so; one that fails looks like an outage.", () => Interacted(Suggestion.Replace("@id", "other"), OptionsPath), hasBody: true),
    ];

    private static IEnumerable<ReceiverCase> Views =>
    [
        Same("a modal", 200, () => Interacted(View.Replace("@type", "view_submission").Replace("@id", "ticket.link").Replace("@v", "#1"))),
        Same("a modal with a wrong input", 200, () => Interacted(View.Replace("@type", "view_submission").Replace("@id", "ticket.link").Replace("@v", "wrong")), hasBody: true),
        Same("a modal that is closed", 200, () => Interacted(View.Replace("@type", "view_closed").Replace("@id", "ticket.link"))),
        Differs("an unknown modal that is closed", 404, 200, NothingLost, () => Interacted(View.Replace("@type", "view_closed").Replace("@id", "other"))),
        Same("an unknown modal", 404, () => Interacted(View.Replace("@type", "view_submission").Replace("@id", "other"))),
    ];

    private static IEnumerable<ReceiverCase> Events =>
    [
        Same("url_verification", 200, () => Delivered(Challenge), hasBody: true),
        Same("url_verification with a charset", 200, () => Signed(Unsigned(EventPath, Challenge) with { ContentType = "application/json; charset=utf-8" }), hasBody: true),
        Same("url_verification without signature", 401, () => Unsigned(EventPath, Challenge) with { ContentType = Json }),
        Differs("url_verification without challenge", 200, 400, "An answer without challenge would verify nothing; the request is not one of Slack's.", () => Delivered("""{"type":"url_verification"}""")),
        Same("an event", 200, () => Delivered(EventTests.Envelope("Ev1", EventTests.Mention("hello")))),
        Same("an event delivered again", 200, () => With(
            Delivered(EventTests.Envelope("Ev1", EventTests.Mention("hello"))), ("X-Slack-Retry-Num", "1"), ("X-Slack-Retry-Reason", "http_timeout"))),
        Same("an event that comes only as a retry", 200, () => With(
            Delivered(EventTests.Envelope("Ev2", EventTests.Mention("hello"))), ("X-Slack-Retry-Num", "3"), ("X-Slack-Retry-Reason", "http_error"))),
        Same("an event whose handler throws", 200, () => Delivered(EventTests.Envelope("Ev3", EventTests.Mention("throw")))),
        Same("an event that nobody handles", 200, () => Delivered(EventTests.Envelope("Ev4", """{"type":"pin_added","user":"U1","channel_id":"C1","item":{}}"""))),
        Same("an event with a charset", 200, () => Delivered(EventTests.Envelope("Ev5", EventTests.Mention("hello"))) with { ContentType = "application/json; charset=utf-8" }),
        Differs("an event called a form", 404, 200, ByAddress, () => Signed(EventPath, EventTests.Envelope("Ev6", EventTests.Mention("hello")))),
        Differs("an event without id", 200, 400, "Its second delivery could not be told from another event.", () => Delivered(
            $$"""{"type":"event_callback","team_id":"T1","event":{{EventTests.Mention("hello")}}}""")),
        Differs("a notice that events are limited", 404, 200, "It is news, and Slack need not repeat it.", () => Delivered(
            """{"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}""")),
    ];

    private static IEnumerable<ReceiverCase> Unreadable =>
    [
        Same("an event that is not JSON", 400, () => Delivered("not json")),
        Same("half an event", 400, () => Delivered("""{"type":"event_""")),
        Same("an empty event", 400, () => Delivered("")),
        Same("an event that is not JSON, not signed", 401, () => Unsigned(EventPath, "not json") with { ContentType = Json }),
        Same("a payload that is not JSON", 400, () => Interacted("not json")),
        Same("half a payload", 400, () => Interacted("""{"type":"block_actions",""")),
        Same("an empty payload", 400, () => Interacted("")),
        Same("no content type and no JSON", 400, () => Signed(Unsigned(EventPath, "payload=1") with { ContentType = null })),
        Differs("an empty form", 404, 400, AtOnce, () => Signed(CommandPath, "")),
        Differs("an empty action", 404, 400, AtOnce, () => Signed(ActionPath, "")),
        Differs("a form without payload", 404, 400, AtOnce, () => Signed(ActionPath, "nothing=here")),
        Differs("two payloads", 404, 400, AtOnce, () => Signed(ActionPath, "payload={}&payload={}")),
        Differs("a list for an event", 404, 400, AtOnce, () => Delivered("[]")),
        Differs("a command as JSON", 200, 400, ByAddress, () => Signed(Unsigned(
            CommandPath, """{"command":"/shub","text":"x","user_id":"U1","channel_id":"C1","team_id":"T1"}""") with { ContentType = Json })),
        Differs("bytes that are no UTF-8", 401, 400, "The signature is over the bytes, and those it fits.", () => Signed(new RawRequest(EventPath, [0x70, 0xff, 0xfe]) { ContentType = Json })),
    ];

    private static IEnumerable<ReceiverCase> Sizes =>
    [
        Same("4 MB", 200, () => Delivered(OfSize(FourMegabytes))),
        Same("a byte more than 4 MB", 413, () => Delivered(OfSize(FourMegabytes + 1))),
        Same("a byte more than 4 MB without a length", 413, () => Delivered(OfSize(FourMegabytes + 1)) with { Chunked = true }),
        Same("a byte more than 4 MB, not signed", 413, () => Unsigned(CommandPath, new string('a', FourMegabytes + 1))),
        Same("an ssl_check of more than 4 MB", 413, () => Unsigned(CommandPath, "ssl_check=1&a=" + new string('a', FourMegabytes))),
        Same("a command without a length", 200, () => Headed(Timestamp, Signature) with { Chunked = true }, hasBody: true),
    ];

    private static IEnumerable<ReceiverCase> Addresses =>
    [
        Same("an address that nobody has", 404, () => Signed("/slack/other", Body)),
        Differs("GET", 404, 405, "What is there but takes only POST says so.", () => new RawRequest(CommandPath, []) { Method = "GET", ContentType = null }),
    ];

    private static RawRequest SignedAsText(Func<long, string> timestamp)
    {
        var text = timestamp(SlackAppDriver.Now);
        var request = Unsigned(CommandPath, Body);
        return With(request, ("X-Slack-Request-Timestamp", text), ("X-Slack-Signature", SignatureOverText(text, request.Body)));
    }

    private static string OfSize(int bytes)
    {
        var text = EventTests.Envelope($"Ev{bytes}", EventTests.Mention("@"));
        return text.Replace("@", new string('a', bytes - text.Length + 1));
    }
}
