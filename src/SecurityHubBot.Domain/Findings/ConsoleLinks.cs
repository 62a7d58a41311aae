namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// Addresses within the AWS console. Use <see cref="Uri.AbsoluteUri"/> to print them: <see cref="Uri.ToString"/> undoes escapes.
/// </summary>
public static class ConsoleLinks
{
    /// <summary>A control's page in Security Hub, in an account's Region. Null in a partition whose console is not known.</summary>
    public static Uri? Control(string partition, string region, ControlId control) =>
        AwsNames.IsRegion(region)
            ? Build(partition, $"securityhub/home?region={region}#/controls/{Uri.EscapeDataString(control.ToString())}")
            : null;

    /// <summary>The partition that a Region is in.</summary>
    public static string PartitionOf(string region) => AwsNames.PartitionOfRegion(region);

    /// <summary>Security Hub's first page in a Region.</summary>
    public static Uri? SecurityHub(string partition, string region) =>
        AwsNames.IsRegion(region) ? Build(partition, $"securityhub/home?region={region}#/summary") : null;

    /// <summary>
    /// The findings of an account that fail and count, in the console's own search: <c>Field=\operator\:EQUALS\:Value</c>, escaped twice,
    /// where the same field again means "or". Null as above.
    /// </summary>
    public static Uri? FailedFindings(string partition, string region, AccountId account)
    {
        (string Field, string Value)[] filters =
        [
            ("AwsAccountId", account.ToString()),
            ("ComplianceStatus", "FAILED"),
            ("RecordState", "ACTIVE"),
            ("WorkflowStatus", "NEW"),
            ("WorkflowStatus", "NOTIFIED"),
        ];
        var search = string.Join('&', filters.Select(f => $"{f.Field}={Uri.EscapeDataString($"\\operator\\:EQUALS\\:{f.Value}")}"));
        return AwsNames.IsRegion(region) ? Build(partition, $"securityhub/home?region={region}#/findings?search={Uri.EscapeDataString(search)}") : null;
    }

    /// <summary>The console's own way from an ARN to wherever the resource is shown.</summary>
    internal static Uri? View(string partition, string arn) => Build(partition, $"go/view?arn={Uri.EscapeDataString(arn)}");

    /// <param name="rest">Path, query and fragment, every variable part of it already escaped.</param>
    internal static Uri? Build(string partition, string rest)
    {
        var host = Host(partition);
        return host is not null
            && Uri.TryCreate($"https://{host}/{rest}", UriKind.Absolute, out var link)
            && link is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            && link.Host == host
            ? link
            : null;
    }

    private static string? Host(string partition) => partition switch
    {
        "aws" => "console.aws.amazon.com",
        "aws-cn" => "console.amazonaws.cn",
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        _ => null,
    };
}
