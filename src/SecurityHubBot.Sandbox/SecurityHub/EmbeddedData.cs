using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>The data files of the AWS corner, and the JSON manner that it reads and writes.</summary>
internal static class EmbeddedData
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        // AWS sends UTF-8 as it is, not \u escapes; nothing here is ever put into HTML by the server.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream($"SecurityHub/{name}")
            ?? throw new InvalidOperationException($"The embedded file {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IReadOnlyList<T> List<T>(string name) =>
        JsonSerializer.Deserialize<List<T>>(Text(name), Json) ?? throw new InvalidOperationException($"The embedded file {name} is empty.");
}
