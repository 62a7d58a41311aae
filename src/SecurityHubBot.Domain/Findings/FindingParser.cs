using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// One ASFF finding. Required is what a finding cannot be known or shown without (Id, ProductArn, AwsAccountId, UpdatedAt,
/// Title, a severity, a resource); what AWS's own captures leave out (Region, GeneratorId, RecordState, Workflow, Compliance)
/// has a documented stand-in. Limits are ASFF's, except where they must be lower to fit a database's index or higher because
/// real findings exceed them.
/// </summary>
internal static class FindingParser
{
    public const int MaxResources = 32;

    private const int MaxId = 512;
    private const int MaxProductArn = 1024;
    private const int MaxTitleRead = 64 * 1024;
    private const int MaxUrl = 2048;
    private const int MaxShort = 128;

    public static Finding? Parse(JsonElement json, FieldReader fields)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            fields.Fail("", $"must be an object but is {JsonContent.NameOf(json.ValueKind)}.");
            return null;
        }

        var id = fields.Text(json, "", "Id", MaxId, required: true);
        var product = ProductArn(json, fields);
        var account = Account(json, fields);
        var updatedAt = UpdatedAt(json, fields);
        var title = fields.Text(json, "", "Title", MaxTitleRead, required: true);
        var severity = FindingSeverity.Read(json, fields);
        var generator = fields.Text(json, "", "GeneratorId", MaxId) ?? "";
        if (fields.Problem is not null || id is null || product is null || title is null)
        {
            return null;
        }

        var region = FindingPlace.Region(json, product, id, fields);
        var resources = ResourceList.Read(json, region, product.Partition, fields);
        var compliance = fields.Object(json, "", "Compliance");
        var control = SecurityHubProduct.IsSecurityHub(product.Arn)
            ? ControlReader.Read(json, compliance, new FindingNames(id, generator, title), fields)
            : ControlReader.None;
        var finding = new Finding(
            id, product.Text, account, region, generator, control.Id, control.Standards, ComplianceOf(compliance, fields),
            RecordStateOf(json, fields), FindingWorkflow.Read(json, fields), severity, FindingTitle.Keep(title),
            RemediationUrl(json, fields), resources, updatedAt);
        return fields.Problem is null ? finding : null;
    }

    private static Product? ProductArn(JsonElement json, FieldReader fields)
    {
        var text = fields.Text(json, "", "ProductArn", MaxProductArn, required: true);
        if (text is null)
        {
            return null;
        }

        // ASCII only: together with the finding's Id it must fit a row of an index.
        if (Arn.TryParse(text, out var arn) && !text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return new Product(text, arn);
        }

        fields.Fail(".ProductArn", "is not an ARN.");
        return null;
    }

    private static AccountId Account(JsonElement json, FieldReader fields)
    {
        var text = fields.Text(json, "", "AwsAccountId", MaxShort, required: true);
        if (!AccountId.TryParse(text, out var account) && text is not null)
        {
            fields.Fail(".AwsAccountId", "must be twelve digits.");
        }

        return account;
    }

    private static DateTimeOffset UpdatedAt(JsonElement json, FieldReader fields)
    {
        var text = fields.Text(json, "", "UpdatedAt", MaxShort, required: true);
        DateTimeOffset time = default;
        if (text is not null && !AsffTime.TryParse(text, out time))
        {
            fields.Fail(".UpdatedAt", "must be a time such as 2025-05-30T03:30:32.781Z.");
        }

        return time;
    }

    private static ComplianceStatus? ComplianceOf(JsonElement? compliance, FieldReader fields)
    {
        if (compliance is not { } value || fields.Text(value, ".Compliance", "Status", MaxShort) is not { } status)
        {
            return null;
        }

        ComplianceStatus? found = status switch
        {
            "PASSED" => ComplianceStatus.Passed,
            "WARNING" => ComplianceStatus.Warning,
            "FAILED" => ComplianceStatus.Failed,
            "NOT_AVAILABLE" => ComplianceStatus.NotAvailable,
            _ => null,
        };
        if (found is null)
        {
            fields.Fail(".Compliance.Status", "must be PASSED, WARNING, FAILED or NOT_AVAILABLE.");
        }

        return found;
    }

    private static RecordState RecordStateOf(JsonElement json, FieldReader fields)
    {
        switch (fields.Text(json, "", "RecordState", MaxShort))
        {
            case null or "ACTIVE":
                return RecordState.Active;
            case "ARCHIVED":
                return RecordState.Archived;
            default:
                fields.Fail(".RecordState", "must be ACTIVE or ARCHIVED.");
                return RecordState.Active;
        }
    }

    /// <summary>Only web addresses are kept, because they become links.</summary>
    private static string? RemediationUrl(JsonElement json, FieldReader fields)
    {
        var recommendation = fields.Object(json, "", "Remediation") is { } remediation
            ? fields.Object(remediation, ".Remediation", "Recommendation")
            : null;
        var text = recommendation is { } value ? fields.Text(value, ".Remediation.Recommendation", "Url", MaxUrl) : null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url.AbsoluteUri : null;
    }
}

/// <summary>A ProductArn as text and taken apart.</summary>
internal sealed record Product(string Text, Arn Arn)
{
    public string Partition => Arn.Partition;
}

/// <summary>The texts by which a finding may tell its control.</summary>
internal readonly record struct FindingNames(string Id, string GeneratorId, string Title);
