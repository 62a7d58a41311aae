using System.Net;
using Amazon.RateLimits;
using Amazon.Runtime;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Workflows;

/// <summary>What keeps the bot from writing to Security Hub; the words for people are <c>Fault.…</c>.</summary>
internal enum SecurityHubTrouble
{
    Throttled,
    Credentials,
    Denied,
    Clock,
    NotEnabled,
    Unreachable,
    Failing,
}

/// <param name="Code">AWS's own word for it.</param>
internal sealed record SecurityHubFault(SecurityHubTrouble Trouble, string Code)
{
    public static SecurityHubFault Of(Exception exception) => new(TroubleOf(exception), AwsFailure.Code(exception));

    /// <summary>The values themselves are refused, not the caller.</summary>
    public static bool IsInvalidInput(Exception exception) => exception is AmazonServiceException { ErrorCode: "InvalidInputException" or "ValidationException" };

    /// <summary>For the log and the health check.</summary>
    public string Sentence => Trouble switch
    {
        SecurityHubTrouble.Throttled => "AWS asks for fewer calls; the bot makes them more rarely by itself",
        SecurityHubTrouble.Credentials => "There are no AWS credentials, or they are wrong or expired; renew them, or give the bot a role",
        SecurityHubTrouble.Denied => "AWS denies access; allow the bot's role securityhub:BatchUpdateFindings, for Workflow and Note",
        SecurityHubTrouble.Clock => "This machine's clock is wrong; set it",
        SecurityHubTrouble.NotEnabled => "Security Hub is not enabled in this account and Region; check Aws:Region",
        SecurityHubTrouble.Unreachable => "Security Hub cannot be reached; check the network, the VPC endpoint and AWS_ENDPOINT_URL_SECURITYHUB",
        _ => "Security Hub does not do what it is asked",
    };

    private static SecurityHubTrouble TroubleOf(Exception exception) => exception switch
    {
        _ when Throttling.Is(exception) => SecurityHubTrouble.Throttled,
        AmazonServiceException service => TroubleOf(service),
        // What the SDK says when its whole chain has no credentials.
        AmazonClientException client when client.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => SecurityHubTrouble.Credentials,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => SecurityHubTrouble.Unreachable,
        { InnerException: { } inner } => TroubleOf(inner),
        _ => SecurityHubTrouble.Failing,
    };

    private static SecurityHubTrouble TroubleOf(AmazonServiceException exception) => exception.ErrorCode switch
    {
        _ when AwsFailure.IsClock(exception.ErrorCode) => SecurityHubTrouble.Clock,
        _ when AwsFailure.IsCredentials(exception.ErrorCode) => SecurityHubTrouble.Credentials,
        _ when AwsFailure.IsDenied(exception.ErrorCode) => SecurityHubTrouble.Denied,
        "InvalidAccessException" => SecurityHubTrouble.NotEnabled,
        _ when exception.StatusCode == HttpStatusCode.Forbidden => SecurityHubTrouble.Denied,
        _ when (int)exception.StatusCode == 0 && exception.InnerException is { } inner => TroubleOf(inner),
        _ => SecurityHubTrouble.Failing,
    };
}
