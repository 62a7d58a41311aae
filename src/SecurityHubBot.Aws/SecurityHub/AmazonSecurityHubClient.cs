using Amazon.Protocol;
using Amazon.Runtime;

namespace Amazon.SecurityHub;

/// <summary>
/// Security Hub over HTTPS, on the SDK's own pipeline: its credential chain, signature, retries that sign again, and correction of
/// the clock.
/// </summary>
public partial class AmazonSecurityHubClient : AwsJsonClient, IAmazonSecurityHub
{
    private const string ServiceName = "AmazonSecurityHub";

    public AmazonSecurityHubClient()
        : this(new AmazonSecurityHubConfig())
    {
    }

    public AmazonSecurityHubClient(RegionEndpoint region)
        : this(new AmazonSecurityHubConfig { RegionEndpoint = region })
    {
    }

    public AmazonSecurityHubClient(AmazonSecurityHubConfig config)
        : base(config)
    {
    }

    public AmazonSecurityHubClient(AWSCredentials credentials, AmazonSecurityHubConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }
}
