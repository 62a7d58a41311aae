using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using static SecurityHubBot.Domain.Tests.Exceptions.SomeExceptions;

namespace SecurityHubBot.Domain.Tests.Exceptions;

public class ExceptionRequestsTests
{
    [Fact]
    public void All_means_what_fails_now_by_name()
    {
        var done = Ask(Form()).ShouldBeOfType<RequestResult.Done>();

        done.Exception.Resources.ShouldBe(["a", "b", "c"]);
        done.Exception.State.ShouldBe(ExceptionState.Requested);
        done.Exception.RequestedBy.ShouldBe(Owner);
        done.Event.ShouldBe(new CaseEvent.ExceptionRequested(Owner, Today.AddDays(90), ExceptionScope.All, 3));
    }

    [Fact]
    public void Chosen_means_only_what_was_chosen_and_still_fails()
    {
        Ask(Form(ExceptionScope.Chosen, "b", "gone")).ShouldBeOfType<RequestResult.Done>().Exception.Resources.ShouldBe(["b"]);
        Problem(Form(ExceptionScope.Chosen, "gone"), ExceptionField.Resources).ShouldBe(ExceptionProblem.ResourcesGone);
        Problem(Form(ExceptionScope.Chosen), ExceptionField.Resources).ShouldBe(ExceptionProblem.ResourcesMissing);
    }

    [Fact]
    public void No_more_than_a_hundred_can_be_chosen_one_by_one()
    {
        var many = Enumerable.Range(0, 101).Select(i => $"bucket-{i:000}").ToArray();
        var result = ExceptionRequests.Request(CaseWith(many), [], Form(ExceptionScope.Chosen, many), Owner, Today, Noon);
        result.ShouldBeOfType<RequestResult.Invalid>().Problems[ExceptionField.Resources].ShouldBe(ExceptionProblem.TooManyResources);
        ExceptionRequests.Request(CaseWith(many), [], Form(), Owner, Today, Noon).ShouldBeOfType<RequestResult.Done>().Exception.Resources.Count.ShouldBe(101);
    }

    [Theory]
    [InlineData(0, ExceptionProblem.UntilPast)]
    [InlineData(-1, ExceptionProblem.UntilPast)]
    [InlineData(366, ExceptionProblem.UntilTooFar)]
    [InlineData(null, ExceptionProblem.UntilMissing)]
    [InlineData(1, null)]
    [InlineData(365, null)]
    public void An_exception_ends_after_today_and_within_a_year(int? days, ExceptionProblem? problem) =>
        Problem(Form() with { Until = days is { } d ? Today.AddDays(d) : null }, ExceptionField.Until).ShouldBe(problem);

    [Theory]
    [InlineData("", ExceptionProblem.ReasonMissing)]
    [InlineData("  \n ", ExceptionProblem.ReasonMissing)]
    [InlineData(null, ExceptionProblem.ReasonMissing)]
    [InlineData("x", null)]
    public void A_reason_is_needed(string? reason, ExceptionProblem? problem) => Problem(Form() with { Reason = reason }, ExceptionField.Reason).ShouldBe(problem);

    [Fact]
    public void A_reason_fits_two_thousand_characters()
    {
        Problem(Form() with { Reason = new string('あ', 2000) }, ExceptionField.Reason).ShouldBeNull();
        Problem(Form() with { Reason = new string('あ', 2001) }, ExceptionField.Reason).ShouldBe(ExceptionProblem.ReasonTooLong);
    }

