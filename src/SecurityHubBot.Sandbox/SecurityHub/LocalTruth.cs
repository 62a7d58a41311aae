using System.Net;
using System.Text;
using System.Text.Json;
using SecurityHubBot.Domain;
using SecurityHubBot.Reconcile;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>The local Security Hub as the bot compares with it: one administrator who sees every account and Region, asked over HTTP.</summary>
internal sealed class LocalTruth(Uri page, Organisation organisation) : ISecurityHubTruth, IDisposable
{
    public const string Path = "/findings";

    private const int MostResults = 100;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = page, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>What the endpoint says; AWS's own answers to a wrong request are of the same kind.</summary>
    public static GetFindingsResponse Answer(LocalSecurityHub hub, GetFindingsRequest request)
    {
        if (request.MaxResults is not (null or (>= 1 and <= MostResults)))
        {
            throw new RequestException($"MaxResults must be between 1 and {MostResults}.");
        }

        var (findings, last) = hub.FindingsAfter(Decode(request.NextToken), request.MaxResults ?? MostResults);
        return new GetFindingsResponse(findings, last is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(last)));
    }

    public Task<IReadOnlyList<TruthScope>> Scopes(CancellationToken cancellationToken)
    {
        var administrator = organisation.Accounts[0];
        IReadOnlyList<string> regions = [.. organisation.Accounts.SelectMany(a => a.Regions).Distinct(StringComparer.Ordinal)];
        return Task.FromResult<IReadOnlyList<TruthScope>>([new TruthScope(AccountId.Parse(administrator.AccountId), administrator.Regions[0], regions)]);
    }

    public async Task<TruthPage> Read(TruthScope scope, string? token, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync($"aws{Path}", new GetFindingsRequest(MostResults, token), EmbeddedData.Json, cancellationToken);
            if (response.StatusCode == HttpStatusCode.BadRequest)
            {
                throw new TruthTokenExpiredException(await response.Content.ReadAsStringAsync(cancellationToken));
            }

            response.EnsureSuccessStatusCode();
            var answer = (await response.Content.ReadFromJsonAsync<GetFindingsResponse>(EmbeddedData.Json, cancellationToken))!;
            return new TruthPage([.. answer.Findings.Select(f => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.ToJsonString(EmbeddedData.Json)))], answer.NextToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TruthUnavailableException("The local Security Hub does not answer.", inner: exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? Decode(string? token)
    {
        try
        {
            return token is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw new RequestException("NextToken is none that GetFindings has given.");
        }
    }
}
