using System.Text;

namespace SecurityHubBot.Directories;

/// <summary>A file's text, or the reason why it is not a text that can be imported.</summary>
public abstract record CsvText
{
    private CsvText()
    {
    }

    public sealed record Utf8(string Text) : CsvText;

    /// <param name="Problem">One line for the person who made the file.</param>
    public sealed record Refused(string Problem) : CsvText;
}

/// <summary>Bytes of a CSV file as text. Only UTF-8: half of the names would be wrong, and nobody would notice, if an encoding were guessed.</summary>
public static class CsvBytes
{
    /// <summary>An organisation of ten thousand accounts is 2 MB.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const string Advice = "save it as UTF-8 (in Excel: \"CSV UTF-8 (comma delimited)\")";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Writes UTF-8 with a byte order mark, which is how Excel knows that it is UTF-8.</summary>
    public static byte[] Write(string text) => [.. Utf8.GetPreamble(), .. Utf8.GetBytes(text)];

    public static async Task<CsvText> Read(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        while (await stream.ReadAsync(chunk, cancellationToken) is var read and > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return new CsvText.Refused($"the file is larger than {MaxBytes / 1024 / 1024} MB");
            }

            buffer.Write(chunk, 0, read);
        }

        return Decode(buffer.ToArray());
    }

    public static CsvText Decode(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (Wide(bytes) is { } wide)
        {
            return Refuse($"the file is {wide}");
        }

        try
        {
            var text = Utf8.GetString(bytes);
            return text.Contains("\u001B$", StringComparison.Ordinal)
                ? Refuse("the file is ISO-2022-JP")
                : new CsvText.Utf8(text.StartsWith('\uFEFF') ? text[1..] : text);
        }
        catch (DecoderFallbackException)
        {
            return Refuse(Narrow(bytes) is { } narrow ? $"the file is not UTF-8, it looks like {narrow}" : "the file is not UTF-8");
        }
    }

    private static CsvText.Refused Refuse(string what) => new($"{what}: {Advice}");

    private static string? Wide(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
        // Without a mark: every other byte of a header in ASCII is zero.
        [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..] => "UTF-16",
        _ => null,
    };

    /// <summary>Kana and kanji of Shift_JIS hardly ever happen to be valid EUC-JP, so that is asked first.</summary>
    private static string? Narrow(byte[] bytes) => Is(bytes, EucLength) ? "EUC-JP" : Is(bytes, ShiftJisLength) ? "Shift_JIS" : null;

    // .NET's own decoders of these two let too much pass to tell them from anything else.
    private static bool Is(ReadOnlySpan<byte> rest, CharacterLength length)
    {
        while (rest.Length > 0)
        {
            var next = rest[0] < 0x80 ? 1 : length(rest);
            if (next == 0)
            {
                return false;
            }

            rest = rest[next..];
        }

        return true;
    }

    private static int EucLength(ReadOnlySpan<byte> rest) => rest switch
    {
        [0x8E, >= 0xA1 and <= 0xDF, ..] => 2,
        [0x8F, >= 0xA1 and <= 0xFE, >= 0xA1 and <= 0xFE, ..] => 3,
        [>= 0xA1 and <= 0xFE, >= 0xA1 and <= 0xFE, ..] => 2,
        _ => 0,
    };

    private static int ShiftJisLength(ReadOnlySpan<byte> rest) => rest switch
    {
        [>= 0xA1 and <= 0xDF, ..] => 1,
        [(>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC), (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFC), ..] => 2,
        _ => 0,
    };

    /// <summary>How many bytes the character at the beginning has; 0 when there is none.</summary>
    private delegate int CharacterLength(ReadOnlySpan<byte> rest);
}
