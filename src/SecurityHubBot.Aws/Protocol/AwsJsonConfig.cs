using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.Protocol;

/// <summary>The configuration that every client here shares. Endpoints and credentials come as every AWS SDK takes them.</summary>
public abstract class AwsJsonConfig : ClientConfig
{
    private protected AwsJsonConfig(string serviceId, string signingName)
        : base(new DefaultConfigurationProvider(Defaults()))
    {
        // Names the environment variable of the endpoint, too: AWS_ENDPOINT_URL_SECURITYHUB.
        ServiceId = serviceId;
        AuthenticationServiceName = signingName;
        RetryMode = RequestRetryMode.Adaptive;
        EndpointProvider = new Endpoints(this);
        Metadata = new ServiceName(serviceId);
    }

    public override string UserAgent => "SecurityHubBot.Aws/1";

    public override string RegionEndpointServiceName => AuthenticationServiceName;

    internal IServiceMetadata Metadata { get; }

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => EndpointProvider.ResolveEndpoint(new AwsEndpointParameters(this));

    /// <summary>AWS's own address of the service in a Region, in every partition.</summary>
    internal abstract string RegionalUrl(RegionEndpoint region);

    internal virtual string SigningRegion(RegionEndpoint region) => region.SystemName;

    private static DefaultConfiguration[] Defaults() =>
        [.. Enum.GetValues<DefaultConfigurationMode>().Select(mode => new DefaultConfiguration { Name = mode, RetryMode = RequestRetryMode.Standard })];

    private sealed class Endpoints(AwsJsonConfig own) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters)
        {
            var config = (parameters as AwsEndpointParameters)?.Config ?? own;
            if (config.ServiceURL is { Length: > 0 } url)
            {
                return new Endpoint(url);
            }

            return config.RegionEndpoint is { } region
                ? new Endpoint(own.RegionalUrl(region))
                : throw new AmazonClientException("No Region is configured: set RegionEndpoint, AWS_REGION, or a region in the profile.");
        }
    }

    private sealed class ServiceName(string serviceId) : IServiceMetadata
    {
        public string ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
