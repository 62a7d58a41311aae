using CsvHelper;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Directories;

/// <summary>A CSV file's rows by column name, with everything that is wrong with its shape.</summary>
/// <param name="Rows">Empty when the columns themselves are wrong.</param>
internal sealed record CsvTable(IReadOnlyList<(int Line, IReadOnlyDictionary<string, string?> Cells)> Rows, IReadOnlyList<ImportError> Errors)
{
    // A quote that is never closed takes the rest of the file into one cell.
    private const int MaxRecordBytes = 1024 * 1024;

    public static CsvTable Read(TextReader text, IReadOnlyList<string> columns)
    {
        if (text.Peek() == '\uFEFF')
        {
            _ = text.Read();
        }

        var errors = new List<ImportError>();
        var rows = new List<(int, IReadOnlyDictionary<string, string?>)>();
        try
        {
            using var csv = CsvReader.Create(text, Options(errors), leaveOpen: true);
            ReadRows(csv, columns, rows, errors);
        }
        catch (CsvFormatException e)
        {
            errors.Add(new ImportError((int)e.LineNumber, $"this row is longer than {MaxRecordBytes / 1024} KB; is a quote (\") never closed?"));
        }

        return new CsvTable(rows, errors);
    }

    private static CsvReaderOptions Options(List<ImportError> errors) => new()
    {
        Separator = ',',
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MaxRecordBytes,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = record => errors.Add(new ImportError((int)record.LineNumber, Words(record.Reason))),
    };

    private static void ReadRows(
        CsvReader csv, IReadOnlyList<string> columns, List<(int Line, IReadOnlyDictionary<string, string?> Cells)> rows, List<ImportError> errors)
    {
        if (!csv.Read() || errors.Count > 0)
        {
            // What stands after a header that cannot be read must not be taken for the header.
            if (errors.Count == 0)
            {
                errors.Add(new ImportError(0, $"the file is empty; its first line has the columns {string.Join(',', columns)}"));
            }

            return;
        }

        var header = csv.Current.ToArray();
        errors.AddRange(CheckHeader(header, columns).Select(e => new ImportError((int)csv.LineNumber, e)));
        if (errors.Count > 0)
        {
            return;
        }

        while (csv.Read())
        {
            var cells = csv.Current.ToArray();
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (cells.Length != header.Length)
            {
                errors.Add(new ImportError(
                    (int)csv.LineNumber, $"{cells.Length} cells instead of {header.Length}; a cell with a comma in it stands in quotes: \"a,b\""));
                continue;
            }

            rows.Add(((int)csv.LineNumber, header.Zip(cells).ToDictionary(c => c.First, c => (string?)SpreadsheetCell.Read(c.Second), StringComparer.Ordinal)));
        }
    }

    private static IReadOnlyList<string> CheckHeader(string[] header, IReadOnlyList<string> columns)
    {
        foreach (var (separator, name) in (ReadOnlySpan<(char, string)>)[(';', "semicolons"), ('\t', "tabs")])
        {
            if (header.Length == 1 && header[0].Split(separator).Length == columns.Count)
            {
                return [$"the columns are separated by {name}; they have to be separated by commas"];
            }
        }

        return Header.Check(header, columns);
    }

    private static string Words(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "a quote (\") is opened and never closed, so everything after it is one cell",
        CsvMalformedReason.TextAfterClosingQuote => "there is text after a closing quote; a quote inside a quoted cell is written twice: \"\"",
        _ => "there is a quote (\") inside a cell without quotes; such a cell stands in quotes, with its own quotes written twice: \"a \"\"b\"\"\"",
    };
}
