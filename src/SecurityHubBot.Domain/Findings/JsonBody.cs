using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace SecurityHubBot.Domain.Findings;

/// <summary>JSON that is sound enough to be stored as it is, in PostgreSQL's <c>jsonb</c> too: stricter than the parser alone.</summary>
internal static class JsonBody
{
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = MaxDepth };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Null with a reason when the body is not one sound JSON object. A UTF-8 byte order mark in front is tolerated.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body, out string reason)
    {
        reason = "";
        if (!Utf8.IsValid(body.Span))
        {
            reason = "The body is not valid UTF-8.";
            return null;
        }

        var text = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (text.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            reason = "The body is empty.";
            return null;
        }

        var document = Parse(text, out reason);
        if (document is null)
        {
            return null;
        }

        reason = document.RootElement.ValueKind == JsonValueKind.Object
            ? JsonContent.FirstProblem(document.RootElement)?.ToString() ?? ""
            : $"$ must be an object but is {JsonContent.NameOf(document.RootElement.ValueKind)}.";
        if (reason.Length == 0)
        {
            return document;
        }

        document.Dispose();
        return null;
    }

    /// <summary>The bytes of <paramref name="element"/> within the body that it was parsed from.</summary>
    public static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> body, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return body.Span.Overlaps(raw, out var offset) ? body.Slice(offset, raw.Length) : raw.ToArray();
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> text, out string reason)
    {
        try
        {
            reason = "";
            return JsonDocument.Parse(text, Strict);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that cannot be decoded, met while looking for repeated ones.
            reason = SecondLook(text, out var found) ? found : Describe(exception);
            return null;
        }
    }

    /// <summary>The parser does not say where a property is repeated or undecodable; this look happens only for bodies already refused.</summary>
    private static bool SecondLook(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out string? reason)
    {
        reason = null;
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            reason = (JsonContent.FirstProblem(document.RootElement) ?? JsonContent.FirstRepeated(document.RootElement))?.ToString();
        }
        catch (JsonException)
        {
            return false;
        }

        return reason is not null;
    }

    private static string Describe(Exception exception)
    {
        if (exception is not JsonException json)
        {
            return "The body is not JSON that can be decoded.";
        }

        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var what = end > 0 ? exception.Message[..end] : exception.Message;
        return $"The body is not JSON at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}: {what}";
    }
}
