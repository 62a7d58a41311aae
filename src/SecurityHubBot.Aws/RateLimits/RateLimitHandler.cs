using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.RateLimits;

/// <summary>The step of the SDK's pipeline that waits for one's turn. It stands inside the retries: each attempt is a call of its own.</summary>
internal sealed class RateLimitHandler(AwsRateLimits limits, string accountId, string region) : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        var operation = request.RequestName.EndsWith("Request", StringComparison.Ordinal) ? request.RequestName[..^"Request".Length] : request.RequestName;
        await limits.Take(accountId, region, operation, request.CancellationToken);
        try
        {
            var answer = await base.InvokeAsync<T>(executionContext);
            limits.Accepted(accountId, region, operation);
            return answer;
        }
        catch (AmazonServiceException refusal) when (Throttling.Is(refusal))
        {
            limits.Refused(accountId, region, operation);
            throw;
        }
    }
}
