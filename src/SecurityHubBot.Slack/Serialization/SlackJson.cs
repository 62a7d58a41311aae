using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SecurityHubBot.Slack.Serialization;

/// <summary>
/// Slack's JSON: snake_case names, nothing written for null and for empty lists, <c>type</c> first, enumerations as snake_case words,
/// unknown fields ignored.
/// </summary>
public static class SlackJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static string Serialize<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">Not JSON, or not of this shape.</exception>
    public static T Deserialize<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"{typeof(T).Name} is null.");

    /// <inheritdoc cref="Deserialize{T}(string)"/>
    public static T Deserialize<T>(JsonElement json) =>
        json.Deserialize<T>(Options) ?? throw new JsonException($"{typeof(T).Name} is null.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowReadingFromString,
            MaxDepth = 64,
            // The receiver is Slack's API and not an HTML page; Japanese text stays readable and a third of the size.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WriteType, OmitEmptyLists, ReadNullAsMissing } },
            Converters = { new SlackUnionConverterFactory(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void WriteType(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Properties.Any(p => p.Name == "type"))
            return;
        if (info.Type.GetCustomAttributes<SlackTypeAttribute>().FirstOrDefault() is not { } attribute)
            return;

        var type = info.CreateJsonPropertyInfo(typeof(string), "type");
        type.Get = _ => attribute.Type;
        type.Order = -1;
        info.Properties.Insert(0, type);
    }

    private static void OmitEmptyLists(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property.PropertyType == typeof(string) || !property.PropertyType.IsAssignableTo(typeof(IEnumerable)))
                continue;
            if (property.AttributeProvider?.IsDefined(typeof(WrittenWhenEmptyAttribute), inherit: true) != true)
                property.ShouldSerialize = static (_, value) => value is IEnumerable list && Any(list);
        }
    }

    /// <summary>Slack sends null where a field has nothing to say; what is declared as never null keeps its default.</summary>
    private static void ReadNullAsMissing(JsonTypeInfo info)
    {
        foreach (var property in info.Properties)
        {
            if (property is { IsSetNullable: false, Set: { } set } && !property.PropertyType.IsValueType)
            {
                property.Set = (target, value) =>
                {
                    if (value is not null)
                        set(target, value);
                };
            }
        }
    }

    private static bool Any(IEnumerable list)
    {
        foreach (var _ in list)
            return true;
        return false;
    }
}
