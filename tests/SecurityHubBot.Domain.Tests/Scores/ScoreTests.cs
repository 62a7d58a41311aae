using SecurityHubBot.Domain.Scores;

namespace SecurityHubBot.Domain.Tests.Scores;

public class ScoreTests
{
    // Security Hub's own examples, from its user guide.
    [Theory]
    [InlineData(168, 22, 0, 88)]
    [InlineData(8, 29, 0, 22)]
    [InlineData(6, 35, 0, 15)]
    [InlineData(159, 56, 0, 74)]
    [InlineData(28, 17, 0, 62)]
    [InlineData(357, 158, 0, 69)]
    // Unknown stays in the denominator.
    [InlineData(50, 25, 25, 50)]
    [InlineData(1, 0, 3, 25)]
    [InlineData(0, 0, 3, 0)]
    // Half of one is rounded up.
    [InlineData(1, 7, 0, 13)]
    [InlineData(1, 199, 0, 1)]
    [InlineData(1, 200, 0, 0)]
    [InlineData(99, 101, 0, 50)]
    // 99.6 % is not perfect, and neither is one of many unknown.
    [InlineData(249, 1, 0, 99)]
    [InlineData(249, 0, 1, 99)]
    [InlineData(199, 1, 0, 99)]
    [InlineData(int.MaxValue / 2, 1, 0, 99)]
    [InlineData(250, 0, 0, 100)]
    [InlineData(1, 0, 0, 100)]
    public void A_percentage_is_rounded_half_up_and_is_100_only_when_everything_passed(int passed, int failed, int unknown, int percent) =>
        new Score(passed, failed, unknown).Percent.ShouldBe(percent);

    [Fact]
    public void Without_any_control_there_is_no_percentage()
    {
        Score.None.Percent.ShouldBeNull();
        Score.None.IsPerfect.ShouldBeFalse();
    }
}
