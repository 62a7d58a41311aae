using Amazon.Runtime;
using Amazon.SecurityToken;

namespace SecurityHubBot.Controls;

/// <summary>What it means when AWS refuses a call in a member's account.</summary>
internal static class AwsTroubles
{
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

    public static ControlTroubleKind Kind(Exception exception) => Service(exception) switch
    {
        AmazonSecurityTokenServiceException { ErrorCode: "AccessDenied" or "AccessDeniedException" } => ControlTroubleKind.RoleDenied,
        AmazonSecurityTokenServiceException { ErrorCode: "RegionDisabledException" } => ControlTroubleKind.RegionOff,
        // "Not subscribed to AWS Security Hub".
        { ErrorCode: "InvalidAccessException" } => ControlTroubleKind.HubOff,
        { ErrorCode: "AccessDeniedException" or "AccessDenied" } => ControlTroubleKind.Denied,
        // What a Region says of an account that has not opted into it: it knows none of its keys.
        { ErrorCode: "UnrecognizedClientException" or "InvalidClientTokenId" or "AuthFailure" or "OptInRequired" } => ControlTroubleKind.RegionOff,
        _ => ControlTroubleKind.Failed,
    };

    public static ControlTrouble Of(Exception exception, string account, string region) => new(Kind(exception), account, region, Code(exception));
}
