using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain;

/// <summary>An AWS account's number: exactly twelve ASCII digits.</summary>
public readonly record struct AccountId
{
    private readonly string? _value;

    private AccountId(string value) => _value = value;

    public static AccountId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an AWS account id (twelve digits).");

    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id)
    {
        id = default;
        if (text is not { Length: 12 } || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        id = new AccountId(text);
        return true;
    }

    public override string ToString() => _value ?? "000000000000";
}