    [Theory]
    [InlineData("https://wiki.example.com/7?x=1#y", null)]
    [InlineData("  http://intranet/  ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("wiki", ExceptionProblem.EvidenceUnreadable)]
    [InlineData("javascript:alert(1)", ExceptionProblem.EvidenceUnreadable)]
    [InlineData("https://", ExceptionProblem.EvidenceUnreadable)]
    [InlineData("https://wiki.example.com/a b", ExceptionProblem.EvidenceUnreadable)]
    [InlineData("https://me:secret@wiki.example.com/", ExceptionProblem.EvidenceCredentials)]
    public void Evidence_is_an_address_that_may_be_shown_to_everybody(string? typed, ExceptionProblem? problem) =>
        Problem(Form() with { Evidence = typed }, ExceptionField.Evidence).ShouldBe(problem);

    [Fact]
    public void Evidence_that_is_too_long_is_refused_also_when_escaping_makes_it_so()
    {
        Problem(Form() with { Evidence = "https://x/" + new string('a', 991) }, ExceptionField.Evidence).ShouldBe(ExceptionProblem.EvidenceTooLong);
        Problem(Form() with { Evidence = "https://x/" + new string('あ', 300) }, ExceptionField.Evidence).ShouldBe(ExceptionProblem.EvidenceTooLong);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Ask(new ExceptionForm(null, null, [], null, "x")).ShouldBeOfType<RequestResult.Invalid>().Problems.Keys
            .ShouldBe([ExceptionField.Reason, ExceptionField.Scope, ExceptionField.Until, ExceptionField.Evidence], ignoreOrder: true);

    [Theory]
    [InlineData(CaseState.Fixed)]
    [InlineData(CaseState.Withdrawn)]
    public void A_case_that_is_over_needs_no_exception(CaseState state) =>
        ExceptionRequests.Request(CaseWith("a") with { State = state }, [], Form(), Owner, Today, Noon).ShouldBe(new RequestResult.Closed(state));

    [Fact]
    public void What_somebody_has_asked_for_already_is_not_asked_for_twice()
    {
        Ask(Form(), Requested(resources: "b")).ShouldBeOfType<RequestResult.Pending>();
        Ask(Form(ExceptionScope.Chosen, "a"), Requested(resources: "b")).ShouldBeOfType<RequestResult.Done>();
        Ask(Form(ExceptionScope.Chosen, "a"), Requested(ExceptionScope.AllAndFuture, "b")).ShouldBeOfType<RequestResult.Pending>();
        Ask(Form(ExceptionScope.AllAndFuture), Requested(resources: "z")).ShouldBeOfType<RequestResult.Pending>();
        Ask(Form(), Requested(resources: "b") with { State = ExceptionState.Rejected }).ShouldBeOfType<RequestResult.Done>();
    }

    [Fact]
    public void A_renewal_may_be_asked_for_while_the_first_is_still_valid() =>
        Ask(Form(), Approved(resources: ["a", "b", "c"])).ShouldBeOfType<RequestResult.Done>();

    [Fact]
    public void Only_who_asked_takes_it_back_and_only_while_something_may_come_of_it()
    {
        var (pending, _) = ExceptionRequests.Withdraw(Requested(), Owner, Noon).ShouldNotBeNull();
        pending.State.ShouldBe(ExceptionState.Withdrawn);
        pending.EndedAt.ShouldBe(Noon);
        ExceptionRequests.Withdraw(Approved(), Owner, Noon).ShouldNotBeNull().Event.WasApproved.ShouldBeTrue();
        ExceptionRequests.Withdraw(Requested(), Approver, Noon).ShouldBeNull();
        ExceptionRequests.Withdraw(pending, Owner, Noon).ShouldBeNull();
        ExceptionRequests.Withdraw(Requested() with { State = ExceptionState.Lapsed }, Owner, Noon).ShouldBeNull();
    }

    [Theory]
    [InlineData("EX-12", 12)]
    [InlineData("ex-12", 12)]
    [InlineData(" #12 ", 12)]
    [InlineData("12", 12)]
    [InlineData("EX-0", null)]
    [InlineData("EX--1", null)]
    [InlineData("SHUB-12", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_number_is_read_as_people_write_it(string? text, int? number)
    {
        ExceptionId.TryParse(text, out var id).ShouldBe(number is not null);
        id.Value.ShouldBe(number ?? 0);
    }

    private static RequestResult Ask(ExceptionForm form, params CaseException[] known) => ExceptionRequests.Request(CaseWith("a", "b", "c"), known, form, Owner, Today, Noon);

    private static ExceptionProblem? Problem(ExceptionForm form, ExceptionField field) =>
        Ask(form) is RequestResult.Invalid { Problems: var problems } && problems.TryGetValue(field, out var problem) ? problem : null;
}
