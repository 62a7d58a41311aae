using System.Net;
using Amazon.Runtime;

namespace SecurityHubBot.Aws;

/// <summary>What a call of AWS failed of, as far as it matters for what to do next.</summary>
internal static class AwsFailure
{
    private static readonly HashSet<string> Throttled = new(StringComparer.Ordinal)
    {
        "ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException", "RequestLimitExceeded", "SlowDown",
    };

    /// <summary>Whether the exception comes of a call of AWS, and not of our own mistake or of being told to stop.</summary>
    public static bool Is(Exception exception, CancellationToken stopping) => exception switch
    {
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException => true,
        // The SDK's own limit of time looks like somebody's wish to stop.
        OperationCanceledException => !stopping.IsCancellationRequested,
        _ => false,
    };

    public static bool IsThrottled(Exception exception) =>
        exception is AmazonServiceException service && (service.StatusCode == HttpStatusCode.TooManyRequests || Throttled.Contains(service.ErrorCode ?? ""));

    /// <summary>One line for logs, with AWS's code: never the request.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service => $"{code}: {service.Message}",
        OperationCanceledException => "no answer in time",
        _ => exception.Message,
    };
}
