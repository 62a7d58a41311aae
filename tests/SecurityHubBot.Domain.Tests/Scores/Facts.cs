using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Domain.Tests.Scores;

/// <summary>Findings added up as the database does it, and judged by the rules.</summary>
internal static class Facts
{
    public static IEnabledControls Everything { get; } = new Enabled((_, _, _, _) => true);

    public static ScoreCard Judge(IEnumerable<PlainFinding> findings, IsEnabled? enabled = null) =>
        ScoreRules.Judge(Of(findings), enabled is null ? Everything : new Enabled(enabled), ControlCatalogue.Default);

    public static IEnumerable<ControlFact> Of(IEnumerable<PlainFinding> findings) => findings
        .Where(f => !f.IsArchived)
        .GroupBy(f => (f.Account, f.Region, Control: f.Control.ToUpperInvariant(), Standards: string.Join(' ', f.Standards)))
        .Select(g => new ControlFact(
            AccountId.Parse(g.Key.Account), g.Key.Region, ControlId.Parse(g.Key.Control), new StandardSet(g.First().Standards.Select(StandardId.Parse)), Count([.. g])));

    public static string Describe(ScoreCard card) => string.Join(
        " | ",
        card.Standards.Select(s => Describe(s.Standard.ToString(), s.Line)).Order(StringComparer.Ordinal).Prepend(Describe("all", card.All)));

    public static string Describe(ObviousScore score) => string.Join(
        " | ",
        score.Standards.Select(s => Describe(s.Key, s.Value)).Order(StringComparer.Ordinal).Prepend(Describe("all", score.All)));

    private static FindingCounts Count(IReadOnlyList<PlainFinding> findings)
    {
        var counting = findings.Where(f => !f.IsSuppressed).ToList();
        var failed = counting.Where(f => f.Compliance == "FAILED").ToList();
        var severities = failed.Where(f => f.Severity != "INFORMATIONAL").Select(f => Severities.TryParse(f.Severity, out var s) ? s : throw new FormatException(f.Severity)).ToList();
        return new FindingCounts(
            counting.Count(f => f.Compliance == "PASSED"),
            failed.Count,
            counting.Count(f => f.Compliance is not ("PASSED" or "FAILED")),
            findings.Count - counting.Count,
            severities.Count == 0 ? null : severities.Max());
    }

    private static string Describe(string name, ScoreLine line) =>
        $"{name} {line.Score.Passed}/{line.Score.Failed}/{line.Score.Unknown}={line.Score.Percent} s{line.SuppressedFindings} f{line.Failed.AllFindings} c{line.Failed.Controls.Values.Sum()}";

    private static string Describe(string name, ObviousLine line) =>
        $"{name} {line.Passed}/{line.Failed}/{line.Unknown}={line.Percent} s{line.SuppressedFindings} f{line.FailedFindings} c{line.FailedControls.Count}";

    private sealed class Enabled(IsEnabled isEnabled) : IEnabledControls
    {
        bool IEnabledControls.IsEnabled(AccountId account, string region, ControlId control, StandardId? standard) =>
            isEnabled(account.ToString(), region, control.Key, standard?.ToString());
    }
}
