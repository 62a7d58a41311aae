using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;

namespace SecurityHubBot.Scores;

/// <param name="Account">Null for the organisation.</param>
/// <param name="Name">What people call the account; empty when nobody has entered it.</param>
internal sealed record ReportedScore(AccountId? Account, string Name, ScoreCard Card);

/// <summary>Scores as <c>score</c> prints them: the organisation first, then the accounts. Machines get English names that stay.</summary>
internal static class ScoreReport
{
    private static readonly string[] Columns =
    [
        "scope", "account_id", "account", "standard", "percent", "passed", "failed", "unknown", "total", "failed_critical", "failed_high", "failed_medium", "failed_low",
        "failed_findings", "suppressed_findings",
    ];

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IEnumerable<string> Text(IReadOnlyList<ReportedScore> scores, string computed)
    {
        yield return $"Security score, computed {computed} by Security Hub's rules: passed of all controls that have a result.";
        var names = scores.ToDictionary(s => s, s => s.Account is { } id ? OneLine.Of($"{id} {s.Name}").Trim() : "organisation");
        foreach (var score in scores)
        {
            yield return "";
            yield return Line(names[score], score.Card.All);
            foreach (var standard in score.Card.Standards)
            {
                yield return Line($"  {StandardTitles.For(standard.Standard, Language.English)}", standard.Line);
            }
        }
    }

    public static string ToJson(IReadOnlyList<ReportedScore> scores, DateTimeOffset computedAt) => JsonSerializer.Serialize(
        new
        {
            ComputedAt = computedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Scores = scores.Select(s => new
            {
                Scope = Scope(s),
                AccountId = s.Account?.ToString(),
                Account = s.Account is null ? null : s.Name,
                Overall = Fields(s.Card.All),
                Standards = s.Card.Standards.Select(standard => new { Standard = standard.Standard.ToString(), Score = Fields(standard.Line) }),
            }),
        },
        Json);

    /// <summary>The standard is empty where all of them are meant.</summary>
    public static string ToCsv(IReadOnlyList<ReportedScore> scores)
    {
        using var text = new StringWriter();
        using var csv = CsvWriter.Create(text, leaveOpen: true);
        csv.WriteRecord([.. Columns]);
        foreach (var score in scores)
        {
            csv.WriteRecord([.. Cells(score, "", score.Card.All).Select(SpreadsheetCell.Write)]);
            foreach (var standard in score.Card.Standards)
            {
                csv.WriteRecord([.. Cells(score, standard.Standard.ToString(), standard.Line).Select(SpreadsheetCell.Write)]);
            }
        }

        csv.Flush();
        return text.ToString();
    }

    private static string Scope(ReportedScore score) => score.Account is null ? ScoreSubject.OrganisationScope : ScoreSubject.AccountScope;

    private static string Line(string name, ScoreLine line)
    {
        var counts = $"{line.Score.Passed}/{line.Score.Total}";
        var unknown = line.Score.Unknown > 0 ? $", {line.Score.Unknown} unknown" : "";
        var suppressed = line.SuppressedFindings > 0 ? $"; suppressed findings: {line.SuppressedFindings}" : "";
        return $"{name,-60} {ScoreWords.Percent(line.Score),4} {counts,10}  {line.Score.Failed} failed{unknown}{suppressed}";
    }

    private static object Fields(ScoreLine line) => new
    {
        line.Score.Percent,
        line.Score.Passed,
        line.Score.Failed,
        line.Score.Unknown,
        line.Score.Total,
        FailedControls = new
        {
            Critical = line.Failed.ControlsOf(Severity.Critical),
            High = line.Failed.ControlsOf(Severity.High),
            Medium = line.Failed.ControlsOf(Severity.Medium),
            Low = line.Failed.ControlsOf(Severity.Low),
        },
        FailedFindings = line.Failed.AllFindings,
        line.SuppressedFindings,
    };

    private static IEnumerable<string> Cells(ReportedScore score, string standard, ScoreLine line) =>
    [
        Scope(score),
        score.Account?.ToString() ?? "",
        score.Name,
        standard,
        line.Score.Percent?.ToString(CultureInfo.InvariantCulture) ?? "",
        .. ((long[])
        [
            line.Score.Passed, line.Score.Failed, line.Score.Unknown, line.Score.Total,
            line.Failed.ControlsOf(Severity.Critical), line.Failed.ControlsOf(Severity.High), line.Failed.ControlsOf(Severity.Medium), line.Failed.ControlsOf(Severity.Low),
            line.Failed.AllFindings, line.SuppressedFindings,
        ]).Select(n => n.ToString(CultureInfo.InvariantCulture)),
    ];
}
