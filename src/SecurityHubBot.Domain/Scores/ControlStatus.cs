using System.Runtime.InteropServices;

namespace SecurityHubBot.Domain.Scores;

/// <summary>How a control stands; each comes before those below it.</summary>
public enum ControlStatus
{
    /// <summary>Switched off, whatever findings are still there: Security Hub takes days to archive them.</summary>
    Disabled,

    /// <summary>No finding that counts: none at all, or all of them archived or suppressed.</summary>
    NoData,
    Failed,

    /// <summary>Nothing has failed, but Security Hub could not tell everywhere.</summary>
    Unknown,
    Passed,
}

/// <summary>The findings of one control, counted. Archived ones are in none of the numbers.</summary>
/// <param name="Unknown">WARNING, NOT_AVAILABLE, or no word at all.</param>
/// <param name="Suppressed">They count as nothing else, whatever they say.</param>
/// <param name="FailedSeverity">The highest of those that failed; null when none did or none says.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FindingCounts(int Passed, int Failed, int Unknown, int Suppressed, Severity? FailedSeverity)
{
    public ControlStatus Status => this switch
    {
        { Failed: > 0 } => ControlStatus.Failed,
        { Unknown: > 0 } => ControlStatus.Unknown,
        { Passed: > 0 } => ControlStatus.Passed,
        _ => ControlStatus.NoData,
    };

    public static FindingCounts operator +(FindingCounts a, FindingCounts b) => new(
        a.Passed + b.Passed,
        a.Failed + b.Failed,
        a.Unknown + b.Unknown,
        a.Suppressed + b.Suppressed,
        a.FailedSeverity is null || b.FailedSeverity > a.FailedSeverity ? b.FailedSeverity : a.FailedSeverity);

    public static FindingCounts Add(FindingCounts left, FindingCounts right) => left + right;
}
