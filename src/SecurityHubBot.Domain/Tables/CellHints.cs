using System.Globalization;

namespace SecurityHubBot.Domain.Tables;

/// <summary>Says what happened to a cell on its way through a spreadsheet, where that can be seen.</summary>
internal static class CellHints
{
    private const int AccountIdLength = 12;

    public static string AccountId(string text)
    {
        const string Shape = "an AWS account id is twelve digits";
        var halfWidth = ToHalfWidth(text);
        if (halfWidth != text)
        {
            return IsDigits(halfWidth) ? $"{Shape}; these are full-width digits, write {halfWidth}" : $"{Shape} in half-width characters";
        }

        if (IsScientific(text))
        {
            return $"{Shape}; Excel turned it into a rounded number and the last digits are lost: format the column as text and enter the id again";
        }

        if (IsDigits(text) && text.Length is > 0 and < AccountIdLength)
        {
            var padded = text.PadLeft(AccountIdLength, '0');
            return $"{Shape}, this has {text.Length}; Excel drops leading zeros, so it may be {padded}: format the column as text";
        }

        var bare = text.Replace("-", "", StringComparison.Ordinal).Trim('\'');
        return bare.Length == AccountIdLength && IsDigits(bare) ? $"{Shape} and nothing else, write {bare}" : Shape;
    }

    public static string Number(string text, int min, int max)
    {
        var shape = $"a whole number from {min} to {max}";
        var halfWidth = ToHalfWidth(text);
        return halfWidth != text && IsDigits(halfWidth) ? $"{shape}; these are full-width digits, write {halfWidth}" : shape;
    }

    /// <summary>Full-width forms (U+FF01–U+FF5E), as Japanese input methods leave them, as their ASCII characters.</summary>
    public static string ToHalfWidth(string text) =>
        string.Concat(text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - '\uFF01' + '!') : c));

    private static bool IsScientific(string text) =>
        text.Contains('E', StringComparison.OrdinalIgnoreCase)
        && text.All(c => char.IsAsciiDigit(c) || c is '.' or 'E' or 'e' or '+')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsDigits(string text) => text.All(char.IsAsciiDigit);
}
