using System.Globalization;
using System.Text.Json.Nodes;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>Real consolidated findings, with other accounts, resources and states.</summary>
internal static class Events
{
    private const string Template = "asff_consolidated_S3.8_FAILED.json";

    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    public static byte[] Failed(string resource, string account = TestBot.ShopAccount, string control = "S3.8", int minute = 0) =>
        Samples.ImportedEvent(Finding(resource, account, control, "FAILED", minute));

    public static byte[] Passed(string resource, string account = TestBot.ShopAccount, string control = "S3.8", int minute = 10) =>
        Samples.ImportedEvent(Finding(resource, account, control, "PASSED", minute));

    public static JsonObject Finding(string resource, string account, string control, string compliance, int minute)
    {
        var finding = Samples.Finding(Template);
        var at = Start.AddMinutes(minute).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        finding["Id"] = $"arn:aws:securityhub:ap-northeast-1:{account}:security-control/{control}/finding/{Stable(resource + account + control)}";
        finding["ProductArn"] = "arn:aws:securityhub:ap-northeast-1::product/aws/securityhub";
        finding["GeneratorId"] = $"security-control/{control}";
        finding["AwsAccountId"] = account;
        finding["Region"] = "ap-northeast-1";
        finding["UpdatedAt"] = at;
        finding["Compliance"] = new JsonObject
        {
            ["Status"] = compliance,
            ["SecurityControlId"] = control,
            ["AssociatedStandards"] = new JsonArray(new JsonObject { ["StandardsId"] = "standards/aws-foundational-security-best-practices/v/1.0.0" }),
        };
        finding["Severity"] = new JsonObject { ["Label"] = compliance == "FAILED" ? "HIGH" : "INFORMATIONAL" };
        finding["RecordState"] = "ACTIVE";
        finding["Resources"] = new JsonArray(new JsonObject
        {
            ["Id"] = resource.Contains(':', StringComparison.Ordinal) ? resource : $"arn:aws:s3:::{resource}",
            ["Type"] = "AwsS3Bucket",
            ["Partition"] = "aws",
            ["Region"] = "ap-northeast-1",
        });
        return finding;
    }

    private static Guid Stable(string name) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
