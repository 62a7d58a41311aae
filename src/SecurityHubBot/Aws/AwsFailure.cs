using Amazon.Runtime;

namespace SecurityHubBot.Aws;

/// <summary>What a call of AWS failed of, as far as it matters for what to do next.</summary>
internal static class AwsFailure
{
    /// <summary>Whether the exception comes of a call of AWS, and not of our own mistake or of being told to stop.</summary>
    public static bool Is(Exception exception, CancellationToken stopping) => exception switch
    {
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException => true,
        // The SDK's own limit of time looks like somebody's wish to stop.
        OperationCanceledException => !stopping.IsCancellationRequested,
        _ => false,
    };

    /// <summary>What AWS answered, however deep the SDK has put it.</summary>
    public static AmazonServiceException? Service(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AmazonServiceException refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>AWS's code, or the kind of failure: never a whole message, which may name things.</summary>
    public static string Code(Exception exception) => Service(exception) is { ErrorCode: { Length: > 0 } code } ? code : exception.GetType().Name;

    /// <summary>The request's time is not AWS's.</summary>
    public static bool IsClock(string? code) => code is "RequestExpired" or "RequestTimeTooSkewed";

    /// <summary>Whoever calls is not known, or not any more.</summary>
    public static bool IsCredentials(string? code) =>
        code is "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "SignatureDoesNotMatch"
            or "InvalidSignatureException" or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "IncompleteSignature" or "InvalidSecurity";

    /// <summary>Whoever calls is known and may not.</summary>
    public static bool IsDenied(string? code) => code is "AccessDenied" or "AccessDeniedException" or "AuthFailure" or "OptInRequired";

    /// <summary>One line for logs, with AWS's code: never the request.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service => $"{code}: {service.Message}",
        OperationCanceledException => "no answer in time",
        _ => exception.Message,
    };
}
