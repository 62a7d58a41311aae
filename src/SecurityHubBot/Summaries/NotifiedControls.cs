using SecurityHubBot.Commands;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Summaries;

/// <summary>The controls whose findings the summaries of a month tell, by audience.</summary>
internal sealed class NotifiedControls(IReadOnlyDictionary<string, IReadOnlyList<NotifiedControl>> audiences)
{
    private const int Shown = 10;

    public static NotifiedControls None { get; } = new(new Dictionary<string, IReadOnlyList<NotifiedControl>>());

    /// <param name="audience">Null for those of all summaries of the month.</param>
    public SummaryNotified Of(string? audience)
    {
        var controls = audience is null ? Together() : audiences.GetValueOrDefault(audience, []);
        return new SummaryNotified(
            new Some<NotifiedControl>([.. controls.OrderByDescending(c => Rank(c.Severity)).ThenByDescending(c => c.Findings).ThenBy(c => c.Control, StringComparer.Ordinal).Take(Shown)], controls.Count),
            controls.Sum(c => c.Findings));
    }

    private List<NotifiedControl> Together() =>
    [
        .. audiences.Values.SelectMany(controls => controls).GroupBy(c => c.Control, StringComparer.Ordinal).Select(g => new NotifiedControl(
            g.Key,
            g.Select(c => c.Title).Min(StringComparer.Ordinal)!,
            g.Select(c => c.Severity).MaxBy(Rank)!,
            g.Sum(c => c.Findings))),
    ];

    private static Severity? Rank(string label) => Severities.TryParse(label, out var severity) ? severity : null;
}
