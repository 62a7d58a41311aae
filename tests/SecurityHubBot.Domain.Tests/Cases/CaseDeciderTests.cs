using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Findings;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Domain.Tests.Cases;

public class CaseDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);
    private static readonly CaseKey Key = new(AccountId.Parse("123456789012"), "ap-northeast-1", ControlId.Parse("S3.8"));

    [Fact]
    public void A_failing_resource_opens_a_case_with_a_due_date()
    {
        var outcome = CaseDecider.Decide(Ask(null, Noon, Fact("bucket", ComplianceStatus.Failed)));

        var opened = outcome.Case.ShouldNotBeNull();
        opened.State.ShouldBe(CaseState.Open);
        opened.Episode.ShouldBe(1);
        opened.DueOn.ShouldBe(new DateOnly(2026, 12, 7));
        opened.Resources.ShouldHaveSingleItem().Id.ShouldBe("bucket");
        outcome.Events.ShouldBe([new CaseEvent.Opened(1)]);
    }

    [Theory]
    [InlineData(ComplianceStatus.Passed)]
    [InlineData(ComplianceStatus.Warning)]
    [InlineData(ComplianceStatus.NotAvailable)]
    [InlineData(null)]
    public void Nothing_but_a_failure_opens_a_case(ComplianceStatus? status) =>
        CaseDecider.Decide(Ask(null, Noon, Fact("bucket", status))).Case.ShouldBeNull();

    [Fact]
    public void An_archived_failure_opens_no_case() =>
        CaseDecider.Decide(Ask(null, Noon, Fact("bucket", ComplianceStatus.Failed) with { RecordState = RecordState.Archived })).Case.ShouldBeNull();

    [Fact]
    public void A_control_that_is_not_tracked_has_no_case() =>
        CaseDecider.Decide(Ask(null, Noon, Fact("bucket", ComplianceStatus.Failed)) with { IsTracked = false, Policy = "notify" }).Case.ShouldBeNull();

    [Fact]
    public void Deciding_again_on_the_same_findings_changes_nothing()
    {
        var first = Opened("a", "b");

        var again = CaseDecider.Decide(Ask(first, Noon.AddHours(12), Fact("a", ComplianceStatus.Failed), Fact("b", ComplianceStatus.Failed)));

        again.Events.ShouldBeEmpty();
        again.Case.ShouldNotBeNull().Resources.ShouldBe(first.Resources);
    }

    [Fact]
    public void Another_failing_resource_joins_the_same_case()
    {
        var outcome = CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(1), Fact("a", ComplianceStatus.Failed), Fact("b", ComplianceStatus.Failed)));

        outcome.Case.ShouldNotBeNull().Unfixed.Select(r => r.Id).ShouldBe(["a", "b"]);
        outcome.Events.ShouldBe([new CaseEvent.ResourcesChanged(1, 0, 2)]);
    }

    [Fact]
    public void Fixing_one_of_two_keeps_the_case_open()
    {
        var outcome = CaseDecider.Decide(Ask(Opened("a", "b"), Noon.AddHours(1), Fact("a", ComplianceStatus.Passed), Fact("b", ComplianceStatus.Failed)));

        outcome.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Open);
        outcome.Events.ShouldBe([new CaseEvent.ResourcesChanged(0, 1, 1)]);
    }

    [Theory]
    [InlineData(ComplianceStatus.Passed, RecordState.Active)]
    [InlineData(ComplianceStatus.Failed, RecordState.Archived)]
    public void Passed_and_archived_both_fix(ComplianceStatus compliance, RecordState record)
    {
        var outcome = CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(5), Fact("a", compliance) with { RecordState = record }));

        outcome.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Fixed);
        outcome.Events.ShouldBe([new CaseEvent.Fixed(null, TimeSpan.FromHours(5), 1)]);
    }

    [Fact]
    public void A_finding_that_is_gone_is_fixed() =>
        CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(5))).Case.ShouldNotBeNull().State.ShouldBe(CaseState.Fixed);

    [Theory]
    [InlineData(ComplianceStatus.Warning)]
    [InlineData(ComplianceStatus.NotAvailable)]
    public void What_aws_cannot_judge_is_not_fixed(ComplianceStatus status)
    {
        var next = CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(5), Fact("a", status))).Case.ShouldNotBeNull();

        next.IsOpen.ShouldBeTrue();
        next.Resources.ShouldHaveSingleItem().State.ShouldBe(CaseResourceState.Unknown);
    }

    [Fact]
    public void One_standards_copy_still_failing_keeps_the_resource_failing() =>
        CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(5), Fact("a", ComplianceStatus.Passed), Fact("a", ComplianceStatus.Failed)))
            .Case.ShouldNotBeNull().IsOpen.ShouldBeTrue();

    [Fact]
    public void Old_copies_archived_by_consolidation_do_not_close_the_case() =>
        CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(5), Fact("a", ComplianceStatus.Failed) with { RecordState = RecordState.Archived }, Fact("a", ComplianceStatus.Failed)))
            .Case.ShouldNotBeNull().IsOpen.ShouldBeTrue();

    [Fact]
    public void Failing_again_within_a_day_is_the_same_episode_with_the_same_due_date()
    {
        var accepted = Opened("a") with { State = CaseState.Accepted, Assignee = "U1", AcceptedAt = Noon };
        var closed = CaseDecider.Decide(Ask(accepted, Noon.AddDays(3))).Case.ShouldNotBeNull();

        var outcome = CaseDecider.Decide(Ask(closed, Noon.AddDays(4), Fact("a", ComplianceStatus.Failed)));

        var relapsed = outcome.Case.ShouldNotBeNull();
        (relapsed.Episode, relapsed.DueOn, relapsed.State, relapsed.Assignee).ShouldBe((1, accepted.DueOn, CaseState.Accepted, "U1"));
        outcome.Events.ShouldBe([new CaseEvent.Relapsed(1)]);
    }

    [Fact]
    public void Failing_again_later_is_a_new_episode_with_a_new_due_date_and_the_same_ticket()
    {
        var closed = CaseDecider.Decide(Ask(Opened("a") with { Assignee = "U1", Ticket = new TicketLink("#1", null) }, Noon.AddDays(3))).Case.ShouldNotBeNull();

        var outcome = CaseDecider.Decide(Ask(closed, Noon.AddDays(4).AddSeconds(1), Fact("a", ComplianceStatus.Failed)));

        var episode = outcome.Case.ShouldNotBeNull();
        (episode.Episode, episode.DueOn, episode.State, episode.Assignee, episode.Ticket).ShouldBe((2, new DateOnly(2026, 12, 11), CaseState.Open, null, closed.Ticket));
        outcome.Events.ShouldBe([new CaseEvent.NewEpisode(2, episode.DueOn, 1)]);
    }

    [Fact]
    public void A_policy_that_no_longer_tracks_withdraws_the_case()
    {
        var outcome = CaseDecider.Decide(Ask(Opened("a"), Noon.AddHours(1), Fact("a", ComplianceStatus.Failed)) with { IsTracked = false, Policy = "ignore" });

        outcome.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Withdrawn);
        outcome.Events.ShouldBe([new CaseEvent.Withdrawn("ignore")]);
    }

    [Fact]
    public void A_changed_severity_or_due_rule_shows_in_the_open_case()
    {
        var question = Ask(Opened("a"), Noon.AddHours(1), Fact("a", ComplianceStatus.Failed)) with { Severity = Severity.Critical, DueOn = _ => new DateOnly(2026, 11, 30) };

        var outcome = CaseDecider.Decide(question);

        outcome.Events.ShouldBe([new CaseEvent.SeverityChanged(Severity.High, Severity.Critical), new CaseEvent.DueChanged(new DateOnly(2026, 12, 7), new DateOnly(2026, 11, 30))]);
    }

    [Fact]
    public void A_second_person_is_asked_before_taking_over()
    {
        var held = Opened("a") with { State = CaseState.Accepted, Assignee = "U1" };

        CaseCommands.Accept(held, "U1", insteadOf: null, Noon).ShouldBeOfType<AcceptResult.AlreadyYours>();
        CaseCommands.Accept(held, "U2", insteadOf: null, Noon).ShouldBe(new AcceptResult.HeldBy("U1"));
        CaseCommands.Accept(held, "U2", insteadOf: "U9", Noon).ShouldBe(new AcceptResult.HeldBy("U1"));
        CaseCommands.Accept(held, "U2", insteadOf: "U1", Noon).ShouldBeOfType<AcceptResult.Done>().Case.Assignee.ShouldBe("U2");
    }

    [Fact]
    public void A_closed_case_cannot_be_accepted() =>
        CaseCommands.Accept(Opened("a") with { State = CaseState.Fixed }, "U1", insteadOf: null, Noon).ShouldBe(new AcceptResult.Closed(CaseState.Fixed));

    private static Case Opened(params string[] resources) =>
        CaseDecider.Decide(Ask(null, Noon, [.. resources.Select(r => Fact(r, ComplianceStatus.Failed))])).Case.ShouldNotBeNull() with { Number = new CaseNumber(1) };

    private static FindingFact Fact(string resource, ComplianceStatus? compliance) =>
        new(compliance, RecordState.Active, Severity.High, "title", [], [new FindingResource(resource, "AwsS3Bucket", "ap-northeast-1", "aws")]);

    private static CaseQuestion Ask(Case? current, DateTimeOffset now, params FindingFact[] findings) =>
        new(Key, current, findings, IsTracked: true, "track", Severity.High, [], "title", at => DateOnly.FromDateTime(at.UtcDateTime).AddDays(14), now);
}
