using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Integration.ExceptionBench;

namespace SecurityHubBot.Tests.Integration;

/// <summary>What careless and hostile people type into modals, sent past the workspace's own checks as anybody with the token could not, but a changed Slack might.</summary>
public sealed partial class NastyModalTests
{
    private static readonly string[] Pieces =
    [
        "", " ", "\n", "\u3000", "\u0000", "\u200B", "\u202Egnp.exe\u202C", "مرحبا بالعالم", "👩‍👩‍👧‍👦🇯🇵", "\uD83D", "<!channel>", "<@U0TANAKA01>", "<https://evil.example|click>",
        "*bold* _it_ ~no~ `code` ```block```", "> quote\n>>> all", "&lt;!here&gt; & < >", "=cmd()", "@SUM(A1)", "'; drop table exceptions; --", "{\"kind\":\"x\"}", "%s%n{0}{1}",
        "SHUB-1", "EX-1", "https://user:secret@example.com/", "javascript:alert(1)", "https://例え.jp/道?x=1#y", "http://[::1]/", "file:///etc/passwd", "\\\\server\\share", "<script>alert(1)</script>",
    ];

    public static IEnumerable<string> Texts() =>
    [
        .. Pieces,
        .. Pieces.Select(p => string.Concat(Enumerable.Repeat(p + "長い", 3000))[..Math.Min(10_000, (p.Length + 2) * 3000)]),
        .. Pieces.Select(p => $"公開用です {p} 理由"),
    ];

