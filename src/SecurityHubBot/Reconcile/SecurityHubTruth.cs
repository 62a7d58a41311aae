using System.Text.Json;
using Amazon.SecurityHub.Model;
using SecurityHubBot.Aws;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>
/// GetFindings in the delegated administrator's account: in the home Region, which shows every member and linked Region, and in each Region
/// of <c>Aws:Regions</c> that is not linked.
/// </summary>
internal sealed class SecurityHubTruth(AwsClients clients, AwsOptions options, Database database) : ISecurityHubTruth
{
    private const int MostResults = 100;

    // A range has two ends, and both have to stay the same from page to page.
    private static readonly TimeSpan LongAfter = TimeSpan.FromDays(366);

    public async Task<IReadOnlyList<TruthScope>> Scopes(CancellationToken cancellationToken)
    {
        try
        {
            var account = await clients.Account(cancellationToken);
            var links = await LinkedRegions.Read(await clients.Home(cancellationToken), cancellationToken);
            // Nothing can be missed where we have no finding.
            var known = await LinkedRegions.Known(links, database, cancellationToken);
            var elsewhere = options.ListedRegions.Concat(known).Where(r => r != clients.HomeRegion).Distinct(StringComparer.Ordinal).ToLookup(links.Contains);
            return
            [
                new TruthScope(account, clients.HomeRegion, [clients.HomeRegion, .. elsewhere[true]]),
                .. elsewhere[false].Where(options.ListedRegions.Contains).Select(region => new TruthScope(account, region, [region])),
            ];
        }
        catch (Exception exception) when (AwsFailure.Is(exception, cancellationToken))
        {
            throw new TruthUnavailableException(AwsFailure.Reason(exception), inner: exception);
        }
    }

    public async Task<TruthPage> Read(TruthScope scope, DateTimeOffset? since, string? token, CancellationToken cancellationToken)
    {
        var request = new GetFindingsRequest
        {
            Filters = since is { } start ? new AwsSecurityFindingFilters { UpdatedAt = [new DateFilter { Start = Text(start), End = Text(start + LongAfter) }] } : null,
            MaxResults = MostResults,
            NextToken = token,
        };
        try
        {
            var hub = await clients.Administrator(scope.Region, cancellationToken);
            var answer = await hub.GetFindingsAsync(request, cancellationToken);
            return new TruthPage([.. answer.Findings.Select(f => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(f.Json))], answer.NextToken is { Length: > 0 } next ? next : null);
        }
        catch (InvalidInputException exception) when (token is not null)
        {
            throw new TruthTokenExpiredException(exception.Message, exception);
        }
        catch (Exception exception) when (AwsFailure.Is(exception, cancellationToken))
        {
            throw new TruthUnavailableException(AwsFailure.Reason(exception), inner: exception);
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
