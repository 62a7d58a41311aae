using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Slack.Serialization;

/// <summary>Most events name a person by id, some bring the whole person; the id is what we take.</summary>
internal sealed class SlackIdJsonConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("id", out var id))
            element = id;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>An empty state may come as an empty list instead of an empty object.</summary>
internal sealed class StateValuesJsonConverter : JsonConverter<IReadOnlyDictionary<string, IReadOnlyDictionary<string, ElementValue>>>
{
    public override IReadOnlyDictionary<string, IReadOnlyDictionary<string, ElementValue>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return JsonSerializer.Deserialize<IReadOnlyDictionary<string, IReadOnlyDictionary<string, ElementValue>>>(ref reader, options)!;

        reader.Skip();
        return ViewState.Empty.Values;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyDictionary<string, ElementValue>> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);
}
