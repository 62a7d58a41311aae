using SecurityHubBot.Domain.Findings;

namespace SecurityHubBot.Domain.Cases;

public sealed record FoldedResource(FindingResource Resource, CaseResourceState State);

/// <summary>
/// Folds all copies of a problem (per standard, old and new finding ids) into one state per resource, with AWS's own
/// precedence: any FAILED is failing, else any WARNING or NOT_AVAILABLE is unknown, else it passed. Archived copies do not
/// count, so the old copies that AWS archives when consolidated findings are switched on cannot close a case.
/// </summary>
public static class ResourceFold
{
    public static IReadOnlyDictionary<string, FoldedResource> Fold(IEnumerable<FindingFact> findings)
    {
        var folded = new Dictionary<string, FoldedResource>(StringComparer.Ordinal);
        foreach (var finding in findings.Where(f => f.IsActive))
        {
            var state = State(finding.Compliance);
            foreach (var resource in finding.Resources)
            {
                if (!folded.TryGetValue(resource.Id, out var known) || state < known.State)
                {
                    folded[resource.Id] = new FoldedResource(resource, state);
                }
            }
        }

        return folded;
    }

    private static CaseResourceState State(ComplianceStatus? compliance) => compliance switch
    {
        ComplianceStatus.Failed => CaseResourceState.Failing,
        ComplianceStatus.Passed => CaseResourceState.Fixed,
        _ => CaseResourceState.Unknown,
    };
}
