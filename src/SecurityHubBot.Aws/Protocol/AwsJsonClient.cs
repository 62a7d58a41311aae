using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.Protocol;

/// <summary>What every client here shares: signature version 4, and the endpoint of its configuration.</summary>
public abstract class AwsJsonClient : AmazonServiceClient
{
    private protected AwsJsonClient(AwsJsonConfig config)
        : base(Signed(config))
    {
    }

    private protected AwsJsonClient(AWSCredentials credentials, AwsJsonConfig config)
        : base(credentials, Signed(config))
    {
    }

    protected override IServiceMetadata ServiceMetadata => ((AwsJsonConfig)Config).Metadata;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EndpointHandler());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureHandler());
    }

    private protected Task<TResponse> Call<TResponse>(AmazonWebServiceRequest request, AwsOperation<TResponse> operation, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = new InvokeOptions { RequestMarshaller = operation, ResponseUnmarshaller = operation };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }

    // With an endpoint of somebody's own the SDK would sign for us-east-1, whatever the Region.
    private static AwsJsonConfig Signed(AwsJsonConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (string.IsNullOrEmpty(config.AuthenticationRegion) && config.RegionEndpoint is { } region)
        {
            config.AuthenticationRegion = config.SigningRegion(region);
        }

        return config;
    }

    private sealed class SignatureHandler : BaseAuthResolverHandler
    {
        protected override List<Runtime.Internal.Auth.IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class EndpointHandler : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new AwsEndpointParameters(requestContext.ClientConfig);
    }
}

/// <summary>The configuration as the endpoint is made from it.</summary>
internal sealed class AwsEndpointParameters : EndpointParameters
{
    public AwsEndpointParameters(IClientConfig config) => Config = config;

    public IClientConfig Config { get; }
}
