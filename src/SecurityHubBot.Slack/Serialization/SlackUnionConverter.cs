using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Slack.Serialization;

/// <summary>
/// Reads and writes the unions of Slack's JSON. System.Text.Json's own polymorphism would need one list of derived types
/// per interface and does not write the discriminator of a property declared with a concrete type; Slack wants it everywhere.
/// </summary>
internal sealed class SlackUnionConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsDefined(typeof(SlackUnionAttribute), inherit: false);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(SlackUnionConverter<>).MakeGenericType(typeToConvert))!;
}

internal sealed class SlackUnionConverter<T> : JsonConverter<T>
    where T : class
{
    private static readonly FrozenDictionary<(string Type, string? Subtype), Type> Cases = FindCases();

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        if (element.ValueKind != JsonValueKind.Object)
            throw new JsonException($"{typeof(T).Name} should be a JSON object but is {element.ValueKind}.");

        var type = Text(element, "type") ?? "";
        var subtype = Text(element, "subtype");
        if (!Cases.TryGetValue((type, subtype), out var clr)
            && !Cases.TryGetValue((type, null), out clr)
            && !Cases.TryGetValue((SlackTypeAttribute.Unknown, null), out clr))
            throw new JsonException($"There is no {typeof(T).Name} of this type.");

        return (T?)element.Deserialize(clr, options);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FrozenDictionary<(string Type, string? Subtype), Type> FindCases() =>
        typeof(T).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(T)))
            .SelectMany(type => type.GetCustomAttributes<SlackTypeAttribute>().Select(a => (Key: (a.Type, a.Subtype), Clr: type)))
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Clr);
}
