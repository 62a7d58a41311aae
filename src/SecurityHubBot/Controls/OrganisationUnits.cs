using System.Collections.Concurrent;
using Amazon.Organizations.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Controls;

/// <summary>The organisational units above an account. Looked up only where an exception names one, and remembered for a while.</summary>
internal sealed class OrganisationUnits(AwsPatience patience, TimeProvider time, AwsClients? aws = null)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (string? Parent, DateTimeOffset At)> _parents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <returns>Nearest first, the root last.</returns>
    public async Task<IReadOnlyList<string>> Above(AccountId account, CancellationToken cancellationToken)
    {
        List<string> chain = [];
        for (var child = account.ToString(); await Parent(child, cancellationToken) is { } parent; child = parent)
        {
            chain.Add(parent);
        }

        return chain;
    }

    /// <summary>The unit's name; its id where Organizations does not tell it.</summary>
    public async Task<string> Name(string unit, CancellationToken cancellationToken)
    {
        if (_names.TryGetValue(unit, out var known) || aws is null || !unit.StartsWith("ou-", StringComparison.Ordinal))
        {
            return known ?? unit;
        }

        try
        {
            var answer = await patience.Run("DescribeOrganizationalUnit", () => aws.Organizations.DescribeOrganizationalUnitAsync(new DescribeOrganizationalUnitRequest { OrganizationalUnitId = unit }, cancellationToken), cancellationToken);
            return _names[unit] = answer.OrganizationalUnit?.Name ?? unit;
        }
        catch (Amazon.Organizations.AmazonOrganizationsException)
        {
            return unit;
        }
    }

    private async Task<string?> Parent(string child, CancellationToken cancellationToken)
    {
        if (child.StartsWith("r-", StringComparison.Ordinal) || aws is null)
        {
            return null;
        }

        if (_parents.TryGetValue(child, out var known) && time.GetUtcNow() - known.At < KeptFor)
        {
            return known.Parent;
        }

        var answer = await patience.Run("ListParents", () => aws.Organizations.ListParentsAsync(new ListParentsRequest { ChildId = child }, cancellationToken), cancellationToken);
        var parent = answer.Parents.FirstOrDefault()?.Id;
        _parents[child] = (parent, time.GetUtcNow());
        return parent;
    }
}
