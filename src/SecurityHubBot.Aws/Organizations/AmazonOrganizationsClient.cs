using Amazon.Protocol;
using Amazon.Runtime;

namespace Amazon.Organizations;

/// <summary>AWS Organizations over HTTPS, on the SDK's own pipeline. It lives in one Region of each partition.</summary>
public partial class AmazonOrganizationsClient : AwsJsonClient, IAmazonOrganizations
{
    private const string ServiceName = "AmazonOrganizations";

    public AmazonOrganizationsClient()
        : this(new AmazonOrganizationsConfig())
    {
    }

    public AmazonOrganizationsClient(RegionEndpoint region)
        : this(new AmazonOrganizationsConfig { RegionEndpoint = region })
    {
    }

    public AmazonOrganizationsClient(AmazonOrganizationsConfig config)
        : base(config)
    {
    }

    public AmazonOrganizationsClient(AWSCredentials credentials, AmazonOrganizationsConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }
}
