using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>Where in a document something is wrong, and what.</summary>
internal readonly record struct JsonProblem(string Path, string What)
{
    public JsonProblem Inside(string step) => this with { Path = step + Path };

    public override string ToString() => $"${Path} {What}";
}

/// <summary>
/// Looks through every string, name and number of a document for what JSON allows and a database does not. It works on the
/// parsed document's own bytes and decodes nothing.
/// </summary>
internal static class JsonContent
{
    private const int MaxNumberLength = 64;
    private const int MaxExponent = 308;

    public static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Null => "null",
        _ => "nothing",
    };

    public static JsonProblem? FirstProblem(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (InProperty(property) is { } problem)
                    {
                        return problem;
                    }
                }

                return null;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    if (FirstProblem(item) is { } problem)
                    {
                        return problem.Inside($"[{index}]");
                    }

                    index++;
                }

                return null;
            case JsonValueKind.String:
                return InText(JsonMarshal.GetRawUtf8Value(element)) is { } what ? new JsonProblem("", what) : null;
            case JsonValueKind.Number:
                return IsOrdinaryNumber(JsonMarshal.GetRawUtf8Value(element)) ? null : new JsonProblem("", "is a number too large or too long to keep.");
            default:
                return null;
        }
    }

    public static JsonProblem? FirstRepeated(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Select((item, i) => FirstRepeated(item)?.Inside($"[{i}]")).FirstOrDefault(p => p is not null);
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = DecodedName(property);
            if (!seen.Add(name))
            {
                return new JsonProblem($".{name}", "appears twice.");
            }

            if (FirstRepeated(property.Value) is { } problem)
            {
                return problem.Inside($".{name}");
            }
        }

        return null;
    }

    private static JsonProblem? InProperty(JsonProperty property)
    {
        var what = InText(JsonMarshal.GetRawUtf8PropertyName(property));
        var problem = what is null ? FirstProblem(property.Value) : new JsonProblem("", $"has a name that {what}");
        return problem?.Inside($".{RawName(property)}");
    }

    /// <summary>What is wrong with a string in its escaped form, or null. Raw control characters never pass the parser.</summary>
    private static string? InText(ReadOnlySpan<byte> raw)
    {
        for (var at = raw.IndexOf((byte)'\\'); at >= 0 && at + 1 < raw.Length;)
        {
            var length = 2;
            if (raw[at + 1] == 'u')
            {
                var unit = CodeUnit(raw, at);
                if (unit == 0)
                {
                    return "contains the character U+0000.";
                }

                var pair = char.IsHighSurrogate(unit) && char.IsLowSurrogate(CodeUnit(raw, at + 6));
                if (char.IsSurrogate(unit) && !pair)
                {
                    return "contains half of a surrogate pair.";
                }

                length = pair ? 12 : 6;
            }

            var next = raw[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return null;
    }

    /// <summary>The unit of the escape <c>\uXXXX</c> at a position, or a harmless one where there is no such escape.</summary>
    private static char CodeUnit(ReadOnlySpan<byte> raw, int at) =>
        at + 6 <= raw.Length && raw[at] == '\\' && raw[at + 1] == 'u'
            && ushort.TryParse(raw.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : ' ';

    private static bool IsOrdinaryNumber(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > MaxNumberLength)
        {
            return false;
        }

        var e = raw.IndexOfAny((byte)'e', (byte)'E');
        return e < 0
            || (int.TryParse(raw[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
                && exponent is >= -MaxExponent and <= MaxExponent);
    }

    private static string RawName(JsonProperty property) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property));

    private static string DecodedName(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return RawName(property);
        }
    }
}
