using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Tests.Exceptions;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Domain.Tests.Cases;

/// <summary>What exceptions do to a case.</summary>
public class ExceptedCaseTests
{
    private static readonly DateTimeOffset Now = SomeExceptions.Noon;

    [Fact]
    public void A_case_whose_failing_resources_are_all_excepted_is_excepted()
    {
        var outcome = Decide(Open("a", "b"), [SomeExceptions.Approved(resources: ["a", "b"])], "a", "b");

        outcome.Case!.State.ShouldBe(CaseState.Excepted);
        outcome.Case.DueOn.ShouldBe(Open("a").DueOn);
        outcome.Events.ShouldBe([new CaseEvent.Excepted(2)]);
    }

    [Fact]
    public void A_case_that_is_excepted_in_part_stays_open_with_its_due_date()
    {
        var outcome = Decide(Open("a", "b"), [SomeExceptions.Approved(resources: ["a"])], "a", "b");

        outcome.Case!.State.ShouldBe(CaseState.Open);
        outcome.Case.DueOn.ShouldBe(Open("a").DueOn);
        outcome.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Several_exceptions_cover_together() =>
        Decide(Open("a", "b"), [SomeExceptions.Approved(resources: ["a"]), SomeExceptions.Approved(resources: ["b"])], "a", "b").Case!.State.ShouldBe(CaseState.Excepted);

    [Theory]
    [InlineData(ExceptionState.Requested)]
    [InlineData(ExceptionState.Rejected)]
    [InlineData(ExceptionState.Withdrawn)]
    [InlineData(ExceptionState.Undecided)]
    [InlineData(ExceptionState.Lapsed)]
    public void Only_an_approved_exception_excepts(ExceptionState state) =>
        Decide(Open("a"), [SomeExceptions.Approved(resources: ["a"]) with { State = state }], "a").Case!.State.ShouldBe(CaseState.Open);

    [Fact]
    public void A_resource_that_fails_later_is_not_covered_and_opens_the_case_with_a_fresh_due_date()
    {
        var excepted = Open("a") with { State = CaseState.Excepted };
        var outcome = Decide(excepted, [SomeExceptions.Approved(resources: ["a"])], "a", "b");

        outcome.Case!.State.ShouldBe(CaseState.Open);
        outcome.Case.DueOn.ShouldBe(Due(Now));
        outcome.Events.ShouldBe([new CaseEvent.ResourcesChanged(1, 0, 2), new CaseEvent.Reopened(Due(Now), 1)]);
    }

    [Fact]
    public void Unless_what_fails_later_was_approved_as_well()
    {
        var excepted = Open("a") with { State = CaseState.Excepted };
        Decide(excepted, [SomeExceptions.Approved(ExceptionScope.AllAndFuture, "a")], "a", "b").Case!.State.ShouldBe(CaseState.Excepted);
    }

    [Fact]
    public void At_the_end_of_the_exception_the_case_opens_with_a_fresh_due_date_and_keeps_its_assignee()
    {
        var excepted = Open("a") with { State = CaseState.Excepted, Assignee = "U1", AcceptedAt = Now.AddDays(-2) };
        var outcome = Decide(excepted, [SomeExceptions.Approved(resources: ["a"]) with { State = ExceptionState.Lapsed }], "a");

        outcome.Case!.State.ShouldBe(CaseState.Accepted);
        outcome.Case.Assignee.ShouldBe("U1");
        outcome.Case.OpenedAt.ShouldBe(Now);
        outcome.Case.DueOn.ShouldBe(Due(Now));
        outcome.Case.Episode.ShouldBe(1);
        outcome.Events.ShouldBe([new CaseEvent.Reopened(Due(Now), 1)]);
    }

    [Fact]
    public void An_excepted_case_that_is_fixed_is_fixed() => Decide(Open("a") with { State = CaseState.Excepted }, [SomeExceptions.Approved(resources: ["a"])]).Case!.State.ShouldBe(CaseState.Fixed);

    [Fact]
    public void What_comes_back_while_it_is_excepted_disturbs_nobody()
    {
        var wasFixed = Open("a") with { State = CaseState.Fixed, ClosedAt = Now.AddDays(-5), Resources = [] };
        var outcome = Decide(wasFixed, [SomeExceptions.Approved(resources: ["a"])], "a");

        outcome.Case!.State.ShouldBe(CaseState.Excepted);
        outcome.Case.ClosedAt.ShouldBeNull();
        outcome.Events.ShouldBe([new CaseEvent.Excepted(1)]);
    }

    [Fact]
    public void An_excepted_case_whose_control_is_no_longer_tracked_is_withdrawn() =>
        CaseDecider.Decide(Ask(Open("a") with { State = CaseState.Excepted }, [SomeExceptions.Approved(resources: ["a"])], "a") with { IsTracked = false, Policy = "ignore" })
            .Case!.State.ShouldBe(CaseState.Withdrawn);

    [Fact]
    public void Deciding_again_changes_nothing()
    {
        CaseException[] exceptions = [SomeExceptions.Approved(resources: ["a"])];
        var first = Decide(Open("a"), exceptions, "a").Case!;
        var again = Decide(first, exceptions, "a");

        again.Events.ShouldBeEmpty();
        again.Case.ShouldBe(first with { Resources = again.Case!.Resources });
    }

    private static CaseOutcome Decide(Case current, CaseException[] exceptions, params string[] failing) => CaseDecider.Decide(Ask(current, exceptions, failing));

    private static CaseQuestion Ask(Case current, CaseException[] exceptions, params string[] failing) => new(
        current.Key,
        current,
        [.. failing.Select(f => new FindingFact(ComplianceStatus.Failed, RecordState.Active, Severity.High, current.Title, [], [new FindingResource(f, "AwsS3Bucket", "ap-northeast-1", "aws")]))],
        IsTracked: true,
        "track",
        Severity.High,
        [],
        current.Title,
        Due,
        Now)
    { Exceptions = exceptions };

    private static DateOnly Due(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).AddDays(14);

    private static Case Open(params string[] resources) => SomeExceptions.CaseWith(resources) with { DueOn = Due(Now.AddDays(-3)) };
}
