using System.Collections.Concurrent;
using Amazon.Organizations;
using Amazon.RateLimits;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityHub;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Aws;

/// <summary>
/// Clients of Security Hub in the administrator's account with the bot's own credentials, and in members' accounts with the role that is
/// assumed there. All of them together keep to AWS's rates. Only where <c>Aws:Region</c> is set.
/// </summary>
internal sealed class AwsClients : IDisposable
{
    // The SDK waits by the wall clock and says nothing; who calls waits by the bot's and says why.
    private const int Retries = 2;

    private readonly AwsOptions _options;
    private readonly AwsEndpoints _endpoints;
    private readonly AwsRateLimits _limits;
    private readonly AWSCredentials _own;
    private readonly IAmazonSecurityTokenService _sts;
    private readonly ConcurrentDictionary<string, IAmazonSecurityHub> _administrator = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AccountId, MemberCredentials> _members = new();
    private AccountId? _account;

    public AwsClients(AwsOptions options, AwsEndpoints endpoints, AwsRateLimits limits, AWSCredentials? credentials = null)
    {
        (_options, _endpoints, _limits) = (options, endpoints, limits);
        _own = credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials();
        _sts = new AmazonSecurityTokenServiceClient(_own, endpoints.Apply(new AmazonSecurityTokenServiceConfig { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = Retries }, "STS", options.HomeRegion));
        Organizations = new RateLimitedOrganizationsClient(_own, endpoints.Apply(Standard(new AmazonOrganizationsConfig()), "ORGANIZATIONS", OrganizationsRegion(options.Partition)), limits);
    }

    public string HomeRegion => _options.HomeRegion;

    public IAmazonOrganizations Organizations { get; }

    /// <summary>The account whose credentials the bot has: Security Hub's delegated administrator.</summary>
    public async Task<AccountId> Account(CancellationToken cancellationToken)
    {
        if (_account is { } known)
        {
            return known;
        }

        var identity = await _sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
        _account = AccountId.Parse(identity.Account);
        return _account.Value;
    }

    /// <summary>In the home Region, where findings of all Regions and accounts are.</summary>
    public Task<IAmazonSecurityHub> Home(CancellationToken cancellationToken) => Administrator(HomeRegion, cancellationToken);

    /// <summary>With the bot's own credentials. Belongs to this object; do not dispose it.</summary>
    public async Task<IAmazonSecurityHub> Administrator(string region, CancellationToken cancellationToken)
    {
        var account = await Account(cancellationToken);
        return _administrator.GetOrAdd(region, r => new RateLimitedSecurityHubClient(_own, Config(r), _limits, account.ToString(), r));
    }

    /// <summary>
    /// In a member's account, with the role that is assumed there; in the administrator's own with the bot's credentials. Dispose it after use:
    /// the session and the rate are kept for the next.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>Aws:MemberRoleName</c> is not set.</exception>
    public async Task<IAmazonSecurityHub> Member(AccountId account, string region, CancellationToken cancellationToken)
    {
        var credentials = account == await Account(cancellationToken) ? _own : _members.GetOrAdd(account, Assume);
        return new RateLimitedSecurityHubClient(credentials, Config(region), _limits, account.ToString(), region);
    }

    public void Dispose()
    {
        foreach (var client in _administrator.Values)
        {
            client.Dispose();
        }

        foreach (var credentials in _members.Values)
        {
            credentials.Dispose();
        }

        Organizations.Dispose();
        _sts.Dispose();
    }

    private MemberCredentials Assume(AccountId account)
    {
        var role = _options.MemberRoleName ?? throw new InvalidOperationException("Aws:MemberRoleName is not set; it names the role to assume in members' accounts.");
        return new MemberCredentials(_sts, $"arn:{_options.Partition}:iam::{account}:role/{role}");
    }

    private AmazonSecurityHubConfig Config(string region) => _endpoints.Apply(Standard(new AmazonSecurityHubConfig()), "SECURITYHUB", region);

    private static TConfig Standard<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Retries;
        config.Timeout = TimeSpan.FromSeconds(60);
        return config;
    }

    // Organizations is in one Region of each partition, and that one is signed for, whatever the endpoint.
    private static string OrganizationsRegion(string partition) => partition switch
    {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
}
