namespace SecurityHubBot.Domain.Findings;

/// <summary>How severe a control is. AWS labels every finding that is not FAILED as INFORMATIONAL, so those say nothing about it.</summary>
public static class ControlSeverityRule
{
    /// <returns>
    /// The catalogue's word, else the failed finding's, else null for "not known". INFORMATIONAL on a failed finding is not
    /// believed either: no control has that severity, but AWS has sent it for findings that had just turned from passed to failed.
    /// </returns>
    public static Severity? Decide(Severity? catalogueSeverity, Finding finding)
    {
        if (catalogueSeverity is not null)
        {
            return catalogueSeverity;
        }

        return finding.Compliance == ComplianceStatus.Failed && finding.Severity != Severity.Informational ? finding.Severity : null;
    }
}
