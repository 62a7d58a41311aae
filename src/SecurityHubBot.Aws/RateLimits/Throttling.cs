using System.Net;
using Amazon.Runtime;

namespace Amazon.RateLimits;

/// <summary>How AWS's services say that there are too many calls: each has a code of its own, and not all use the status 429.</summary>
public static class Throttling
{
    private static readonly HashSet<string> Codes = new(StringComparer.Ordinal)
    {
        "LimitExceededException", "OverLimit", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled", "SlowDown",
        "ThrottledException", "Throttling", "ThrottlingException", "TooManyRequestsException",
    };

    public static bool Is(Exception exception) =>
        exception is AmazonServiceException service && (service.StatusCode == HttpStatusCode.TooManyRequests || Codes.Contains(service.ErrorCode ?? ""));
}
