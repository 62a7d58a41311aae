using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>What an exception of the SDK means, in a sentence for operators.</summary>
internal static class DynamoFault
{
    private static readonly HashSet<string> Throttles = new(StringComparer.Ordinal)
    {
        "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded", "LimitExceededException",
    };

    public static bool IsThrottling(Exception exception) => exception is AmazonServiceException { ErrorCode: { } code } && Throttles.Contains(code);

    /// <summary>Whether it is DynamoDB's, or the way to it, and not a fault of this program.</summary>
    public static bool IsUnavailable(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException or IOException => true,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ => false,
    };

    public static string Reason(Exception exception, string table) => exception switch
    {
        ResourceNotFoundException => $"There is no table {table} in this account and Region",
        _ when IsThrottling(exception) => $"DynamoDB refuses requests for {table} because there are too many",
        AmazonServiceException { ErrorCode: "AccessDeniedException" } => $"The bot's role may not do that with the table {table}",
        AmazonServiceException { ErrorCode: "ExpiredTokenException" or "UnrecognizedClientException" or "InvalidSignatureException" or "MissingAuthenticationTokenException" or "IncompleteSignature" } =>
            "AWS does not accept the bot's credentials",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => $"DynamoDB answers {code} for the table {table}",
        AmazonClientException => $"The AWS SDK could not send the request ({exception.Message.Split('\n')[0].Trim()})",
        _ => "DynamoDB cannot be reached",
    };
}
