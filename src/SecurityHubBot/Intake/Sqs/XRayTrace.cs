using System.Text.RegularExpressions;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>AWS's trace header, which EventBridge and SNS hand on with a message, as W3C's: both have the same ids, written otherwise.</summary>
/// <remarks>https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader</remarks>
internal static partial class XRayTrace
{
    public static string? ToTraceParent(string? header)
    {
        var match = Header().Match(header ?? "");
        return match.Success
            ? $"00-{match.Groups["time"].Value}{match.Groups["random"].Value}-{match.Groups["parent"].Value}-{(match.Groups["sampled"].Value == "1" ? "01" : "00")}"
            : null;
    }

    [GeneratedRegex("^Root=1-(?<time>[0-9a-f]{8})-(?<random>[0-9a-f]{24});Parent=(?<parent>[0-9a-f]{16})(?:;Sampled=(?<sampled>[01?]))?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Header();
}
