using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecurityHubBot.Domain;

/// <summary>A case's short number. Printed <c>SHUB-142</c>; read with or without the prefix, in any case, with or without <c>#</c>.</summary>
public readonly record struct CaseNumber(long Value) : IComparable<CaseNumber>
{
    private const string Prefix = "SHUB-";

    public static CaseNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException($"'{text}' is not a case number such as SHUB-142.");

    public static bool TryParse([NotNullWhen(true)] string? text, out CaseNumber number)
    {
        number = default;
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

        number = new CaseNumber(value);
        return true;
    }

    public int CompareTo(CaseNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value}");

    public static bool operator <(CaseNumber left, CaseNumber right) => left.Value < right.Value;
    public static bool operator >(CaseNumber left, CaseNumber right) => left.Value > right.Value;
    public static bool operator <=(CaseNumber left, CaseNumber right) => left.Value <= right.Value;
    public static bool operator >=(CaseNumber left, CaseNumber right) => left.Value >= right.Value;
}
