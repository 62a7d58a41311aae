using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <summary>A control in an account and Region as stored: its case, and its findings with the policy that is recorded on each.</summary>
internal sealed record TouchedCase(CaseKey Key, Case? Current, IReadOnlyList<CaseException> Exceptions, IReadOnlyList<(FindingFact Fact, string? Policy)> Findings);

/// <summary>
/// Everything that a row of the tables is about, a few hundred cases at a time: one statement for the keys of a page, one for its
/// findings, one for its cases, one for their resources and two for their exceptions, however many there are of each.
/// </summary>
internal static class TouchedCases
{
    public const int PageSize = 200;

    private const string Key = "account_id, region, control_key";

    public static async IAsyncEnumerable<IReadOnlyList<TouchedCase>> Read(DbSession session, DirectoryEdit edit)
    {
        var after = ("", "", "");
        while (true)
        {
            var keys = await session.Query<PageKey>(
                $"""
                select distinct {Key} from findings
                where {edit.TouchedColumn} = @touched and control_key is not null and ({Key}) > (@afterAccount, @afterRegion, @afterControl)
                order by {Key} limit @size
                """,
                new { touched = edit.TouchedKey, afterAccount = after.Item1, afterRegion = after.Item2, afterControl = after.Item3, size = PageSize });
            if (keys.Count == 0)
            {
                yield break;
            }

            yield return await Page(session, edit, keys);
            var last = keys[^1];
            after = (last.AccountId, last.Region, last.ControlKey);
        }
    }

    private static async Task<IReadOnlyList<TouchedCase>> Page(DbSession session, DirectoryEdit edit, IReadOnlyList<PageKey> keys)
    {
        var (first, last) = (keys[0], keys[^1]);
        var args = new
        {
            touched = edit.TouchedKey,
            fromAccount = first.AccountId,
            fromRegion = first.Region,
            fromControl = first.ControlKey,
            toAccount = last.AccountId,
            toRegion = last.Region,
            toControl = last.ControlKey,
        };
        string Range(string table) =>
            $"{table}.{edit.TouchedColumn} = @touched and ({Of(table)}) >= (@fromAccount, @fromRegion, @fromControl) and ({Of(table)}) <= (@toAccount, @toRegion, @toControl)";

        var findings = await session.Query<FindingRow>(
            $"select {Key}, control_id, compliance, record_state, severity, title, standards, resources, policy from findings f where {Range("f")}", args);
        var cases = await session.Query<TouchedCaseRow>($"select c.control_key, {CaseStore.ColumnNames} from cases c where {Range("c")}", args);
        var resources = await session.Query<CaseResourceRow>(
            $"""
            select r.case_number, r.resource_id, r.type, r.region, r.partition_name, r.state, r.first_failed_at, r.fixed_at
            from case_resources r join cases c on c.number = r.case_number where {Range("c")} order by r.resource_id
            """,
            args);
        return Together(findings, cases, resources, await ExceptionStore.OfCases(session, Range("c"), args));
    }

    private static List<TouchedCase> Together(
        IReadOnlyList<FindingRow> findings, IReadOnlyList<TouchedCaseRow> cases, IReadOnlyList<CaseResourceRow> resources, ILookup<CaseNumber, CaseException> exceptions)
    {
        var ofCase = resources.ToLookup(r => r.CaseNumber);
        var byKey = cases.ToDictionary(c => (c.AccountId, c.Region, c.ControlKey), c => c.ToCase(ofCase[c.Number]));
        return
        [
            .. findings.GroupBy(f => (f.AccountId, f.Region, f.ControlKey)).Select(g => new TouchedCase(
                new CaseKey(AccountId.Parse(g.Key.AccountId), g.Key.Region, ControlId.Parse(g.First().ControlId)),
                byKey.GetValueOrDefault(g.Key),
                byKey.GetValueOrDefault(g.Key) is { } current ? [.. exceptions[current.Number]] : [],
                [.. g.Select(f => (f.ToFact(), f.Policy))])),
        ];
    }

    private static string Of(string table) => $"{table}.account_id, {table}.region, {table}.control_key";

    private sealed class PageKey
    {
        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string ControlKey { get; init; } = "";
    }

    private sealed class FindingRow : FindingFacts.Row
    {
        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string ControlKey { get; init; } = "";

        public string? Policy { get; init; }
    }

    private sealed class TouchedCaseRow : CaseRow
    {
        public string ControlKey { get; init; } = "";
    }
}
