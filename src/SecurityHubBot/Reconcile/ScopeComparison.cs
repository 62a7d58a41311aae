using System.Diagnostics;
using System.Text.Json;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Hosting;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>
/// Compares one scope page by page. Repairs go through the intake like events, so that what a finding is, which of two is newer and
/// what comes of it are decided in one place.
/// </summary>
internal sealed partial class ScopeComparison(
    TruthReader reader,
    ReconcileStore store,
    VanishedFindings vanished,
    FindingBatcher intake,
    RejectedEventStore rejected,
    Database database,
    Telemetry telemetry,
    TimeProvider time,
    ILogger<ScopeComparison> logger)
{
    // Tokens last for hours. Whoever hands out only expired ones is asked again at the next run.
    private const int MostRestarts = 3;

    /// <returns>False when somebody else has ended the run meanwhile.</returns>
    public async Task<bool> Run(ISecurityHubTruth truth, TruthScope scope, OpenRun run, CancellationToken cancellationToken)
    {
        var position = await store.Open(scope.Key, run.Id, cancellationToken);
        var restarts = 0;
        while (position is { State: ScopeState.Reading })
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                position = await Step(truth, scope, run.Since, position, cancellationToken);
            }
            catch (TruthTokenExpiredException exception) when (position is { Token: not null } expired)
            {
                Log.Expired(logger, scope.Key, expired.Page, exception.Message);
                position = await store.Restart(expired, cancellationToken);
                if (++restarts > MostRestarts)
                {
                    throw;
                }
            }
        }

        if (position is { State: ScopeState.Read })
        {
            // What has not changed is not shown then, so that nothing can be missing.
            var notBelieved = run.Since is null ? await vanished.Archive(scope, position, cancellationToken) : 0;
            await store.End(position, notBelieved, cancellationToken);
        }

        return position is not null;
    }

    private async Task<ScopePosition?> Step(ISecurityHubTruth truth, TruthScope scope, DateTimeOffset? since, ScopePosition position, CancellationToken cancellationToken)
    {
        var page = await reader.Read(truth, scope, since, position.Token, cancellationToken);
        var outcome = await Compare(page, position.Run, cancellationToken);
        return await store.Turn(position, since is null ? outcome : outcome with { Seen = [] }, cancellationToken);
    }

    private async Task<PageOutcome> Compare(TruthPage page, long run, CancellationToken cancellationToken)
    {
        var (now, trace) = (time.GetUtcNow(), Activity.Current?.Id);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var shown = new List<FindingRow>(page.Findings.Count);
        var (unreadable, nameless) = (0, false);
        foreach (var json in page.Findings)
        {
            var read = SecurityHubEventReader.ReadFinding(json);
            if (read is EventReading.Findings { Items: [var reading] })
            {
                shown.Add(FindingRow.From(reading, now));
                continue;
            }

            unreadable++;
            nameless |= await Refuse(json, read is EventReading.Malformed malformed ? malformed.Reason : "", seen, cancellationToken);
        }

        shown = FindingRow.Newest(shown, row => row);
        seen.UnionWith(shown.Select(row => row.FindingKey));
        await Repair(shown, run, trace, now, cancellationToken);
        telemetry.Reconciled.Add(shown.Count);
        return new PageOutcome(seen, shown.Count, unreadable, nameless, page.NextToken);
    }

    private async Task Repair(IReadOnlyList<FindingRow> shown, long run, string? trace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = await database.Read(session => HeldFindings.Find(session, [.. shown.Select(row => row.FindingKey)]), cancellationToken);
        var news = shown.Where(row => Comparison.IsNews(held.GetValueOrDefault(row.FindingKey), row)).ToList();
        if (news.Count == 0)
        {
            return;
        }

        var repairs = news.Select(row => (row.FindingKey, Kind: Comparison.Repair(held.GetValueOrDefault(row.FindingKey), row)))
            .Where(r => r.Kind is not null).Select(r => (r.FindingKey, r.Kind!.Value)).ToList();
        await Record(database, telemetry, run, repairs, now, cancellationToken);
        await intake.Store([.. news.Select(row => new IncomingFinding(row, trace))], cancellationToken);
    }

    /// <summary>Before the repair itself: dying in between, the next one finds the same difference and counts it once.</summary>
    internal static async Task Record(
        Database database, Telemetry telemetry, long run, IReadOnlyCollection<(string Key, RepairKind Kind)> repairs, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (repairs.Count == 0)
        {
            return;
        }

        var added = await database.Write(session => ReconcileRuns.Add(session, run, repairs, now), cancellationToken);
        foreach (var (kind, count) in added.Where(a => a.Value > 0))
        {
            telemetry.Repairs.Add(count, new KeyValuePair<string, object?>("kind", kind.ToString().ToLowerInvariant()));
        }
    }

    /// <returns>True when nobody can say which finding it is.</returns>
    private async Task<bool> Refuse(ReadOnlyMemory<byte> json, string reason, HashSet<string> seen, CancellationToken cancellationToken)
    {
        await rejected.Add(json, json.Length, reason, cancellationToken);
        Log.Unreadable(logger, reason);
        if (IdOf(json) is not { } id)
        {
            return true;
        }

        seen.Add(HeldFindings.UnreadableMark + id);
        return false;
    }

    private static string? IdOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            // No finding that we hold has a longer one, nor one that the database would not take.
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Id", out var id)
                && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= 512 } text && !text.Contains('\0', StringComparison.Ordinal)
                ? text
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6601, Level = LogLevel.Information, Message = "The token for page {Page} of {Scope} is no longer good; reading it from the start: {Reason}")]
        public static partial void Expired(ILogger logger, string scope, long page, string reason);

        [LoggerMessage(EventId = 6602, Level = LogLevel.Warning, Message = "A finding of Security Hub cannot be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);
    }
}
