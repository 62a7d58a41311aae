using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>
/// A security control's id, such as <c>S3.13</c>. AWS writes the letter case irregularly (<c>Autoscaling.5</c> beside
/// <c>AutoScaling.1</c>), so ids are equal whatever their case; <see cref="ToString"/> gives back what was parsed.
/// </summary>
public readonly record struct ControlId : IComparable<ControlId>
{
    /// <summary>Longest id accepted; AWS's own longest is 24 characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    private ControlId(string value) => _value = value;

    /// <summary>The form used as a key: the id in upper case.</summary>
    public string Key => (_value ?? "").ToUpperInvariant();

    public static ControlId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a control id such as S3.13.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ControlId id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            return false;
        }

        id = new ControlId(text);
        return true;
    }

    public bool Equals(ControlId other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    /// <summary>Service in alphabetical order, then the number as a number: S3.2 before S3.13.</summary>
    public int CompareTo(ControlId other)
    {
        var (service, number) = Split();
        var (otherService, otherNumber) = other.Split();
        var byService = string.Compare(service, otherService, StringComparison.OrdinalIgnoreCase);
        return byService != 0 ? byService : number.CompareTo(otherNumber);
    }

    public override string ToString() => _value ?? "";

    private (string Service, int Number) Split()
    {
        var value = _value ?? "";
        var dot = value.LastIndexOf('.');
        return dot >= 0 && int.TryParse(value.AsSpan(dot + 1), out var number) ? (value[..dot], number) : (value, 0);
    }

    public static bool operator <(ControlId left, ControlId right) => left.CompareTo(right) < 0;
    public static bool operator >(ControlId left, ControlId right) => left.CompareTo(right) > 0;
    public static bool operator <=(ControlId left, ControlId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(ControlId left, ControlId right) => left.CompareTo(right) >= 0;
}
