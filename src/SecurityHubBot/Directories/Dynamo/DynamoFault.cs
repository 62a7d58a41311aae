using Amazon.DynamoDBv2.Model;
using Amazon.RateLimits;
using Amazon.Runtime;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>What an exception of the SDK means, in a sentence for operators.</summary>
internal static class DynamoFault
{
    /// <summary>Whether it is DynamoDB's, or the way to it, and not a fault of this program.</summary>
    public static bool IsUnavailable(Exception exception, CancellationToken cancellationToken) => exception is TimeoutException || AwsFailure.Is(exception, cancellationToken);

    public static string Reason(Exception exception, string table) => exception switch
    {
        ResourceNotFoundException => $"There is no table {table} in this account and Region",
        _ when Throttling.Is(exception) => $"DynamoDB refuses requests for {table} because there are too many",
        AmazonServiceException { ErrorCode: var code } when AwsFailure.IsDenied(code) => $"The bot's role may not do that with the table {table}",
        AmazonServiceException { ErrorCode: var code } when AwsFailure.IsCredentials(code) => "AWS does not accept the bot's credentials",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } => $"DynamoDB answers {code} for the table {table}",
        AmazonClientException => $"The AWS SDK could not send the request ({exception.Message.Split('\n')[0].Trim()})",
        _ => "DynamoDB cannot be reached",
    };
}
