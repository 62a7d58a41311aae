using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain.Exceptions;

/// <summary>An exception's short number. Printed <c>EX-12</c>; read with or without the prefix, in any case, with or without <c>#</c>.</summary>
public readonly record struct ExceptionId(long Value)
{
    private const string Prefix = "EX-";

    public static ExceptionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not the number of an exception such as EX-12.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ExceptionId id)
    {
        var value = PrefixedNumber.Read(text, Prefix);
        id = new ExceptionId(value ?? 0);
        return value is not null;
    }

    public override string ToString() => PrefixedNumber.Print(Value, Prefix);
}
