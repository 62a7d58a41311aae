using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// Reads one EventBridge event. A wrong finding makes the whole event malformed, so that nothing is half imported.
/// Characters that PostgreSQL cannot hold (U+0000, half a surrogate pair) are refused rather than cleaned: the original JSON
/// is kept exactly, and AWS itself never sends them.
/// </summary>
public static class SecurityHubEventReader
{
    /// <summary>Longest reason given, in UTF-16 units.</summary>
    public const int MaxReason = 300;

    public const string Source = "aws.securityhub";
    public const string Imported = "Security Hub Findings - Imported";
    public const string CustomAction = "Security Hub Findings - Custom Action";

    private const int MaxEnvelopeText = 256;

    public static EventReading Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonBody.TryParse(body, out var reason);
            return document is null ? Malformed(reason) : ReadEvent(document.RootElement, body);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // Everything known is answered with its own reason; this is the floor under what nobody thought of.
            return Malformed($"The body cannot be read as an event ({exception.GetType().Name}).");
        }
    }

    /// <summary>A finding without an event around it, as GetFindings gives them: <see cref="EventReading.Findings"/> of one, or malformed.</summary>
    public static EventReading ReadFinding(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonBody.TryParse(json, out var reason);
            if (document is null)
            {
                return Malformed(reason);
            }

            var fields = new FieldReader("$");
            return FindingParser.Parse(document.RootElement, fields) is { } finding
                ? new EventReading.Findings([new FindingReading(finding, JsonBody.Slice(json, document.RootElement))], Imported, EventId: null, CustomAction: null)
                : Malformed(fields.Problem);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            return Malformed($"The finding cannot be read ({exception.GetType().Name}).");
        }
    }

    private static EventReading ReadEvent(JsonElement root, ReadOnlyMemory<byte> body)
    {
        var fields = new FieldReader("$");
        var detailType = fields.Text(root, "", "detail-type", MaxEnvelopeText, required: true);
        var source = fields.Text(root, "", "source", MaxEnvelopeText, required: true);
        var eventId = fields.Text(root, "", "id", MaxEnvelopeText);
        var detail = fields.Object(root, "", "detail", required: true);
        if (fields.Problem is not null || detailType is null || detail is not { } content)
        {
            return Malformed(IsBareFinding(root) ? $"The body is a finding without the EventBridge event around it: {fields.Problem}" : fields.Problem);
        }

        if (source != Source || detailType is not (Imported or CustomAction))
        {
            return new EventReading.NotHandledYet(PlainText.OneLine($"{source}: {detailType}", MaxReason), eventId);
        }

        var action = fields.Text(content, ".detail", "actionName", MaxEnvelopeText);
        var findings = fields.Array(content, ".detail", "findings", required: true);
        if (fields.Problem is not null || findings is not { } list)
        {
            return Malformed(fields.Problem);
        }

        var items = ReadFindings(list, body, out var problem);
        return items is null ? Malformed(problem) : new EventReading.Findings(items, detailType, eventId, action);
    }

    private static List<FindingReading>? ReadFindings(JsonElement findings, ReadOnlyMemory<byte> body, out string? problem)
    {
        var count = findings.GetArrayLength();
        if (count == 0)
        {
            problem = "$.detail.findings is empty.";
            return null;
        }

        var items = new List<FindingReading>(count);
        foreach (var json in findings.EnumerateArray())
        {
            var fields = new FieldReader($"$.detail.findings[{items.Count}]");
            var finding = FindingParser.Parse(json, fields);
            if (finding is null)
            {
                problem = fields.Problem;
                return null;
            }

            items.Add(new FindingReading(finding, JsonBody.Slice(body, json)));
        }

        problem = null;
        return items;
    }

    private static bool IsBareFinding(JsonElement root) => root.TryGetProperty("ProductArn", out _) && root.TryGetProperty("AwsAccountId", out _);

    private static EventReading.Malformed Malformed(string? reason) =>
        new(PlainText.OneLine(reason ?? "The body cannot be read as an event.", MaxReason));
}
