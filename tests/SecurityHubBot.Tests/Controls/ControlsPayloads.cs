using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Controls;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Controls;

/// <summary>What <c>/shub controls</c> answers.</summary>
internal static class ControlsPayloads
{
    private static readonly DateTimeOffset Made = DateTimeOffset.Parse("2026-11-24T03:00:00Z");
    private static readonly PlannedPolicy Baseline = new("11111111-2222-3333-4444-555555555555", "baseline", 120, ["EC2.8"], ["S3.8"], ["S3.13"]);

    private static readonly ControlPlan Much = new(
        Made,
        "wanted",
        new Dictionary<string, string>(),
        [.. Enumerable.Range(1, 12).Select(a => new PlannedRegion(AccountId.Parse($"1000000000{a:00}"), "ap-northeast-1", [.. Enumerable.Range(1, a).Select(c => new PlannedSwitch("s", $"S3.{c}", c == 2, "why"))]))],
        [Baseline],
        [new PendingControl("100000000001", "us-east-1", "s", "Bedrock.1")],
        [.. Enum.GetValues<ControlTroubleKind>().Select(k => new ControlTrouble(k, "100000000001", "us-east-1", "AccessDeniedException"))],
        2_000);

    private static readonly ControlPlan Nothing = Much with { Regions = [], Policies = [], Pending = [], Troubles = [] };

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(Language language, TimeZoneInfo zone)
    {
        yield return ("controls, much differs", ControlsView.Plan(Much, isActing: true, language));
        yield return ("controls, much differs, observing", ControlsView.Plan(Much, isActing: false, language));
        yield return ("controls, nothing differs", ControlsView.Plan(Nothing, isActing: true, language));
        yield return ("controls, only policies differ", ControlsView.OnlyPolicies(Nothing with { Policies = [Baseline] }, language));
        yield return ("controls, proposed", ControlsView.Proposed(new ProposalOutcome.Proposed(3, Much, WithPolicies: false), "<#C0SECURITY>", language));
        yield return ("controls, being applied", ControlsView.BeingApplied(3, Row(PlanState.Approved, 3), language));
        yield return ("controls, being applied, not posted", ControlsView.BeingApplied(3, null, language));
        yield return ("controls, no plan", ControlsView.Status([], null, null, isActing: true, language, zone));
        yield return ("controls, no plan, being made, observing", ControlsView.Status([], null, Made, isActing: false, language, zone));
        foreach (var state in new[] { PlanState.Proposed, PlanState.Approved, PlanState.Done, PlanState.Rejected, PlanState.Stale, PlanState.Replaced })
        {
            var progress = new PlanProgress(12, 5, 78, 40, 2, 1, [new ControlTrouble(ControlTroubleKind.Denied, "100000000001", "us-east-1", "AccessDeniedException")]);
            yield return ($"controls, plan {state}", ControlsView.Status([Row(state, 3), Row(PlanState.Done, 2)], progress, null, isActing: true, language, zone));
        }

        foreach (var sentence in new[] { "Shub.NoRegion", "Shub.Making", "Shub.Stopping", "Answer.Observe", "Shub.Failed.Database", "Shub.Failed.Tables" })
        {
            yield return ($"controls, {sentence}", ControlsView.Sentence(language, sentence));
        }

        yield return ("controls, denied", ControlsView.AwsFailed(new SecurityHubFault(SecurityHubTrouble.Denied, "AccessDeniedException"), language));
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(Language language, string endless)
    {
        var policies = Enumerable.Repeat(Baseline with { Name = endless, SwitchOff = [.. Enumerable.Repeat("S3.8", 200)] }, 40).ToList();
        var plan = Much with { Policies = policies };
        yield return ("hostile controls", ControlsView.Plan(plan, isActing: true, language));
        yield return ("hostile controls proposed", ControlsView.Proposed(new ProposalOutcome.Proposed(long.MaxValue, plan, WithPolicies: true), "#security", language));
        yield return ("hostile controls fault", ControlsView.AwsFailed(new SecurityHubFault(SecurityHubTrouble.Failing, endless), language));
        var row = Row(PlanState.Done, 3) with { Report = ControlJson.Write(plan.Numbers()), RequestedBy = $"cli:{endless}" };
        yield return ("hostile controls status", ControlsView.Status(
            [row, row, row], new PlanProgress(1, 1, 1, 1, 1, 1, [.. Enumerable.Repeat(new ControlTrouble(ControlTroubleKind.Failed, endless, endless, endless), 500)]), Made, isActing: true, language, TimeZoneInfo.Utc));
    }

    private static PlanRow Row(string state, long id) => new()
    {
        Id = id,
        State = state,
        Report = ControlJson.Write(Much.Numbers() with { Troubles = [new TroubleCount(ControlTroubleKind.RoleDenied, 2)] }),
        RequestedBy = "person:U0TANAKA01",
        CreatedAt = Micros.From(Made),
        DecidedBy = "U0SATOKEN1",
        DecidedAt = Micros.From(Made.AddHours(1)),
        Channel = "C0SECURITY",
        Ts = "1700000000.000100",
    };
}
