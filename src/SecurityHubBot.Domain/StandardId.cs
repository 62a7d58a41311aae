using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>
/// A standard by the tail of its ARN, such as <c>aws-foundational-security-best-practices/v/1.0.0</c> or
/// <c>cis-aws-foundations-benchmark/v/1.4.0</c>. Always lower case.
/// </summary>
public readonly record struct StandardId
{
    public const int MaxLength = 128;

    private const string Foundational = "aws-foundational-security-best-practices/";
    private const string Cis = "cis-aws-foundations-benchmark/";

    private readonly string? _value;

    private StandardId(string value) => _value = value;

    public bool IsFoundationalBestPractices => ToString().StartsWith(Foundational, StringComparison.Ordinal);

    public bool IsCisBenchmark => ToString().StartsWith(Cis, StringComparison.Ordinal);

    public static StandardId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a standard such as aws-foundational-security-best-practices/v/1.0.0.");

    /// <summary>Reads a bare tail, <c>standards/…</c>, <c>ruleset/…</c>, or a whole standard's ARN in any partition.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StandardId id)
    {
        id = default;
        var tail = (text ?? "").Trim();
        foreach (var marker in (ReadOnlySpan<string>)["standards/", "ruleset/", "subscription/"])
        {
            var at = tail.IndexOf(marker, StringComparison.Ordinal);
            if (at == 0 || (at > 0 && tail[at - 1] == ':'))
            {
                tail = tail[(at + marker.Length)..];
                break;
            }
        }

        var parts = tail.Split('/');
        if (tail.Length > MaxLength || parts is not [{ Length: > 0 }, "v", { Length: > 0 }] || !tail.All(IsAllowed))
        {
            return false;
        }

        id = new StandardId(tail.ToLowerInvariant());
        return true;
    }

    public override string ToString() => _value ?? "";

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '_';
}
