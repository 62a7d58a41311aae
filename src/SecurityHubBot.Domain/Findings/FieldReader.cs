using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// Typed fields of JSON objects. It remembers the first thing that is wrong, with its path, so that a reader can go on to the
/// end of its object and ask once. JSON null counts as absent.
/// </summary>
internal sealed class FieldReader(string root)
{
    public string? Problem { get; private set; }

    public void Fail(string path, string what) => Problem ??= $"{root}{path} {what}";

    /// <param name="at">Path of <paramref name="parent"/> below the root, such as <c>.Resources[0]</c>.</param>
    /// <returns>Null when the field is absent or wrong; wrong ones are in <see cref="Problem"/>.</returns>
    public string? Text(JsonElement parent, string at, string name, int maxLength, bool required = false)
    {
        if (Find(parent, at, name, JsonValueKind.String, required) is not { } value)
        {
            return null;
        }

        var text = value.GetString()!;
        if (required && string.IsNullOrWhiteSpace(text))
        {
            Fail($"{at}.{name}", "is empty.");
        }
        else if (text.Length > maxLength)
        {
            Fail($"{at}.{name}", $"has {text.Length} characters; at most {maxLength} are allowed.");
        }

        return text;
    }

    public JsonElement? Object(JsonElement parent, string at, string name, bool required = false) =>
        Find(parent, at, name, JsonValueKind.Object, required);

    public JsonElement? Array(JsonElement parent, string at, string name, bool required = false) =>
        Find(parent, at, name, JsonValueKind.Array, required);

    private JsonElement? Find(JsonElement parent, string at, string name, JsonValueKind kind, bool required)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
            {
                Fail($"{at}.{name}", "is missing.");
            }

            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Fail($"{at}.{name}", $"must be {JsonContent.NameOf(kind)} but is {JsonContent.NameOf(value.ValueKind)}.");
        return null;
    }
}
