using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.RateLimits;

/// <summary>The outermost step: when a session was ended before its time, the call is made once more with a new one.</summary>
internal sealed class FreshSessionHandler(RefreshingAWSCredentials credentials) : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (AmazonServiceException ended) when (ended.ErrorCode is "ExpiredTokenException" or "ExpiredToken" or "UnrecognizedClientException")
        {
            credentials.ClearCredentials();
            // What is signed already is not signed again, and the request is written anew.
            executionContext.RequestContext.IsSigned = false;
            return await base.InvokeAsync<T>(executionContext);
        }
    }
}
