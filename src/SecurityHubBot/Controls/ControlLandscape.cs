using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Members;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Controls;

/// <summary>In which accounts and Regions controls are switched.</summary>
/// <param name="Names">The accounts with their names, the administrator's included.</param>
/// <param name="Troubles">Accounts that are left out.</param>
internal sealed record ControlLandscape(IReadOnlyDictionary<AccountId, string> Names, IReadOnlyList<string> Regions, IReadOnlyList<ControlTrouble> Troubles);

/// <summary>Where controls are switched: members of Security Hub that nobody has suspended, in every Region that is looked after.</summary>
internal sealed class ControlLandscapes(MemberReader members, AwsPatience patience, AwsOptions options, AwsClients aws, Database database)
{
    public async Task<ControlLandscape> Read(CancellationToken cancellationToken)
    {
        var list = await members.Read(cancellationToken);
        return new ControlLandscape(
            list.Active.ToDictionary(m => m.Id, m => m.Name ?? m.Id.ToString()),
            await Regions(cancellationToken),
            [.. list.Suspended.Select(id => new ControlTrouble(ControlTroubleKind.Suspended, id.ToString(), "", ""))]);
    }

    private async Task<IReadOnlyList<string>> Regions(CancellationToken cancellationToken)
    {
        if (options.ListedRegions.Count > 0)
        {
            return options.ListedRegions;
        }

        var hub = await aws.Home(cancellationToken);
        var links = await patience.Run("GetFindingAggregator", () => LinkedRegions.Read(hub, cancellationToken), cancellationToken);
        return [.. (await LinkedRegions.Known(links, database, cancellationToken)).Prepend(aws.HomeRegion).Distinct(StringComparer.Ordinal)];
    }
}
