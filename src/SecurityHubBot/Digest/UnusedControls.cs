using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Digest;

/// <summary>Controls that could be switched off, because no account has had data of them for long (design 5.1: suggested, never guessed).</summary>
internal static class UnusedControls
{
    public static readonly TimeSpan For = TimeSpan.FromDays(90);

    private const string WithData =
        """
        select control_key, standards from findings
        where control_key is not null and (record_state = 'ACTIVE' or updated_at >= @since) group by control_key, standards
        """;

    public static async Task<Some<CatalogueControl>> Find(DbSession session, ControlCatalogue catalogue, PolicyTable policies, DateTimeOffset now)
    {
        // Before that, nobody can say that there was none.
        if (await DigestQueries.InUseSince(session) is not { } since || since > now - For)
        {
            return new Some<CatalogueControl>([], 0);
        }

        var rows = await session.Query<Row>(WithData, new { since = Micros.From(now - For) });
        var seen = rows.Select(r => ControlId.Parse(r.ControlKey)).ToHashSet();
        var standards = rows.SelectMany(r => FindingColumns.ReadStandards(r.Standards)).ToHashSet();
        return DigestQueries.Few(Of(catalogue, policies, seen, standards), c => c, DigestView.MaxControls);
    }

    /// <param name="standards">Those of which there is any finding: the ones that are switched on.</param>
    internal static List<CatalogueControl> Of(ControlCatalogue catalogue, PolicyTable policies, HashSet<ControlId> seen, HashSet<StandardId> standards)
    {
        var decided = policies.Rows.Where(r => r.Policy == ResponsePolicy.Disable || r.Category == Category.Unused).Select(r => r.Control).ToHashSet();
        return [.. catalogue.Active.Where(c => c.Standards.Any(standards.Contains) && !seen.Contains(c.Id) && !decided.Contains(c.Id))];
    }

    private sealed record Row
    {
        public string ControlKey { get; init; } = "";

        public string Standards { get; init; } = "";
    }
}
