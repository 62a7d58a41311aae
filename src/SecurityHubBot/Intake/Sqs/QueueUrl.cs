using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>An SQS queue by its URL: <c>https://sqs.ap-northeast-1.amazonaws.com/123456789012/securityhub-findings</c>.</summary>
public readonly partial record struct QueueUrl
{
    public const string Example = "https://sqs.ap-northeast-1.amazonaws.com/123456789012/securityhub-findings";

    private readonly string? _value;

    private QueueUrl(string value, string endpoint, string name, string? region) => (_value, Endpoint, Name, Region) = (value, endpoint, name, region);

    /// <summary>Where the calls about it go, unless the SDK is told otherwise (<c>AWS_ENDPOINT_URL_SQS</c>): the URL's own host, which may be a VPC endpoint's.</summary>
    public string Endpoint { get; }

    public string Name { get; }

    /// <summary>As the host names it; null when it is no host of AWS.</summary>
    public string? Region { get; }

    public static QueueUrl Parse(string text) => TryParse(text, out var queue) ? queue : throw new FormatException($"'{text}' is not the URL of an SQS queue.");

    public static bool TryParse([NotNullWhen(true)] string? text, out QueueUrl queue)
    {
        queue = default;
        if (!Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return false;
        }

        var path = QueuePath().Match(url.AbsolutePath);
        var region = RegionOf(url.Host);
        // What goes to AWS goes encrypted and belongs to an account; an emulator may do as it likes.
        if (!path.Success || (region is not null && (url.Scheme != "https" || !Account().IsMatch(path.Groups["account"].Value))))
        {
            return false;
        }

        queue = new QueueUrl(url.AbsoluteUri, url.GetLeftPart(UriPartial.Authority), path.Groups["name"].Value, region);
        return true;
    }

    /// <summary>For <see cref="CustomValidationAttribute"/>; a queue that is not set is none.</summary>
    public static ValidationResult? Check(string? text) => string.IsNullOrWhiteSpace(text) || TryParse(text, out _)
        ? ValidationResult.Success
        : new ValidationResult($"Intake:QueueUrl must be the whole URL of an SQS queue (not its name or ARN), such as {Example}; '{text}' is none.");

    public override string ToString() => _value ?? "";

    private static string? RegionOf(string host)
    {
        if (host == "queue.amazonaws.com")
        {
            return "us-east-1";
        }

        var match = AwsHost().Match(host);
        return match.Success ? match.Groups["region"].Value : null;
    }

    // sqs.REGION.amazonaws.com, sqs-fips.REGION.…, sqs.REGION.api.aws, vpce-….sqs.REGION.vpce.amazonaws.com; before 2014 REGION.queue.amazonaws.com.
    [GeneratedRegex(@"^(?:(?:[a-z0-9-]+\.)?sqs(?:-fips)?\.(?<region>[a-z]{2,5}(?:-[a-z]+)+-[0-9]+)\.[a-z0-9.-]+|(?<region>[a-z]{2,5}(?:-[a-z]+)+-[0-9]+)\.queue\.amazonaws\.com(?:\.cn)?)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AwsHost();

    [GeneratedRegex(@"^/(?<account>[^/]+)/(?:[^/]+/)*(?<name>[A-Za-z0-9_-]{1,80}(?:\.fifo)?)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex QueuePath();

    [GeneratedRegex("^[0-9]{12}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Account();
}
