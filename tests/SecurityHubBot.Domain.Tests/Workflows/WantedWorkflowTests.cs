using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Domain.Workflows;

namespace SecurityHubBot.Domain.Tests.Workflows;

public class WantedWorkflowTests
{
    private const string Row = "PolicyRow";
    private static readonly ControlId Control = ControlId.Parse("S3.8");
    private static readonly WorkflowFinding Failing = new(ComplianceStatus.Failed, RecordState.Active, IsOurs: false, ["arn:aws:s3:::a"], ToldIn: null);
    private static readonly WorkflowFinding Ours = Failing with { IsOurs = true };
    private static readonly WorkflowFinding Told = Failing with { ToldIn = "2026-10" };
    private static readonly WorkflowFinding Passed = Failing with { Compliance = ComplianceStatus.Passed };
    private static readonly WorkflowReason Undone = new WorkflowReason.Undone();

    /// <summary>Policy, whether the card stands, the finding, and what is wanted: status, need and note; null when it may be what it is.</summary>
    public static TheoryData<ResponsePolicy, bool, WorkflowFinding, WorkflowWish?> Table => new()
    {
        // Not to be dealt with: hidden at once, with the reason.
        { ResponsePolicy.Ignore, false, Failing, Quiet(By(ResponsePolicy.Ignore)) },
        { ResponsePolicy.Disable, false, Failing, Quiet(By(ResponsePolicy.Disable)) },
        { ResponsePolicy.Ignore, true, Failing, Quiet(By(ResponsePolicy.Ignore)) },
        { ResponsePolicy.Ignore, false, Failing with { Compliance = ComplianceStatus.Warning }, Quiet(By(ResponsePolicy.Ignore)) },
        { ResponsePolicy.Ignore, false, Passed, null },
        { ResponsePolicy.Ignore, false, Passed with { IsOurs = true }, null },

        // Followed: told to Security Hub only when the card is there.
        { ResponsePolicy.Track, false, Failing, null },
        { ResponsePolicy.Track, true, Failing, new WorkflowWish(WorkflowStatus.Notified, WorkflowNeed.Notified, null) },
        { ResponsePolicy.Track, true, Failing with { Compliance = ComplianceStatus.NotAvailable }, null },
        { ResponsePolicy.Track, true, Passed, new WorkflowWish(WorkflowStatus.Resolved, WorkflowNeed.Resolved, null) },

        // What the bot has hidden and has no more reason to hide is to be seen again.
        { ResponsePolicy.Track, false, Ours, new WorkflowWish(WorkflowStatus.New, WorkflowNeed.Seen, Undone) },
        { ResponsePolicy.Track, true, Ours, new WorkflowWish(WorkflowStatus.Notified, WorkflowNeed.Seen, Undone) },
        { ResponsePolicy.Track, true, Passed with { IsOurs = true }, new WorkflowWish(WorkflowStatus.Resolved, WorkflowNeed.Seen, Undone) },
        { ResponsePolicy.Notify, false, Ours, new WorkflowWish(WorkflowStatus.New, WorkflowNeed.Seen, Undone) },
        { ResponsePolicy.Notify, false, Passed with { IsOurs = true, ToldIn = "2026-10" }, new WorkflowWish(WorkflowStatus.Resolved, WorkflowNeed.Seen, Undone) },

        // Only told: hidden when a summary has told it.
        { ResponsePolicy.Notify, false, Failing, null },
        { ResponsePolicy.Notify, false, Told, new WorkflowWish(WorkflowStatus.Suppressed, WorkflowNeed.Told, new WorkflowReason.Told("2026-10")) },
        { ResponsePolicy.Notify, false, Told with { IsOurs = true }, new WorkflowWish(WorkflowStatus.Suppressed, WorkflowNeed.Told, new WorkflowReason.Told("2026-10")) },
        { ResponsePolicy.Notify, false, Passed, null },

        // What AWS has archived, or does not judge, is left alone.
        { ResponsePolicy.Ignore, false, Failing with { RecordState = RecordState.Archived }, null },
        { ResponsePolicy.Track, true, Failing with { RecordState = RecordState.Archived }, null },
        { ResponsePolicy.Ignore, false, Failing with { Compliance = null }, null },
    };

