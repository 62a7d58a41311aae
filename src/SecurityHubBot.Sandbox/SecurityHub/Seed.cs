using System.Globalization;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>The state of the first day, from the organisation's data.</summary>
internal static class Seed
{
    public static IEnumerable<TrackedResource> Resources(Organisation organisation, DateTimeOffset now)
    {
        foreach (var seed in organisation.Resources)
        {
            var account = organisation.Named(seed.Account);
            var control = SecurityControls.Get(seed.Control);
            for (var number = 1; number <= seed.Count; number++)
            {
                var name = string.Format(CultureInfo.InvariantCulture, seed.Name ?? account.Name, number);
                yield return Resource(account, control, seed, name, now);
            }
        }
    }

    private static TrackedResource Resource(
        OrganisationAccount account, SecurityControl control, SeedResource seed, string name, DateTimeOffset now)
    {
        var since = now.AddDays(-seed.Days);
        // The last check was some hours ago, at another minute for each, as in a real organisation.
        var minutes = 5 + (name.Sum(c => c) % 600);
        var resource = LocalSecurityHub.NewResource(
            account, seed.Region ?? account.Regions[0], control, control.ResourceType, name, since);
        var settled = seed.Status switch
        {
            ResourceStatus.Passed => resource with { Compliance = ComplianceStatus.Passed, Workflow = WorkflowStatus.Resolved },
            ResourceStatus.Archived => resource.Archive(since),
            _ => resource,
        };
        return settled with { UpdatedAt = now.AddMinutes(-minutes) };
    }
}
