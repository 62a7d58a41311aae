using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Home;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Roles;

namespace SecurityHubBot.Tests.Home;

public sealed class OwnerGroupsTests : IDisposable
{
    private const string Aiko = "U0AIKO001";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero));
    private readonly FakePeople _slack = new();
    private readonly OwnerGroups _groups;

    public OwnerGroupsTests() => _groups = new OwnerGroups(_slack, _clock, NullLogger<OwnerGroups>.Instance);

    [Fact]
    public async Task The_groups_that_somebody_is_in_are_found_and_asked_about_once_in_a_quarter_of_an_hour()
    {
        _slack.Groups["S1"] = [Aiko];
        _slack.Groups["S2"] = ["U0BEN0001"];

        (await Of("S1", "S2")).Groups.ShouldBe(["S1"]);
        (await Of("S1", "S2")).Groups.ShouldBe(["S1"]);
        _slack.GroupQuestions.ShouldBe(2);

        _slack.Groups["S2"].Add(Aiko);
        _clock.Advance(OwnerGroups.KnownFor);
        (await Of("S1", "S2")).Groups.Order().ShouldBe(["S1", "S2"]);
    }

    [Fact]
    public async Task Many_groups_are_asked_about_bit_by_bit_so_that_clicks_need_not_wait()
    {
        for (var i = 0; i < 8; i++)
        {
            _slack.Groups[$"S{i}"] = [Aiko];
        }

        var all = Enumerable.Range(0, 8).Select(i => $"S{i}").ToArray();
        var first = await Of(all);
        first.Groups.Count.ShouldBe(3);
        first.CompleteAt.ShouldNotBeNull().ShouldBeGreaterThan(_clock.GetUtcNow());

        var rounds = 0;
        while ((await Of(all)).CompleteAt is not null)
        {
            _clock.Advance(TimeSpan.FromSeconds(6));
            (++rounds).ShouldBeLessThan(20);
        }

        (await Of(all)).Groups.Count.ShouldBe(8);
        _slack.GroupQuestions.ShouldBe(8);
        rounds.ShouldBeInRange(5, 6);
    }

    [Fact]
    public async Task When_Slack_fails_what_was_known_still_counts_and_Slack_is_left_alone_for_a_while()
    {
        _slack.Groups["S1"] = [Aiko];
        await Of("S1");
        _clock.Advance(OwnerGroups.KnownFor);
        _slack.FailGroups["S1"] = new SlackUncertainException("usergroups.users.list", "timeout");

        (await Of("S1")).Groups.ShouldBe(["S1"]);
        (await Of("S1")).Groups.ShouldBe(["S1"]);
        _slack.GroupQuestions.ShouldBe(2);
    }

    [Fact]
    public async Task A_group_that_does_not_exist_has_nobody_in_it()
    {
        var (groups, completeAt) = await Of("S9");

        groups.ShouldBeEmpty();
        completeAt.ShouldBeNull();
    }

    public void Dispose() => _groups.Dispose();

    private Task<(IReadOnlySet<string> Groups, DateTimeOffset? CompleteAt)> Of(params string[] groups) => _groups.Of(Aiko, groups, CancellationToken.None);
}
