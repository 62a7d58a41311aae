using System.Globalization;

namespace SecurityHubBot.Domain;

/// <summary>Short numbers that people read and type: printed <c>SHUB-142</c>; read with or without the prefix, in any case, with or without <c>#</c>.</summary>
internal static class PrefixedNumber
{
    /// <returns>At least 1; null for what is no such number.</returns>
    public static long? Read(string? text, string prefix)
    {
        var digits = (text ?? "").Trim().AsSpan();
        if (digits.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[prefix.Length..];
        }
        else if (digits.StartsWith("#"))
        {
            digits = digits[1..];
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;
    }

    public static string Print(long value, string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{value}");
}