    [Fact]
    public async Task Nasty_reasons_evidence_and_comments_are_taken_as_text_or_explained_in_the_persons_language()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, speed: 10, "invoices");
        await bench.OpenRequest();
        var request = bench.Slack.OpenView(Owner)!;
        await bench.Slack.CloseViewAsync(Owner);
        var taken = 0;

        foreach (var (text, index) in Texts().Select((t, i) => (t, i)))
        {
            var answer = await Submit(bench, request, Owner, Reason(bench, text, evidence: index % 3 == 0 ? text : null));
            Explained(answer, text, ["reason", "evidence"]);
            if (answer.Length > 0)
            {
                continue;
            }

            taken++;
            await Reject(bench, text);
        }

        await bench.Bot.Settle();
        taken.ShouldBeGreaterThan(20);
        (await bench.Bot.Count("exceptions")).ShouldBe(taken);
        (await bench.Bot.Count("exceptions where state = 'rejected'")).ShouldBe(taken);
        (await bench.Bot.Count("case_messages where last_error is not null and desired > actual")).ShouldBe(0);
        string.Concat(bench.Slack.Messages(TestBot.ShopChannel).Concat(bench.Requests).Select(m => m.Json.ToJsonString())).ShouldNotContain("<!channel>");
    }

    [Fact]
    public async Task Nasty_tickets_are_linked_as_text_or_explained()
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.Slack.ClickAsync(Owner, TestBot.ShopChannel, bench.Card.Ts, "case.link_ticket");
        await bench.Slack.WaitForViewAsync(Owner);
        var modal = bench.Slack.OpenView(Owner)!;

        foreach (var text in Texts())
        {
            Explained(await Submit(bench, modal, Owner, new() { ["ticket"] = PlainText(text) }), text, ["ticket"]);
        }

        await bench.Bot.Settle();
        bench.CardJson.ShouldNotContain("<!channel>");
    }

    [Theory]
    [InlineData("until", """{"type":"datepicker","selected_date":null}""")]
    [InlineData("until", """{"type":"datepicker","selected_date":"9999-12-31"}""")]
    [InlineData("until", """{"type":"datepicker"}""")]
    [InlineData("until", """{"type":"plain_text_input","value":"tomorrow"}""")]
    [InlineData("scope", """{"type":"radio_buttons","selected_option":null}""")]
    [InlineData("scope", """{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"everything"}}""")]
    [InlineData("scope", """{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"chosen"}}""")]
    [InlineData("reason", """{"type":"plain_text_input","value":null}""")]
    [InlineData("reason", """{"type":"checkboxes","selected_options":[]}""")]
    public async Task What_no_modal_of_ours_sends_is_explained_and_asks_for_nothing(string input, string value)
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        await bench.OpenRequest();
        var values = Reason(bench, "公開用です。", evidence: null);
        values[input] = value;

        Explained(await Submit(bench, bench.Slack.OpenView(Owner)!, Owner, values), value, ["reason", "scope", "until", "resources"]);

        (await bench.Bot.Count("exceptions")).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("SHUB-1")]
    [InlineData("{\"case\":\"SHUB-999\"}")]
    [InlineData("{\"case\":\"<!channel>\",\"exception\":\"EX-1\"}")]
    [InlineData("{\"case\":\"SHUB-1\",\"exception\":\"EX-999\"}")]
    public async Task Modals_whose_case_or_exception_is_not_there_say_so(string metadata)
    {
        await using var bench = await Start(DatabaseKind.Sqlite, "invoices");
        foreach (var callback in (string[])["exception.request", "exception.decision", "ticket.link", "case.take_over"])
        {
            var view = new JsonObject { ["type"] = "modal", ["id"] = "V1", ["callback_id"] = callback, ["private_metadata"] = metadata };
            // A ticket can be linked, and an exception asked for, for a case that is there.
            if (!metadata.Contains("EX-999") || callback is "exception.decision" or "case.take_over")
            {
                var values = Reason(bench, "x", null);
                values["ticket"] = PlainText("#8812");
                var answer = await Submit(bench, view, Approver, values);
                answer.ShouldContain("\"update\"", customMessage: callback);
                Explained(answer, metadata, []);
            }
        }
    }

    private static async Task Reject(ExceptionBench bench, string comment)
    {
        var id = await bench.Bot.Count("exceptions");
        var view = new JsonObject { ["type"] = "modal", ["id"] = "V1", ["callback_id"] = "exception.decision", ["private_metadata"] = $$"""{"case":"SHUB-1","exception":"EX-{{id}}"}""" };
        Dictionary<string, string> With(string text) => new()
        {
            ["decision"] = """{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"reject"}}""",
            ["comment"] = PlainText(text),
        };
        var answer = await Submit(bench, view, Approver, With(comment));
        Explained(answer, comment, ["comment"]);
        if (answer.Length > 0)
        {
            (await Submit(bench, view, Approver, With("だめです"))).ShouldBeEmpty();
        }
    }

    /// <summary>Closed, or a sentence in Japanese for one of the inputs or in place of the modal; never the program's own words.</summary>
    private static void Explained(string answer, string text, string[] inputs)
    {
        if (answer.Length == 0)
        {
            return;
        }

        var json = JsonNode.Parse(answer)!;
        var sentences = json["errors"] is JsonObject errors
            ? errors.Select(e => e.Value!.GetValue<string>()).ToList()
            : json["view"]!["blocks"]!.AsArray().Select(b => b!["text"]!["text"]!.GetValue<string>()).ToList();
        sentences.ShouldNotBeEmpty(text);
        foreach (var sentence in sentences)
        {
            Japanese().IsMatch(sentence).ShouldBeTrue($"{text}: {sentence}");
            sentence.ShouldNotContain("Exception", Case.Sensitive);
            sentence.ShouldNotContain("System.");
            sentence.ShouldNotContain("{0}");
        }

        (json["errors"] as JsonObject)?.ShouldAllBe(e => inputs.Contains(e.Key));
    }

    private static Task<string> Submit(ExceptionBench bench, JsonObject view, string user, Dictionary<string, string> values) =>
        SignedInteraction.Submit(bench.Bot, view, user, bench.Now, values);

    private static Dictionary<string, string> Reason(ExceptionBench bench, string reason, string? evidence) => new()
    {
        ["reason"] = PlainText(reason),
        ["evidence"] = PlainText(evidence),
        ["scope"] = """{"type":"radio_buttons","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"all"}}""",
        ["until"] = $$"""{"type":"datepicker","selected_date":"{{bench.Day(30)}}"}""",
    };

    private static string PlainText(string? text) => new JsonObject { ["type"] = "plain_text_input", ["value"] = text }.ToJsonString();

    [GeneratedRegex(@"[\p{IsHiragana}\p{IsKatakana}]", RegexOptions.None, 1000)]
    private static partial Regex Japanese();
}
