namespace SecurityHubBot.Slack.Tests;

public sealed class SlackTextTests
{
    private const string Zwsp = "\u200B";

    [Theory]
    [InlineData("<!channel>", "&lt;!channel&gt;")]
    [InlineData("<@U1>", "&lt;@U1&gt;")]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("&lt;", "&amp;lt;")]
    [InlineData("\"quoted\" 'x'", "\"quoted\" 'x'")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Three_characters_are_escaped_and_no_others(string? text, string expected) => SlackText.Escape(text).ShouldBe(expected);

    [Theory]
    [InlineData("my_bucket_name", "my_bucket_name")]
    [InlineData("日本_語", "日本_語")]
    [InlineData("*bold*", $"{Zwsp}*{Zwsp}bold{Zwsp}*{Zwsp}")]
    [InlineData("a `b`", $"a {Zwsp}`{Zwsp}b{Zwsp}`{Zwsp}")]
    [InlineData("_<!here>", $"{Zwsp}_{Zwsp}&lt;!here&gt;")]
    [InlineData("~", $"{Zwsp}~{Zwsp}")]
    public void Untrusted_text_neither_pings_nor_formats_and_names_stay_whole(string text, string expected) =>
        SlackText.Untrusted(text).ShouldBe(expected);

    [Theory]
    [InlineData("https://a.b/c", "text", "<https://a.b/c|text>")]
    [InlineData("https://a.b/c", null, "<https://a.b/c>")]
    [InlineData("https://a.b/?x=1&y=2", "a|b>c<d&", "<https://a.b/?x=1&amp;y=2|a¦b&gt;c&lt;d&amp;>")]
    [InlineData("https://a.b/|evil>#<!channel>", "x", "<https://a.b/%7Cevil%3E#%3C!channel%3E|x>")]
    [InlineData("https://a.b/日 本", "two\nlines", "<https://a.b/日%20本|two lines>")]
    [InlineData("javascript:alert(1)", "click", "click")]
    [InlineData("<!channel>", "", "&lt;!channel&gt;")]
    [InlineData("/etc/passwd", "file", "file")]
    public void A_link_cannot_be_left(string url, string? text, string expected) => SlackText.Link(url, text).ShouldBe(expected);

    [Theory]
    [InlineData("U123", "<@U123>")]
    [InlineData("U1> <!channel", "U1&gt; &lt;!channel")]
    [InlineData("", "")]
    public void A_mention_is_made_of_an_id_only(string id, string expected) => SlackText.User(id).ShouldBe(expected);

    [Fact]
    public void Channels_and_groups_have_their_own_marks()
    {
        SlackText.Channel("C1").ShouldBe("<#C1>");
        SlackText.UserGroup("S1").ShouldBe("<!subteam^S1>");
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("abcd", 1, "…")]
    [InlineData("a😀b", 3, "a…")]
    [InlineData("a😀bc", 4, "a😀…")]
    [InlineData("a&amp;bcd", 5, "a…")]
    [InlineData("a&amp;bcd", 7, "a&amp;…")]
    [InlineData("&lt;abcdef", 4, "…")]
    [InlineData("a&bcdefgh", 5, "a&bc…")]
    [InlineData("a < b and c > d", 8, "a < b a…")]
    public void Truncating_counts_utf16_and_cuts_neither_pairs_nor_entities(string text, int max, string expected) =>
        SlackText.Truncate(text, max).ShouldBe(expected);

    [Theory]
    [InlineData("see <https://a.b|c> now", 12, "see …")]
    [InlineData("see <https://a.b|c> now", 21, "see <https://a.b|c> …")]
    [InlineData("see <@U1> and more", 10, "see <@U1>…")]
    [InlineData("plain text here", 6, "plain…")]
    public void Truncating_mrkdwn_leaves_out_a_link_that_does_not_fit(string text, int max, string expected) =>
        SlackText.TruncateMrkdwn(text, max).ShouldBe(expected);

    [Fact]
    public void However_it_is_cut_it_is_never_too_long_and_always_whole()
    {
        const string text = "a&amp;<@U1>😀&lt;x&gt;<https://a.b|c>日本&amp;";
        for (var max = 1; max <= text.Length; max++)
        {
            var cut = SlackText.TruncateMrkdwn(text, max);
            cut.Length.ShouldBeLessThanOrEqualTo(max);
            cut.Count(c => c == '<').ShouldBe(cut.Count(c => c == '>'));
            cut.Count(c => c == '&').ShouldBe(cut.Count(c => c == ';'));
            cut.Count(char.IsHighSurrogate).ShouldBe(cut.Count(char.IsLowSurrogate));
        }
    }
}
