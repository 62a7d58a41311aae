using Amazon.SecurityToken;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Controls;

/// <summary>What it means when AWS refuses a call in a member's account.</summary>
internal static class ControlTroubles
{
    public static ControlTroubleKind Kind(Exception exception) => AwsFailure.Service(exception) switch
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

    public static ControlTrouble Of(Exception exception, string account, string region) => new(Kind(exception), account, region, AwsFailure.Code(exception));
}
