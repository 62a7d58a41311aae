using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Aws;

/// <summary>Whose findings the home Region shows beside its own, as its finding aggregator says.</summary>
/// <param name="All">Every Region, but for those in <paramref name="Regions"/>.</param>
internal sealed record RegionLinks(bool All, IReadOnlyList<string> Regions)
{
    public static RegionLinks None { get; } = new(All: false, []);

    public bool Contains(string region) => Regions.Contains(region, StringComparer.Ordinal) != All;
}

internal static class LinkedRegions
{
    /// <summary>The linked Regions by name. Which are all Regions nobody says: then those that there are findings of.</summary>
    public static async Task<IReadOnlyList<string>> Known(RegionLinks links, Database database, CancellationToken cancellationToken) => links.All
        ? [.. (await database.Read(session => session.Query<string>("select distinct region from findings"), cancellationToken)).Where(links.Contains).Order(StringComparer.Ordinal)]
        : links.Regions;

    /// <summary>GetFindingAggregator's <c>RegionLinkingMode</c>; nothing is linked where there is no aggregator.</summary>
    public static async Task<RegionLinks> Read(IAmazonSecurityHub home, CancellationToken cancellationToken)
    {
        var listed = await home.ListFindingAggregatorsAsync(new ListFindingAggregatorsRequest(), cancellationToken);
        if (listed.FindingAggregators is not [{ FindingAggregatorArn: { } arn }, ..])
        {
            return RegionLinks.None;
        }

        var aggregator = await home.GetFindingAggregatorAsync(new GetFindingAggregatorRequest { FindingAggregatorArn = arn }, cancellationToken);
        return aggregator.RegionLinkingMode switch
        {
            "SPECIFIED_REGIONS" => new RegionLinks(All: false, aggregator.Regions),
            "ALL_REGIONS" => new RegionLinks(All: true, []),
            "ALL_REGIONS_EXCEPT_SPECIFIED" => new RegionLinks(All: true, aggregator.Regions),
            _ => RegionLinks.None,
        };
    }
}
