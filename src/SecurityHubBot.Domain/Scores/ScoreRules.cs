using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Scores;

/// <summary>
/// The score as Security Hub computes it, which no API tells.
/// https://docs.aws.amazon.com/securityhub/latest/userguide/standards-security-score.html and
/// https://docs.aws.amazon.com/securityhub/latest/userguide/controls-overall-status.html
/// </summary>
public static class ScoreRules
{
    /// <summary>All of these accounts as one: a control is failed when it is in any of them, and counts once.</summary>
    public static ScoreCard Judge(IEnumerable<ControlFact> facts, IEnabledControls enabled, ControlCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var sheet = new ScoreSheet();
        foreach (var fact in facts)
        {
            sheet.Add(fact, enabled);
        }

        return sheet.Card(catalogue);
    }

    /// <summary>The catalogue's word, else that of the failed findings, else what a case of an unknown control gets.</summary>
    public static Severity SeverityOf(ControlId control, FindingCounts findings, ControlCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.Find(control)?.Severity ?? findings.FailedSeverity ?? Severity.Medium;
    }
}
