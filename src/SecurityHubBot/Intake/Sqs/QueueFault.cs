using System.Net;
using Amazon.RateLimits;
using Amazon.Runtime;
using Amazon.SQS.Model;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>Why the queue cannot be used, and what somebody can do about it.</summary>
/// <param name="Code">AWS's own word for it.</param>
internal sealed record QueueFault(string Reason, string Code)
{
    private const string Missing = "It does not exist in this account and Region; check Intake:QueueUrl";
    private const string Denied =
        "AWS denies access; allow the bot's role sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on it";
    private const string Credentials =
        "There are no AWS credentials, or they are wrong or expired; renew them, or give the bot a role (AWS_PROFILE, AWS_ACCESS_KEY_ID, an instance's or task's role)";
    private const string Clock = "This machine's clock is wrong; set it";
    private const string Throttled = "AWS asks for fewer calls; the bot makes them more rarely by itself";
    private const string Key = "Its messages are encrypted with a KMS key that cannot be used; see that the key is enabled and that the bot's role is allowed kms:Decrypt with it";
    private const string Unreachable = "SQS cannot be reached; check the network, the VPC endpoint and AWS_ENDPOINT_URL_SQS";
    private const string Failing = "SQS does not do what it is asked";

    public static QueueFault Of(Exception exception) => new(ReasonOf(exception), AwsFailure.Code(exception));

    public static bool IsDenied(Exception exception) => ReasonOf(exception) == Denied;

    private static string ReasonOf(Exception exception) => exception switch
    {
        QueueDoesNotExistException => Missing,
        KmsThrottledException or RequestThrottledException or OverLimitException => Throttled,
        KmsAccessDeniedException or KmsDisabledException or KmsInvalidKeyUsageException or KmsInvalidStateException or KmsNotFoundException or KmsOptInRequiredException => Key,
        AmazonServiceException service => ReasonOf(service),
        // What the SDK says when its whole chain has no credentials.
        AmazonClientException client when client.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => Credentials,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => Unreachable,
        { InnerException: { } inner } => ReasonOf(inner),
        _ => Failing,
    };

    private static string ReasonOf(AmazonServiceException exception) => exception.ErrorCode switch
    {
        "AWS.SimpleQueueService.NonExistentQueue" or "QueueDoesNotExist" or "InvalidAddress" => Missing,
        _ when AwsFailure.IsClock(exception.ErrorCode) => Clock,
        _ when AwsFailure.IsCredentials(exception.ErrorCode) => Credentials,
        _ when AwsFailure.IsDenied(exception.ErrorCode) => Denied,
        _ when Throttling.Is(exception) => Throttled,
        { } code when code.StartsWith("KMS.", StringComparison.Ordinal) => Key,
        _ when exception.StatusCode == HttpStatusCode.Forbidden => Denied,
        _ when (int)exception.StatusCode == 0 && exception.InnerException is { } inner => ReasonOf(inner),
        _ when exception.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) && (int)exception.StatusCode == 0 => Credentials,
        _ => Failing,
    };
}
