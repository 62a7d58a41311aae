using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>A case's short number. Printed <c>SHUB-142</c>; read with or without the prefix, in any case, with or without <c>#</c>.</summary>
public readonly record struct CaseNumber(long Value) : IComparable<CaseNumber>
{
    private const string Prefix = "SHUB-";

    public static CaseNumber Parse(string text) =>
        TryParse(text, out var number) ? number : throw new FormatException($"'{text}' is not a case number such as SHUB-142.");

    public static bool TryParse([NotNullWhen(true)] string? text, out CaseNumber number)
    {
        var value = PrefixedNumber.Read(text, Prefix);
        number = new CaseNumber(value ?? 0);
        return value is not null;
    }

    public int CompareTo(CaseNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => PrefixedNumber.Print(Value, Prefix);

    public static bool operator <(CaseNumber left, CaseNumber right) => left.Value < right.Value;
    public static bool operator >(CaseNumber left, CaseNumber right) => left.Value > right.Value;
    public static bool operator <=(CaseNumber left, CaseNumber right) => left.Value <= right.Value;
    public static bool operator >=(CaseNumber left, CaseNumber right) => left.Value >= right.Value;
}
