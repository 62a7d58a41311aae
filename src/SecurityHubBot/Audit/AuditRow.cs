using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityHubBot.Audit;

/// <summary>A row of the audit log as it stands in the database.</summary>
public sealed class AuditRow
{
    /// <summary>What stands before the first row.</summary>
    public static readonly string NoHash = new('0', 64);

    public long Seq { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00Z.</summary>
    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Action { get; init; } = "";

    public string Subject { get; init; } = "";

    public string? Before { get; init; }

    public string? After { get; init; }

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>
    /// What <see cref="Hash"/> must be: SHA-256, in small hexadecimal letters, over previous_hash, seq, at, actor, action, subject,
    /// before, after in this order, each as its length in UTF-8 bytes, a colon, the text and a line feed; a null is a hyphen and
    /// a line feed. Numbers are decimal.
    /// </summary>
    public string ComputeHash() => ComputeHashAt(Seq);

    /// <summary>What the hash would be if the row stood there.</summary>
    internal string ComputeHashAt(long seq)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in (string?[])[PreviousHash, Number(seq), Number(At), Actor, Action, Subject, Before, After])
        {
            Append(sha, field);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void Append(IncrementalHash sha, string? field)
    {
        if (field is null)
        {
            sha.AppendData("-\n"u8);
            return;
        }

        var text = Encoding.UTF8.GetBytes(field);
        Span<byte> length = stackalloc byte[12];
        Utf8Formatter.TryFormat(text.Length, length, out var written);
        sha.AppendData(length[..written]);
        sha.AppendData(":"u8);
        sha.AppendData(text);
        sha.AppendData("\n"u8);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
