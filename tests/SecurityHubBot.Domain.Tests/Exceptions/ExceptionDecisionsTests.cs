using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using static SecurityHubBot.Domain.Tests.Exceptions.SomeExceptions;

namespace SecurityHubBot.Domain.Tests.Exceptions;

public class ExceptionDecisionsTests
{
    [Fact]
    public void An_approval_names_who_and_until_when()
    {
        var done = Decide(new DecisionForm(true, Today.AddDays(30), " fine ")).ShouldBeOfType<DecisionResult.Done>();

        done.Exception.State.ShouldBe(ExceptionState.Approved);
        done.Exception.DecidedBy.ShouldBe(Approver);
        done.Exception.Until.ShouldBe(Today.AddDays(30));
        done.Exception.Comment.ShouldBe("fine");
        done.Event.ShouldBe(new CaseEvent.ExceptionDecided(12, Approver, Approved: true, Owner, Today.AddDays(30), "fine"));
    }

    [Fact]
    public void Without_another_end_the_requested_one_is_meant() =>
        Decide(new DecisionForm(true, null, null)).ShouldBeOfType<DecisionResult.Done>().Exception.Until.ShouldBe(Today.AddDays(90));

    [Fact]
    public void A_rejection_needs_a_comment_and_no_end()
    {
        Problem(new DecisionForm(false, null, " "), ExceptionField.Comment).ShouldBe(ExceptionProblem.CommentMissing);
        var done = Decide(new DecisionForm(false, Today.AddDays(900), "no")).ShouldBeOfType<DecisionResult.Done>();
        done.Exception.State.ShouldBe(ExceptionState.Rejected);
        done.Exception.Until.ShouldBeNull();
    }

    [Theory]
    [InlineData(91, ExceptionProblem.UntilLonger)]
    [InlineData(0, ExceptionProblem.UntilPast)]
    [InlineData(-5, ExceptionProblem.UntilPast)]
    [InlineData(90, null)]
    [InlineData(1, null)]
    public void The_end_may_be_shortened_and_not_lengthened(int days, ExceptionProblem? problem) =>
        Problem(new DecisionForm(true, Today.AddDays(days), null), ExceptionField.Until).ShouldBe(problem);

    [Fact]
    public void Nothing_chosen_is_no_decision() => Problem(new DecisionForm(null, null, null), ExceptionField.Decision).ShouldBe(ExceptionProblem.DecisionMissing);

    [Fact]
    public void A_comment_has_its_limit() =>
        Problem(new DecisionForm(true, null, new string('x', 2001)), ExceptionField.Comment).ShouldBe(ExceptionProblem.CommentTooLong);

    [Fact]
    public void Nobody_decides_about_their_own_request() =>
        ExceptionDecisions.Decide(Requested(), new DecisionForm(true, null, null), Owner, Today, Noon).ShouldBeOfType<DecisionResult.OwnRequest>();

    [Theory]
    [InlineData(ExceptionState.Approved)]
    [InlineData(ExceptionState.Rejected)]
    [InlineData(ExceptionState.Withdrawn)]
    [InlineData(ExceptionState.Undecided)]
    [InlineData(ExceptionState.Lapsed)]
    public void What_is_no_longer_pending_cannot_be_decided(ExceptionState state) =>
        ExceptionDecisions.Decide(Requested() with { State = state }, new DecisionForm(true, null, null), Approver, Today, Noon).ShouldBeOfType<DecisionResult.NotPending>();

    private static DecisionResult Decide(DecisionForm form) => ExceptionDecisions.Decide(Requested(), form, Approver, Today, Noon);

    private static ExceptionProblem? Problem(DecisionForm form, ExceptionField field) =>
        Decide(form) is DecisionResult.Invalid { Problems: var problems } && problems.TryGetValue(field, out var problem) ? problem : null;
}
