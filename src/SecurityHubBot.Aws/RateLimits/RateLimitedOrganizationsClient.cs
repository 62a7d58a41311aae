using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.RateLimits;

/// <summary>AWS Organizations, called no faster than it is likely to bear. Its allowance is that of the whole organisation.</summary>
public sealed class RateLimitedOrganizationsClient : AmazonOrganizationsClient
{
    /// <param name="limits">Shared by every client of the process.</param>
    public RateLimitedOrganizationsClient(AWSCredentials credentials, AmazonOrganizationsConfig clientConfig, AwsRateLimits limits)
        : base(credentials, clientConfig) => RuntimePipeline.AddHandlerAfter<RetryHandler>(new RateLimitHandler(limits, AwsRateLimits.Organization, ""));
}
