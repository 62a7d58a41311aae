using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Blocks;

internal enum Surface
{
    Message,
    Modal,
    Home,
}

/// <summary>What one check of a payload has found, with the names that must be unique in it.</summary>
internal sealed class Findings(Surface surface)
{
    private readonly List<string> _errors = [];

    public Surface Surface { get; } = surface;

    public HashSet<string> BlockIds { get; } = new(StringComparer.Ordinal);

    public HashSet<string> ActionIds { get; } = new(StringComparer.Ordinal);

    public int MarkdownLength { get; set; }

    public int Focused { get; set; }

    public IReadOnlyList<string> Errors => _errors;

    public void Add(string message, string path) => _errors.Add($"{message} [json-pointer:{path}]");
}

/// <summary>Checks one value; <c>path</c> is its JSON pointer, as Slack names places.</summary>
internal delegate void Rule(JsonNode? value, string path, Findings findings);

internal readonly record struct Field(string Name, Rule Rule, bool Required = false);

/// <summary>The rules that Block Kit's limits are written in. Lengths are counted in characters, as Slack does.</summary>
internal static class Rules
{
    public static readonly Rule Any = (_, _, _) => { };

    public static readonly Rule Flag = (value, path, findings) =>
    {
        if (value is not JsonValue json || !json.TryGetValue<bool>(out _))
            findings.Add("must be a boolean", path);
    };

    public static Rule Text(int max, int min = 1) => (value, path, findings) =>
    {
        if (value is not JsonValue json || !json.TryGetValue<string>(out var text))
            findings.Add("must be a string", path);
        else
            Length(text.Length, min, max, path, findings);
    };

    public static Rule Number(long min = long.MinValue, long max = long.MaxValue) => (value, path, findings) =>
    {
        if (value is not JsonValue json || !json.TryGetValue<long>(out var number))
            findings.Add("must be an integer", path);
        else if (number < min || number > max)
            findings.Add($"must be between {min} and {max}", path);
    };

    public static Rule OneOf(params string[] words) => (value, path, findings) =>
    {
        if (value is not JsonValue json || !json.TryGetValue<string>(out var word) || !words.Contains(word))
            findings.Add($"must be one of: {string.Join(", ", words)}", path);
    };

    public static Rule Url(int max) => (value, path, findings) =>
    {
        Text(max)(value, path, findings);
        if (value is JsonValue json && json.TryGetValue<string>(out var text) && !Uri.TryCreate(text, UriKind.Absolute, out _))
            findings.Add("must be a valid URL", path);
    };

    public static Rule List(int min, int max, Rule item) => (value, path, findings) =>
    {
        if (value is not JsonArray items)
        {
            findings.Add("must be an array", path);
            return;
        }

        if (items.Count < min)
            findings.Add($"no fewer than {min} items allowed", path);
        if (items.Count > max)
            findings.Add($"no more than {max} items allowed", path);
        for (var i = 0; i < items.Count; i++)
        {
            item(items[i], $"{path}/{i}", findings);
        }
    };

    /// <summary>A text object. Where Slack wants plain text, mrkdwn is a mistake that it refuses.</summary>
    public static Rule TextObject(int max, bool plainOnly = false, int min = 1) => (value, path, findings) =>
    {
        if (value is not JsonObject json)
        {
            findings.Add("must provide an object", path);
            return;
        }

        var type = json.Text("type");
        if (type != "plain_text" && (plainOnly || type != "mrkdwn"))
        {
            findings.Add(plainOnly ? "must be a plain_text object" : "unsupported type of text object", $"{path}/type");
            return;
        }

        Fields(json, path, findings, type == "plain_text" ? [new("text", Text(max, min), true), new("emoji", Flag)] : [new("text", Text(max, min), true), new("verbatim", Flag)]);
    };

    public static Rule Plain(int max) => TextObject(max, plainOnly: true);

    public static Rule Shape(params Field[] fields) => (value, path, findings) =>
    {
        if (value is JsonObject json)
            Fields(json, path, findings, fields);
        else
            findings.Add("must provide an object", path);
    };

    /// <summary>An object that its <c>type</c> decides about.</summary>
    public static Rule Union(IReadOnlyDictionary<string, Rule> types, Func<string, Surface, bool>? allowed = null) => (value, path, findings) =>
    {
        if (value is not JsonObject json)
            findings.Add("must provide an object", path);
        else if (json.Text("type") is not { } type)
            findings.Add("missing required field: type", path);
        else if (!types.TryGetValue(type, out var rule) || allowed?.Invoke(type, findings.Surface) == false)
            findings.Add($"unsupported type: {type}", $"{path}/type");
        else
            rule(json, path, findings);
    };

    public static Rule Also(this Rule first, Rule second) => (value, path, findings) =>
    {
        first(value, path, findings);
        second(value, path, findings);
    };

    private static void Fields(JsonObject json, string path, Findings findings, IReadOnlyList<Field> fields)
    {
        foreach (var field in fields)
        {
            // Slack treats an explicit null like an absent field.
            if (json[field.Name] is { } value)
                field.Rule(value, $"{path}/{field.Name}", findings);
            else if (field.Required)
                findings.Add($"missing required field: {field.Name}", path);
        }

        foreach (var (name, _) in json)
        {
            if (name != "type" && fields.All(f => f.Name != name))
                findings.Add($"invalid additional property: {name}", path);
        }
    }

    private static void Length(int length, int min, int max, string path, Findings findings)
    {
        if (length < min)
            findings.Add($"must be more than {min - 1} characters", path);
        if (length > max)
            findings.Add($"must be less than {max + 1} characters", path);
    }
}
