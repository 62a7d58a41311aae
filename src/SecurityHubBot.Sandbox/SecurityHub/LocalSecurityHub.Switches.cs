namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>What switching controls off and on does to their findings.</summary>
public sealed partial class LocalSecurityHub
{
    // "Typically within 3-5 days": docs.aws.amazon.com/securityhub/latest/userguide/disable-controls-overview.html
    internal static readonly TimeSpan ArchivedAfter = TimeSpan.FromDays(3);

    /// <summary>Since when a control (the last of the three) is off in every standard of an account's Region; null while it is on.</summary>
    internal Func<string, string, string, DateTimeOffset?> OffSince { get; set; } = (_, _, _) => null;

    /// <summary>Archives the findings of controls that have been off for some days, and brings back those of controls that are on again.</summary>
    /// <returns>How many resources have changed.</returns>
    internal int FollowSwitches()
    {
        var changed = 0;
        lock (_lock)
        {
            var now = _time.AsffNow();
            // They may be many, and few are the places that they are in.
            foreach (var place in _store.All.GroupBy(r => (r.AccountId, r.Region, r.ControlId)).ToList())
            {
                var since = OffSince(place.Key.AccountId, place.Key.Region, place.Key.ControlId);
                var isArchived = since is { } off && now - off >= ArchivedAfter;
                var next = isArchived ? place.Where(r => !r.IsArchived).Select(r => r.SwitchOff(now))
                    : since is null ? place.Where(r => r.IsSwitchedOff).Select(r => r.SwitchOn(now))
                    : [];
                // The others when the bot has taken some.
                foreach (var resource in next.TakeWhile(_ => _sender.HasRoom(MostFindings)))
                {
                    Apply(resource);
                    changed++;
                }
            }
        }

        return changed;
    }

    private void DemandChecked(OrganisationAccount account, string region, SecurityControl control)
    {
        if (OffSince(account.AccountId, region, control.Id) is not null)
        {
            throw new RequestException($"{control.Id} is disabled in {account.Name} ({region}), so Security Hub does not check it; choose another control, or enable it first.");
        }
    }
}
