using System.Globalization;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Deadlines;

/// <summary>What is wrong with one line of a holiday file.</summary>
public sealed record HolidayFileError(int Line, string Text, string Expected)
{
    public override string ToString() => $"line {Line} \"{Text}\": {Expected}";
}

/// <summary>
/// A holiday file: one line per day, <c>date,name</c> or with a tab between; a header line, empty lines and lines that begin
/// with <c>#</c> are passed over. Dates are <c>2026-12-07</c> or, as in the Cabinet Office's own file, <c>2026/12/7</c>.
/// </summary>
/// <param name="Holidays">What could be read; to be used only when there are no errors.</param>
public sealed record HolidayFile(IReadOnlyList<Holiday> Holidays, IReadOnlyList<HolidayFileError> Errors)
{
    public const int MaxNameLength = 100;

    private static readonly string[] DateForms = ["yyyy-M-d", "yyyy/M/d"];

    public static HolidayFile Parse(string text)
    {
        var holidays = new List<Holiday>();
        var errors = new List<HolidayFileError>();
        var firstLines = new Dictionary<DateOnly, int>();
        foreach (var (number, line, isFirst) in ContentLines(text))
        {
            var (date, name, wrong) = ParseLine(line);
            if (date is null && isFirst && !line.Any(char.IsDigit))
            {
                continue;
            }

            if (date is { } day && wrong is null && !firstLines.TryAdd(day, number))
            {
                wrong = $"{day:yyyy-MM-dd} is already on line {firstLines[day]}";
            }

            if (wrong is not null)
            {
                errors.Add(new HolidayFileError(number, RowError.Shorten(line), wrong));
            }
            else
            {
                holidays.Add(new Holiday(date!.Value, name));
            }
        }

        return new HolidayFile(holidays, errors);
    }

    private static IEnumerable<(int Number, string Line, bool IsFirst)> ContentLines(string text)
    {
        var isFirst = true;
        var number = 0;
        foreach (var raw in text.Trim('\uFEFF').Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            yield return (number, line, isFirst);
            isFirst = false;
        }
    }

    private static (DateOnly? Date, string Name, string? Wrong) ParseLine(string line)
    {
        var at = line.IndexOfAny([',', '\t']);
        var dateText = Unquote(at < 0 ? line : line[..at]);
        var name = at < 0 ? "" : Unquote(line[(at + 1)..]);
        if (!DateOnly.TryParseExact(dateText, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var halfWidth = CellHints.ToHalfWidth(dateText);
            var hint = halfWidth != dateText ? $"; these are full-width characters, write {halfWidth}" : "";
            return (null, name, $"a line is a date that exists, such as 2026-12-07, a comma or tab, and a name{hint}");
        }

        return name.Length > MaxNameLength ? (date, name, $"a name has at most {MaxNameLength} characters") : (date, name, null);
    }

    private static string Unquote(string cell) => cell.Trim().Trim('"').Trim();
}
