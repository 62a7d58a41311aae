using SecurityHubBot.Intake;

namespace SecurityHubBot.Reconcile;

/// <summary>What an event would have told us. Stored by name.</summary>
internal enum RepairKind
{
    /// <summary>A finding that we had never heard of.</summary>
    Missed,
    Fixed,
    Reappeared,
    Archived,

    /// <summary>Security Hub does not have it any more.</summary>
    Deleted,

    /// <summary>Something else that decisions depend on, such as its severity or its resources.</summary>
    Changed,
}

/// <summary>What we hold of a finding, as far as a comparison needs it.</summary>
internal sealed class HeldFinding
{
    public string FindingKey { get; init; } = "";

    public string? Compliance { get; init; }

    public string RecordState { get; init; } = "";

    public long UpdatedAt { get; init; }

    public string ContentHash { get; init; } = "";

    public string StateHash { get; init; } = "";
}

/// <summary>Compares a finding as Security Hub shows it with what we hold. Which of two is newer is decided as in the intake.</summary>
internal static class Comparison
{
    private const string Archived = "ARCHIVED";

    /// <summary>Whether the intake should have it: also what AWS only sends again, which is no repair.</summary>
    public static bool IsNews(HeldFinding? held, FindingRow shown) =>
        held is null
            // What was over before we heard of it concerns nobody.
            ? shown.RecordState != Archived
            : shown.UpdatedAt > held.UpdatedAt || (shown.UpdatedAt == held.UpdatedAt && shown.ContentHash != held.ContentHash);

    /// <summary>Null when nothing has changed that decisions depend on.</summary>
    public static RepairKind? Repair(HeldFinding? held, FindingRow shown)
    {
        if (!IsNews(held, shown) || held?.StateHash == shown.StateHash || (held?.RecordState == Archived && shown.RecordState == Archived))
        {
            return null;
        }

        return held switch
        {
            null => RepairKind.Missed,
            { RecordState: not Archived } when shown.RecordState == Archived => RepairKind.Archived,
            _ when IsFailing(held.RecordState, held.Compliance) && shown is { RecordState: not Archived, Compliance: "PASSED" } => RepairKind.Fixed,
            _ when !IsFailing(held.RecordState, held.Compliance) && IsFailing(shown.RecordState, shown.Compliance) => RepairKind.Reappeared,
            _ => RepairKind.Changed,
        };
    }

    private static bool IsFailing(string recordState, string? compliance) => recordState != Archived && compliance == "FAILED";
}
