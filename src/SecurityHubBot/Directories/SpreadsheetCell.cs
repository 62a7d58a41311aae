namespace SecurityHubBot.Directories;

/// <summary>
/// Keeps a spreadsheet from running a cell as a formula. A cell that begins with <c>= + - @</c>, their full-width forms (Japanese
/// Excel runs those too), a tab or a carriage return is written with an apostrophe before it, which spreadsheets take as "this is
/// text"; so is one that begins with apostrophes and then such a character. Reading takes exactly that apostrophe off again.
/// </summary>
public static class SpreadsheetCell
{
    private const char Mark = '\'';
    private const string Dangerous = "=+-@\t\r\n＝＋－＠";

    public static string Write(string text) => IsDangerous(text) ? Mark + text : text;

    public static string Read(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.StartsWith(Mark) && IsDangerous(cell) ? cell[1..] : cell;
    }

    private static bool IsDangerous(string text)
    {
        var rest = text.AsSpan().TrimStart(Mark);
        return rest.Length > 0 && Dangerous.Contains(rest[0], StringComparison.Ordinal);
    }
}