    [Theory, MemberData(nameof(Table))]
    public void A_finding_has_the_status_that_its_policy_and_its_card_say(ResponsePolicy policy, bool cardStands, WorkflowFinding finding, WorkflowWish? wanted) =>
        WantedWorkflow.Of(finding, Around(policy, cardStands)).ShouldBe(wanted);

    [Fact]
    public void Before_a_policy_was_decided_nothing_is_wanted() => WantedWorkflow.Of(Failing, Around(policy: null, cardStands: true)).ShouldBeNull();

    [Theory]
    [InlineData(ExceptionState.Approved, "arn:aws:s3:::a", true)]
    [InlineData(ExceptionState.Approved, "arn:aws:s3:::b", false)]
    [InlineData(ExceptionState.Requested, "arn:aws:s3:::a", false)]
    [InlineData(ExceptionState.Lapsed, "arn:aws:s3:::a", false)]
    [InlineData(ExceptionState.Withdrawn, "arn:aws:s3:::a", false)]
    [InlineData(ExceptionState.Rejected, "arn:aws:s3:::a", false)]
    public void Only_an_approved_exception_hides_and_only_what_it_names(ExceptionState state, string resource, bool hides)
    {
        var wish = WantedWorkflow.Of(Failing, Around(ResponsePolicy.Track, cardStands: true, Exception(7, state, resource)));

        wish!.Status.ShouldBe(hides ? WorkflowStatus.Suppressed : WorkflowStatus.Notified);
        wish.Reason.ShouldBe(hides ? new WorkflowReason.Excepted(new ExceptionId(7)) : null);
    }

    [Fact]
    public void A_finding_about_several_resources_is_hidden_when_all_of_them_are_covered_and_names_the_newest_exception()
    {
        var both = Failing with { Resources = ["arn:aws:s3:::a", "arn:aws:s3:::b"] };
        var one = Exception(7, ExceptionState.Approved, "arn:aws:s3:::a");

        WantedWorkflow.Of(both, Around(ResponsePolicy.Track, cardStands: false, one)).ShouldBeNull();
        WantedWorkflow.Of(both, Around(ResponsePolicy.Track, cardStands: false, one, Exception(8, ExceptionState.Approved, "arn:aws:s3:::a", "arn:aws:s3:::b")))
            .ShouldBe(Quiet(new WorkflowReason.Excepted(new ExceptionId(8))));
    }

    [Fact]
    public void What_an_exception_covers_stays_hidden_while_it_passes() =>
        WantedWorkflow.Of(Passed with { IsOurs = true }, Around(ResponsePolicy.Track, cardStands: false, Exception(7, ExceptionState.Approved, "arn:aws:s3:::a"))).ShouldBeNull();

    public static TheoryData<string> Codes => new("exception:12", "told:2026-10", "undone", "ignore:S3.8:PolicyRow:cis-aws-foundations-benchmark/v/1.4.0", "disable:EC2.19:new-control:");

    [Theory, MemberData(nameof(Codes))]
    public void A_reason_is_read_as_it_was_written(string code)
    {
        WorkflowReason.TryParse(code, out var reason).ShouldBeTrue();
        reason!.ToString().ShouldBe(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("exception:x")]
    [InlineData("maybe:S3.8:PolicyRow:")]
    [InlineData("ignore:nonsense!:PolicyRow:")]
    public void What_another_version_wrote_is_no_reason(string? code) => WorkflowReason.TryParse(code, out _).ShouldBeFalse();

    private static WorkflowWish Quiet(WorkflowReason reason) => new(WorkflowStatus.Suppressed, WorkflowNeed.Quiet, reason);

    private static WorkflowReason.ByPolicy By(ResponsePolicy policy) => new(policy, Control, Row, "");

    private static WorkflowSurroundings Around(ResponsePolicy? policy, bool cardStands, params CaseException[] exceptions) =>
        new(Control, policy, Row, "", HasCase: cardStands || exceptions.Length > 0, cardStands, exceptions);

    private static CaseException Exception(long id, ExceptionState state, params string[] resources) => new(
        new ExceptionId(id), new CaseNumber(1), state, ExceptionScope.Chosen, resources, "reason", Evidence: null, "U1", DateTimeOffset.UnixEpoch, new DateOnly(2027, 1, 1));
}
