using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

/// <summary>The arguments of a Web API call, from the query, a form or JSON.</summary>
internal sealed class ApiRequest(string method, JsonObject arguments)
{
    public string Method { get; } = method;

    public JsonObject Arguments { get; } = arguments;

    /// <summary>Reads the arguments; null when the body says JSON and is not.</summary>
    public static async Task<ApiRequest?> Read(HttpContext context, string method, bool takesJson)
    {
        var arguments = new JsonObject();
        foreach (var (name, value) in context.Request.Query)
        {
            arguments[name] = value.ToString();
        }

        if (context.Request.HasFormContentType)
        {
            foreach (var (name, value) in await context.Request.ReadFormAsync(context.RequestAborted))
            {
                arguments[name] = value.ToString();
            }
        }
        else if (context.Request.HasJsonContentType() && takesJson && !await ReadJson(context, arguments))
        {
            return null;
        }

        return new ApiRequest(method, arguments);
    }

    public string? Text(string name) => Arguments[name] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0 ? null : text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public string Required(string name, string error = "invalid_arguments") =>
        Text(name) ?? throw new SlackApiException(error, $"missing required field: {name} [json-pointer:/{name}]");

    public bool Flag(string name, bool otherwise = false) => Text(name) is { } text ? text is "true" or "1" : otherwise;

    public int Number(string name, int otherwise, int max)
    {
        if (Text(name) is not { } text)
            return otherwise;

        return int.TryParse(text, out var number) && number >= 1 ? Math.Min(number, max) : throw new SlackApiException("invalid_limit");
    }

    /// <summary>A JSON object or list, given as it is or as JSON in a string.</summary>
    public JsonObject Object(string name) => Structured<JsonObject>(name);

    /// <inheritdoc cref="Object"/>
    public JsonArray List(string name) => Structured<JsonArray>(name);

    private T Structured<T>(string name)
        where T : JsonNode
    {
        try
        {
            var node = Arguments[name] is JsonValue value && value.TryGetValue<string>(out var text) ? JsonNodes.Parse(text) : Arguments[name];
            return node as T ?? throw new SlackApiException("invalid_arguments", $"missing required field: {name} [json-pointer:/{name}]");
        }
        catch (JsonException)
        {
            throw new SlackApiException("invalid_arguments", $"must be valid JSON [json-pointer:/{name}]");
        }
    }

    private static async Task<bool> ReadJson(HttpContext context, JsonObject arguments)
    {
        try
        {
            if (await JsonNodes.Parse(context.Request.Body, context.RequestAborted) is not JsonObject body)
                return false;

            foreach (var (name, value) in body)
            {
                arguments[name] = value?.DeepClone();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>Cursor paging as Slack does it: an opaque text that stands for "after this one".</summary>
internal static class Paging
{
    public static (IReadOnlyList<T> Page, string NextCursor) Take<T>(IEnumerable<T> items, ApiRequest request, Func<T, string> key, int usual = 100, int max = 1000)
    {
        var limit = request.Number("limit", usual, max);
        var all = items.ToList();
        var start = 0;
        if (request.Text("cursor") is { } cursor)
        {
            var after = Decode(cursor);
            start = all.FindIndex(i => key(i) == after) + 1;
            if (start == 0)
                throw new SlackApiException("invalid_cursor");
        }

        var page = all.Skip(start).Take(limit).ToList();
        return (page, start + page.Count < all.Count ? Encode(key(page[^1])) : "");
    }

    public static JsonObject Cursor(string next) => new() { ["next_cursor"] = next };

    private static string Encode(string key) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("next:" + key));

    private static string Decode(string cursor)
    {
        var buffer = new byte[cursor.Length];
        var text = Convert.TryFromBase64String(cursor, buffer, out var length) ? System.Text.Encoding.UTF8.GetString(buffer, 0, length) : "";
        return text.StartsWith("next:", StringComparison.Ordinal) ? text[5..] : throw new SlackApiException("invalid_cursor");
    }
}
