using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>One call that may go ahead: who calls where, and what with.</summary>
/// <param name="Path">The part of the path that is a member, decoded; empty where there is none.</param>
/// <param name="Query">Members of a GET.</param>
internal sealed record AwsCall(AccessKey Caller, string Region, string Operation, JsonObject Body, string Path, IQueryCollection Query, AwsFault.Partial? Fault)
{
    public string Account => Caller.AccountId;

    public string? Text(string name) => Query.TryGetValue(name, out var value) ? value.ToString()
        : Body[name] is null ? null
        : Body[name] is JsonValue json && json.TryGetValue<string>(out var text) ? text
        : throw AwsError.InvalidInput($"Invalid parameter '{name}': a string is expected.");

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw AwsError.InvalidInput($"Missing required parameter: {name}");

    public int? Number(string name)
    {
        if (Query.TryGetValue(name, out var value))
        {
            return int.TryParse(value, out var parsed) ? parsed : throw AwsError.InvalidInput($"Invalid parameter '{name}': an integer is expected.");
        }

        return Body[name] is null ? null
            : Body[name] is JsonValue json && json.TryGetValue<int>(out var number) ? number
            : throw AwsError.InvalidInput($"Invalid parameter '{name}': an integer is expected.");
    }

    public IReadOnlyList<JsonObject> Objects(string name, int min = 1, int max = 100)
    {
        var list = Body[name] is JsonArray array && array.All(i => i is JsonObject) ? array.Cast<JsonObject>().ToList() : throw AwsError.InvalidInput($"Missing or wrong parameter: {name}");
        return list.Count >= min && list.Count <= max ? list : throw AwsError.InvalidInput($"Invalid parameter '{name}': between {min} and {max} items are allowed, not {list.Count}.");
    }

    /// <summary>A page of a list, with the token of the next one. A token is good for the list that it was given for.</summary>
    public (IReadOnlyList<T> Items, string? NextToken) Page<T>(IReadOnlyList<T> all, int most, int usual)
    {
        var size = Number("MaxResults") ?? usual;
        if (size < 1 || size > most)
        {
            throw AwsError.InvalidInput($"Invalid parameter 'MaxResults': it must be between 1 and {most}.");
        }

        var start = Text("NextToken") is { Length: > 0 } token ? PageToken.Read(token, Operation) : 0;
        var items = all.Skip(start).Take(size).ToList();
        return (items, start + items.Count < all.Count ? PageToken.Write(Operation, start + items.Count) : null);
    }
}

/// <summary>An opaque token that says where a list goes on.</summary>
internal static class PageToken
{
    public static string Write(string list, int start) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{list}\n{start}"));

    public static int Read(string token, string list)
    {
        Span<byte> bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var written)
            && System.Text.Encoding.UTF8.GetString(bytes[..written]).Split('\n') is [var name, var start] && name == list && int.TryParse(start, out var number) && number >= 0
                ? number
                : throw AwsError.InvalidInput("Invalid parameter 'NextToken'.");
    }
}
