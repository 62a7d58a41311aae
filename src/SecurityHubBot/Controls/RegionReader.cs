using System.Collections.Concurrent;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Controls;

namespace SecurityHubBot.Controls;

/// <summary>Controls and standards of one account in one Region, as Security Hub tells them.</summary>
/// <param name="Arns">Of the standards that are enabled.</param>
/// <param name="NotReady">Standards whose controls cannot be switched yet.</param>
/// <param name="AutoEnables">Whether the hub switches new controls on by itself.</param>
internal sealed record RegionReading(
    IReadOnlyList<ControlAssociation> Associations, IReadOnlyDictionary<StandardId, string> Arns, IReadOnlySet<StandardId> NotReady, bool AutoEnables);

/// <summary>Which controls each standard has in each Region: the same for all accounts, so asked once in a plan.</summary>
internal sealed class ControlDefinitions
{
    private readonly ConcurrentDictionary<(string Region, StandardId Standard), Lazy<Task<IReadOnlyList<ControlId>>>> _known = new();

    public async Task<IReadOnlyList<ControlId>> Of(string region, StandardId standard, Func<Task<IReadOnlyList<ControlId>>> ask)
    {
        var answer = _known.GetOrAdd((region, standard), _ => new Lazy<Task<IReadOnlyList<ControlId>>>(ask));
        try
        {
            return await answer.Value;
        }
        catch
        {
            // It was this account's refusal; the next one asks for itself.
            _known.TryRemove(new((region, standard), answer));
            throw;
        }
    }
}

/// <summary>Reads the controls of one account in one Region.</summary>
internal sealed class RegionReader(AwsPatience patience)
{
    public const int MostAtOnce = 100;

    /// <summary>Every control of every standard that is enabled.</summary>
    public async Task<RegionReading> All(IAmazonSecurityHub hub, string region, ControlDefinitions definitions, CancellationToken cancellationToken)
    {
        var standards = await Standards(hub, cancellationToken);
        List<(StandardId, ControlId)> pairs = [];
        foreach (var (standard, (arn, _)) in standards)
        {
            var controls = await definitions.Of(region, standard, () => Controls(hub, arn, cancellationToken));
            pairs.AddRange(controls.Select(c => (standard, c)));
        }

        return await Read(hub, standards, pairs, cancellationToken);
    }

    /// <summary>Only these; those of a standard that is not enabled any more are missing in what comes back.</summary>
    public async Task<RegionReading> These(IAmazonSecurityHub hub, IReadOnlyList<(StandardId Standard, ControlId Control)> pairs, CancellationToken cancellationToken)
    {
        var standards = await Standards(hub, cancellationToken);
        return await Read(hub, standards, [.. pairs.Where(p => standards.ContainsKey(p.Standard))], cancellationToken);
    }

    public async Task<IReadOnlyList<ControlId>> Controls(IAmazonSecurityHub hub, string standardArn, CancellationToken cancellationToken)
    {
        List<ControlId> controls = [];
        string? token = null;
        do
        {
            var request = new ListSecurityControlDefinitionsRequest { StandardsArn = standardArn, MaxResults = MostAtOnce, NextToken = token };
            var page = await patience.Run("ListSecurityControlDefinitions", () => hub.ListSecurityControlDefinitionsAsync(request, cancellationToken), cancellationToken);
            controls.AddRange(page.SecurityControlDefinitions.Where(d => d.CurrentRegionAvailability != "UNAVAILABLE" && ControlId.TryParse(d.SecurityControlId, out _)).Select(d => ControlId.Parse(d.SecurityControlId!)));
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return controls;
    }

    private async Task<Dictionary<StandardId, (string Arn, bool IsReady)>> Standards(IAmazonSecurityHub hub, CancellationToken cancellationToken)
    {
        Dictionary<StandardId, (string, bool)> standards = [];
        string? token = null;
        do
        {
            var request = new GetEnabledStandardsRequest { NextToken = token };
            var page = await patience.Run("GetEnabledStandards", () => hub.GetEnabledStandardsAsync(request, cancellationToken), cancellationToken);
            foreach (var standard in page.StandardsSubscriptions.Where(s => s.StandardsStatus is not ("DELETING" or "FAILED")))
            {
                if (StandardId.TryParse(standard.StandardsArn, out var id))
                {
                    standards[id] = (standard.StandardsArn!, standard.StandardsControlsUpdatable != StandardsControlsUpdatable.NOT_READY_FOR_UPDATES);
                }
            }

            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return standards;
    }

    private async Task<RegionReading> Read(
        IAmazonSecurityHub hub, Dictionary<StandardId, (string Arn, bool IsReady)> standards, List<(StandardId Standard, ControlId Control)> pairs, CancellationToken cancellationToken)
    {
        List<ControlAssociation> associations = [];
        foreach (var chunk in pairs.Chunk(MostAtOnce))
        {
            var ids = chunk.Select(p => new StandardsControlAssociationId { StandardsArn = standards[p.Standard].Arn, SecurityControlId = p.Control.ToString() }).ToList();
            associations.AddRange(await Associations(hub, ids, cancellationToken));
        }

        var autoEnables = associations.Any(ControlComparison.MayBeNew) && await AutoEnables(hub, cancellationToken);
        return new RegionReading(
            associations,
            standards.ToDictionary(s => s.Key, s => s.Value.Arn),
            standards.Where(s => !s.Value.IsReady).Select(s => s.Key).ToHashSet(),
            autoEnables);
    }

    private async Task<List<ControlAssociation>> Associations(IAmazonSecurityHub hub, List<StandardsControlAssociationId> ids, CancellationToken cancellationToken)
    {
        List<ControlAssociation> found = [];
        for (var attempt = 1; ids.Count > 0; attempt++)
        {
            var request = new BatchGetStandardsControlAssociationsRequest { StandardsControlAssociationIds = ids };
            var answer = await patience.Run("BatchGetStandardsControlAssociations", () => hub.BatchGetStandardsControlAssociationsAsync(request, cancellationToken), cancellationToken);
            found.AddRange(answer.StandardsControlAssociationDetails.Select(Association).OfType<ControlAssociation>());
            // A control that a standard does not have in this account is no failure; what passes is asked again.
            ids = attempt < AwsPatience.MostAttempts ? [.. answer.Failures().Where(f => f.IsWorthRetry).Select(f => f.Item)] : [];
            if (ids.Count > 0)
            {
                await patience.Wait(attempt, cancellationToken);
            }
        }

        return found;
    }

    private async Task<bool> AutoEnables(IAmazonSecurityHub hub, CancellationToken cancellationToken) =>
        (await patience.Run("DescribeHub", () => hub.DescribeHubAsync(new DescribeHubRequest(), cancellationToken), cancellationToken)).AutoEnableControls ?? true;

    private static ControlAssociation? Association(StandardsControlAssociationDetail detail) =>
        StandardId.TryParse(detail.StandardsArn, out var standard) && ControlId.TryParse(detail.SecurityControlId, out var control)
            ? new ControlAssociation(standard, control, detail.AssociationStatus == AssociationStatus.ENABLED, detail.UpdatedReason, detail.UpdatedAt is { } at ? new DateTimeOffset(at.ToUniversalTime()) : null)
            : null;
}
