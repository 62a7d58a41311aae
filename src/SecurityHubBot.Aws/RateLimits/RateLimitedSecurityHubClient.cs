using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecurityHub;

namespace Amazon.RateLimits;

/// <summary>
/// Security Hub in one account and Region, never called faster than AWS allows. Built on nothing but the SDK's client, so that it
/// also fits the real one.
/// </summary>
public sealed class RateLimitedSecurityHubClient : AmazonSecurityHubClient
{
    /// <param name="limits">Shared by every client of the process.</param>
    /// <param name="accountId">The account that the credentials belong to, to whose allowance AWS counts the calls.</param>
    /// <param name="region">The Region that is called.</param>
    public RateLimitedSecurityHubClient(AWSCredentials credentials, AmazonSecurityHubConfig clientConfig, AwsRateLimits limits, string accountId, string region)
        : base(credentials, clientConfig)
    {
        RuntimePipeline.AddHandlerAfter<RetryHandler>(new RateLimitHandler(limits, accountId, region));
        if (credentials is RefreshingAWSCredentials session)
        {
            RuntimePipeline.AddHandler(new FreshSessionHandler(session));
        }
    }
}
