using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.SecurityHub.Model;

/// <summary>A finding in ASFF, as Security Hub wrote it: the whole JSON, and the few members that name it.</summary>
[JsonConverter(typeof(Converter))]
public sealed class AwsSecurityFinding
{
    public AwsSecurityFinding(JsonElement json) =>
        Json = json.ValueKind == JsonValueKind.Object ? json : throw new JsonException("A finding must be a JSON object.");

    /// <summary>Every member, also those that no version of this code knows.</summary>
    public JsonElement Json { get; }

    public string? Id => Text("Id");

    public string? ProductArn => Text("ProductArn");

    public string? AwsAccountId => Text("AwsAccountId");

    public string? Region => Text("Region");

    public string? GeneratorId => Text("GeneratorId");

    public string? UpdatedAt => Text("UpdatedAt");

    public string? RecordState => Text("RecordState");

    public Workflow? Workflow => Json.TryGetProperty(nameof(Workflow), out var workflow) && workflow.ValueKind == JsonValueKind.Object
        ? new Workflow { Status = Text(workflow, "Status") }
        : null;

    public static AwsSecurityFinding Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new AwsSecurityFinding(document.RootElement.Clone());
    }

    private string? Text(string name) => Text(Json, name);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class Converter : JsonConverter<AwsSecurityFinding>
    {
        public override AwsSecurityFinding Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, AwsSecurityFinding value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
    }
}

/// <summary>A finding's <c>Workflow</c>: <see cref="WorkflowStatus"/>.</summary>
public sealed class Workflow
{
    public string? Status { get; set; }
}
