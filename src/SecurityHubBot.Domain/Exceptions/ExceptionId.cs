using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecurityHubBot.Domain.Exceptions;

/// <summary>An exception's short number. Printed <c>EX-12</c>; read with or without the prefix, in any case, with or without <c>#</c>.</summary>
public readonly record struct ExceptionId(long Value)
{
    private const string Prefix = "EX-";

    public static ExceptionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not the number of an exception such as EX-12.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ExceptionId id)
    {
        id = default;
        var digits = (text ?? "").Trim().AsSpan();
        if (digits.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[Prefix.Length..];
        }
        else if (digits.StartsWith("#"))
        {
            digits = digits[1..];
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value <= 0)
        {
            return false;
        }

        id = new ExceptionId(value);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value}");
}
