namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>A refusal in the words and with the status that AWS uses; every protocol writes it in its own shape.</summary>
internal sealed class AwsError(string code, int status, string message) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static AwsError InvalidInput(string message) => new("InvalidInputException", StatusCodes.Status400BadRequest, message);

    public static AwsError NotFound(string message) => new("ResourceNotFoundException", StatusCodes.Status404NotFound, message);

    public static AwsError AccessDenied(string message) => new("AccessDeniedException", StatusCodes.Status403Forbidden, message);

    public static AwsError NotEnabled(string account) =>
        new("InvalidAccessException", StatusCodes.Status401Unauthorized, $"Account {account} is not subscribed to AWS Security Hub");

    public static AwsError Throttled() => new("ThrottlingException", StatusCodes.Status429TooManyRequests, "Rate exceeded");

    /// <summary>How Organizations says it, which has no status for it.</summary>
    public static AwsError TooManyRequests() => new("TooManyRequestsException", StatusCodes.Status400BadRequest, "You have sent too many requests in too short a period of time. Try again later.");

    public static AwsError UnknownOperation() => new("UnknownOperationException", StatusCodes.Status404NotFound, "The requested operation is not recognized by the service.");
}
