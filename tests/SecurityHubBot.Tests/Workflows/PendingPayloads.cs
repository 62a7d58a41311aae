using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Tests.Workflows;

/// <summary>What <c>/shub pending</c> answers.</summary>
internal static class PendingPayloads
{
    private static readonly AccountId Shop = AccountId.Parse("123456789012");
    private static readonly PendingData Nothing = new([], [], [], [], 0);

    private static readonly PendingData Much = new(
        [
            new("NEW", PendingReason.Undone, 1), new("NOTIFIED", PendingReason.Card, 142), new("RESOLVED", PendingReason.Fixed, 3),
            new("SUPPRESSED", PendingReason.Exception, 7), new("SUPPRESSED", PendingReason.Ignore, 12_431), new("SUPPRESSED", PendingReason.Disable, 20), new("SUPPRESSED", PendingReason.Told, 1_200),
        ],
        [Finding("S3.8", "SUPPRESSED", PendingReason.Exception), Finding("EC2.19", "NOTIFIED", PendingReason.Card)],
        [new("FindingNotFound", 12), new("InvalidInput", 1), new("FindingSizeExceeded", 1), new("SomethingNew", 2)],
        [Finding("S3.8", "SUPPRESSED", PendingReason.Ignore) with { Error = "FindingNotFound" }, Finding("S3.9", "NEW", PendingReason.Undone) with { Error = "SomethingNew" }],
        3);

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context)
    {
        foreach (var mode in Enum.GetValues<PendingMode>())
        {
            yield return ($"pending, {mode}", PendingView.Render(Much, mode, fault: null, context));
            yield return ($"nothing pending, {mode}", PendingView.Render(Nothing, mode, fault: null, context));
        }

        foreach (var trouble in Enum.GetValues<SecurityHubTrouble>())
        {
            yield return ($"pending, {trouble}", PendingView.Render(Nothing with { Counts = [new("NEW", PendingReason.Undone, 1)], Elsewhere = 1 }, PendingMode.Act, new SecurityHubFault(trouble, "SomeException"), context));
        }
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(CommandContext context, string endless)
    {
        var finding = Finding(endless, endless, PendingReason.Ignore) with { Region = endless, Resource = endless, Error = endless };
        yield return ("hostile pending", PendingView.Render(
            new PendingData([.. Enum.GetValues<PendingReason>().Select(r => new PendingCount(endless, r, long.MaxValue / 100))], [.. Enumerable.Repeat(finding, 5)], [.. Enumerable.Repeat(new PendingError(endless, 1), 5)], [.. Enumerable.Repeat(finding, 5)], long.MaxValue),
            PendingMode.Act,
            new SecurityHubFault(SecurityHubTrouble.Failing, endless),
            context));
    }

    private static PendingFinding Finding(string control, string workflow, PendingReason reason) => new(Shop, "ap-northeast-1", control, "my-bucket", workflow, reason, Error: null);
}
