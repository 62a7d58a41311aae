using System.Globalization;
using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary><c>Severity.Label</c>, else <c>Normalized</c>, else <c>Product</c>; when the finding has none of them, what its provider said.</summary>
internal static class FindingSeverity
{
    private const int MaxText = 32;

    public static Severity Read(JsonElement json, FieldReader fields)
    {
        if (fields.Object(json, "", "Severity") is { } severity && From(severity, ".Severity", fields) is { } own)
        {
            return own;
        }

        const string Provider = ".FindingProviderFields";
        if (fields.Object(json, "", "FindingProviderFields") is { } provider
            && fields.Object(provider, Provider, "Severity") is { } given
            && From(given, Provider + ".Severity", fields) is { } said)
        {
            return said;
        }

        fields.Fail(".Severity", "has neither Label nor Normalized nor Product.");
        return Severity.Informational;
    }

    private static Severity? From(JsonElement severity, string at, FieldReader fields)
    {
        if (fields.Text(severity, at, "Label", MaxText) is { } label)
        {
            if (Severities.TryParse(label, out var named))
            {
                return named;
            }

            fields.Fail($"{at}.Label", "must be INFORMATIONAL, LOW, MEDIUM, HIGH or CRITICAL.");
            return null;
        }

        return Number(severity, at, "Normalized", fields) ?? Number(severity, at, "Product", fields);
    }

    /// <summary>AWS's own documentation has a finding whose Normalized is a string, so digits in quotes are read too.</summary>
    private static Severity? Number(JsonElement severity, string at, string name, FieldReader fields)
    {
        if (!severity.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100)
        {
            return Severities.FromNormalized((int)number);
        }

        fields.Fail($"{at}.{name}", "must be a number from 0 to 100.");
        return null;
    }
}

/// <summary><c>Workflow.Status</c>, else the <c>WorkflowState</c> that came before it, else NEW.</summary>
internal static class FindingWorkflow
{
    private const int MaxText = 32;

    public static WorkflowStatus Read(JsonElement json, FieldReader fields)
    {
        var workflow = fields.Object(json, "", "Workflow");
        if (workflow is { } value && fields.Text(value, ".Workflow", "Status", MaxText) is { } status)
        {
            return Current(status) ?? Wrong(fields, ".Workflow.Status", "must be NEW, NOTIFIED, RESOLVED or SUPPRESSED.");
        }

        return fields.Text(json, "", "WorkflowState", MaxText) is { } state
            ? Legacy(state) ?? Wrong(fields, ".WorkflowState", "must be NEW, ASSIGNED, IN_PROGRESS, DEFERRED or RESOLVED.")
            : WorkflowStatus.New;
    }

    private static WorkflowStatus? Current(string status) => status switch
    {
        "NEW" => WorkflowStatus.New,
        "NOTIFIED" => WorkflowStatus.Notified,
        "RESOLVED" => WorkflowStatus.Resolved,
        "SUPPRESSED" => WorkflowStatus.Suppressed,
        _ => null,
    };

    /// <summary>Somebody who assigned or deferred a finding had been told of it; deferring was no decision to hide it.</summary>
    private static WorkflowStatus? Legacy(string state) => state switch
    {
        "NEW" => WorkflowStatus.New,
        "ASSIGNED" or "IN_PROGRESS" or "DEFERRED" => WorkflowStatus.Notified,
        "RESOLVED" => WorkflowStatus.Resolved,
        _ => null,
    };

    private static WorkflowStatus Wrong(FieldReader fields, string path, string what)
    {
        fields.Fail(path, what);
        return WorkflowStatus.New;
    }
}
