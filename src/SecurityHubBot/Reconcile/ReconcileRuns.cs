using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reconcile;

/// <summary>What came of one comparison of everything.</summary>
internal sealed record ReconcileRun(long Compared, long NotBelieved, long Unreadable, IReadOnlyDictionary<RepairKind, long> Repairs)
{
    public long Repaired => Repairs.Values.Sum();

    /// <summary>"12,431 findings compared, 3 repaired, of which …".</summary>
    public JobReport Report() => new(
    [
        new JobFact("compared", Compared),
        new JobFact("repaired", Repaired),
        .. Repairs.OrderBy(r => r.Key).Select(r => new JobFact(Fact(r.Key), r.Value)),
        new JobFact("not_believed", NotBelieved),
        new JobFact("unreadable", Unreadable),
    ]);

    public static string Fact(RepairKind kind) => $"repair.{kind.ToString().ToLowerInvariant()}";
}

internal static class ReconcileRuns
{
    private const string Totals = "select compared, not_believed, unreadable from reconcile_runs where id = @run";

    private const string Kinds = "select kind, count(*) as repairs from reconcile_repairs where run_id = @run group by kind";

    private const string Record =
        "insert into reconcile_repairs (run_id, finding_key, kind, at) values (@run, @key, @kind, @now) on conflict (run_id, finding_key) do nothing";

    public static async Task<ReconcileRun> Find(DbSession session, long run)
    {
        var totals = await session.SingleOrDefault<Row>(Totals, new { run }) ?? new Row();
        var kinds = await session.Query<(string Kind, long Repairs)>(Kinds, new { run });
        return new ReconcileRun(totals.Compared, totals.NotBelieved, totals.Unreadable, kinds.ToDictionary(k => Enum.Parse<RepairKind>(k.Kind), k => k.Repairs));
    }

    /// <returns>How many of each kind were new: one that was begun before is counted already.</returns>
    public static async Task<IReadOnlyDictionary<RepairKind, int>> Add(DbSession session, long run, IReadOnlyCollection<(string Key, RepairKind Kind)> repairs, DateTimeOffset now)
    {
        var added = new Dictionary<RepairKind, int>();
        foreach (var (key, kind) in repairs)
        {
            var rows = await session.Execute(Record, new { run, key, kind = kind.ToString(), now = Micros.From(now) });
            added[kind] = added.GetValueOrDefault(kind) + rows;
        }

        return added;
    }

    private sealed class Row
    {
        public long Compared { get; init; }

        public long NotBelieved { get; init; }

        public long Unreadable { get; init; }
    }
}
