using SecurityHubBot.Domain.Tickets;

namespace SecurityHubBot.Domain.Tests.Tickets;

public class TicketDocumentTests
{
    private const char Invisible = '\u200B';

    [Fact]
    public void Plain_text_has_bare_addresses_and_stars() =>
        new TicketDocument([TicketLine.Of("Resources:"), TicketLine.Bullet("my-bucket", "https://a.example/x"), TicketLine.Bullet("other"), new TicketLine([]), TicketLine.Of("end")])
            .ToPlainText().ShouldBe("Resources:\n* my-bucket https://a.example/x\n* other\n\nend");

    [Fact]
    public void Markdown_has_links_lists_and_breaks_between_lines() =>
        new TicketDocument([TicketLine.Of("one"), TicketLine.Of("two"), new TicketLine([]), TicketLine.Bullet("my-bucket", "https://a.example/x"), TicketLine.Bullet("b")])
            .ToMarkdown().ShouldBe("one  \ntwo\n\n- [my-bucket](<https://a.example/x>)\n- b");

    [Theory]
    [InlineData("my_bucket-1.example.com")]
    [InlineData("arn:aws:s3:::my_bucket/x-y_z")]
    [InlineData("S3.8 バケットは公開しない (1)")]
    public void Names_stay_as_they_are_and_can_be_copied(string name) => TicketText.Harmless(name).ShouldBe(name);

    [Theory]
    [InlineData("@admin look", "@")]
    [InlineData("{{include(secret)}}", "{")]
    [InlineData("[[wiki]]", "[")]
    [InlineData("!https://evil.example/x.png!", "!")]
    [InlineData("<pre>", "<")]
    [InlineData("see #12", "#")]
    [InlineData("`code`", "`")]
    [InlineData("*bold*", "*")]
    public void Markup_in_a_name_does_nothing(string hostile, string starter)
    {
        var harmless = TicketText.Harmless(hostile);

        harmless.Replace(Invisible.ToString(), "", StringComparison.Ordinal).ShouldBe(hostile);
        harmless.ShouldContain(starter + Invisible);
    }

    [Theory]
    [InlineData("@octocat", "@\u200Boctocat")]
    [InlineData("<!-- shub-1-abc -->", "\\<\\!-- shub-1-abc --\\>")]
    [InlineData("](javascript:x)", "\\]\\(javascript:x\\)")]
    [InlineData("#12", "\\#\u200B12")]
    [InlineData("a\nb", "a b")]
    [InlineData("- item", "\\- item")]
    [InlineData("_it_ my_bucket", "\\_it\\_ my_bucket")]
    public void Markdown_in_a_name_does_nothing(string hostile, string expected) => TicketText.EscapeMarkdown(hostile).ShouldBe(expected);

    [Fact]
    public void An_address_ends_where_it_should() => TicketText.Address("https://a.example/<x> y\\").ShouldBe("https://a.example/%3Cx%3E%20y%5C");

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a🪣b", 3, "a…")]
    public void What_is_too_long_ends_in_an_ellipsis(string text, int max, string expected) => TicketText.Truncate(text, max).ShouldBe(expected);
}
