using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>Reads a literal of Terraform's language, an object such as <c>patterns = { … }</c>, as JSON. Neither blocks nor expressions.</summary>
internal sealed partial class Hcl
{
    private readonly List<string> _tokens;
    private int _next;

    private Hcl(IEnumerable<string> tokens) => _tokens = [.. tokens];

    /// <param name="name">Of the local value, as it stands at the left of its equals sign.</param>
    public static JsonObject Object(string text, string name)
    {
        var start = Regex.Match(text, $@"^\s*{Regex.Escape(name)}\s*=\s*\{{", RegexOptions.Multiline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        if (!start.Success)
        {
            throw new FormatException($"There is no {name} = {{ … }}.");
        }

        var rest = text[(start.Index + start.Length - 1)..];
        return new Hcl(Token().Matches(rest).Select(t => t.Value).Where(t => !t.StartsWith('#'))).ReadObject();
    }

    private JsonNode Read() => _tokens[_next] switch
    {
        "{" => ReadObject(),
        "[" => ReadList(),
        ['"', ..] => Unquoted(Take()),
        var other => throw new FormatException($"'{other}' is no literal."),
    };

    private JsonObject ReadObject()
    {
        var read = new JsonObject();
        Expect("{");
        while (_tokens[_next] != "}")
        {
            var key = Unquoted(Take());
            Expect("=");
            read.Add(key, Read());
            Skip(",");
        }

        Expect("}");
        return read;
    }

    private JsonArray ReadList()
    {
        var read = new JsonArray();
        Expect("[");
        while (_tokens[_next] != "]")
        {
            read.Add(Read());
            Skip(",");
        }

        Expect("]");
        return read;
    }

    private string Take() => _tokens[_next++];

    private void Skip(string token)
    {
        if (_tokens[_next] == token)
        {
            _next++;
        }
    }

    private void Expect(string token)
    {
        if (Take() is var found && found != token)
        {
            throw new FormatException($"'{found}' where '{token}' was expected.");
        }
    }

    private static string Unquoted(string token) => token.Contains("${", StringComparison.Ordinal) ? throw new FormatException($"{token} is no literal.") : token.Trim('"');

    [GeneratedRegex("""#[^\n]*|"[^"]*"|[A-Za-z_][\w-]*|[{}\[\]=,]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
