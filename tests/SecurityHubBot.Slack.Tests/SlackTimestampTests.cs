namespace SecurityHubBot.Slack.Tests;

public sealed class SlackTimestampTests
{
    [Theory]
    [InlineData("1700000000.000100")]
    [InlineData("0.000000")]
    [InlineData("1355517523.999999")]
    public void What_slack_sends_comes_back_as_it_was(string text) => SlackTimestamp.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1700000000")]
    [InlineData("1700000000.1")]
    [InlineData("1700000000.0001000")]
    [InlineData("-1.000000")]
    [InlineData("+1.000000")]
    [InlineData(" 1.000000")]
    [InlineData("01.000000")]
    [InlineData("1.00000a")]
    [InlineData("999999999999999999.000000")]
    public void Anything_else_is_refused(string? text)
    {
        SlackTimestamp.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => SlackTimestamp.Parse(text!));
    }

    [Fact]
    public void Later_is_greater_and_the_time_is_utc()
    {
        var earlier = SlackTimestamp.Parse("999999999.900000");
        var later = SlackTimestamp.Parse("1700000000.000100");

        (earlier < later).ShouldBeTrue();
        later.ToDateTimeOffset().ShouldBe(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddMicroseconds(100));
        SlackTimestamp.FromDateTimeOffset(later.ToDateTimeOffset()).ShouldBe(later);
    }
}
