using SecurityHubBot.Cases;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Commands;

/// <summary>What <c>/shub policy</c> and <c>/shub account</c> read.</summary>
internal sealed class DirectoryQueries(Database database, CommandQueries cases, IDirectoryTables tables, ControlCatalogue catalogue)
{
    private const int MaxNear = 3;

    private const string Findings =
        """
        select standards, severity, count(*) as findings, sum(case when record_state = 'ACTIVE' and compliance = 'FAILED' then 1 else 0 end) as failing
        from findings where control_key = @key group by standards, severity
        """;

    private const string FailingAccounts =
        "select count(distinct account_id) from findings where control_key = @key and record_state = 'ACTIVE' and compliance = 'FAILED'";

    private const string OpenCases = "select count(*) from cases where control_key = @key and state in ('open', 'accepted')";

    private const string MovingCards =
        """
        select count(*) from case_messages m join cases c on c.number = m.case_number
        where c.account_id = @account and m.kind = 'card' and m.ts is not null and m.channel <> @target
        """;

    public async Task<PolicyShowData> Policy(ControlId control, StandardId? only, DirectorySnapshot snapshot, CancellationToken cancellationToken) => await database.Read(
        async session =>
        {
            var args = new { key = control.Key };
            var found = await session.Query<FindingsRow>(Findings, args);
            var entry = catalogue.Find(control);
            var seen = found.SelectMany(f => FindingColumns.ReadStandards(f.Standards)).Distinct().ToList();
            IReadOnlyList<StandardId> standards = only is { } one ? [one] : [.. (seen.Count > 0 ? seen : entry?.Standards ?? []).Order(ByFame)];
            return new PolicyShowData(
                control,
                entry,
                standards,
                [.. (await RowStore.OfControl(session, control.Key)).Where(r => only is null || Matches(r, only.Value))],
                [.. Enum.GetValues<AccountEnvironment>().Select(e => (e, Decide(control, entry, found, standards, e, snapshot)))],
                found.Sum(f => f.Findings),
                found.Sum(f => f.Failing),
                await session.Scalar<long>(FailingAccounts, args),
                await session.Scalar<long>(OpenCases, args),
                await Waiting(session, "control_key", control.Key),
                entry is null && found.Count == 0 ? NearControls(control) : []);
        },
        cancellationToken);

    public async Task<AccountShowData> Account(AccountId account, CancellationToken cancellationToken)
    {
        var scope = new CommandScope([account], FromChannel: false);
        var open = await cases.List(ListFilter.None, scope, user: "", page: 1, cancellationToken);
        return await database.Read(
            async session => new AccountShowData(
                account,
                await RowStore.Find(session, new AccountEdit(account, new Dictionary<string, string>())),
                open,
                await Waiting(session, "account_id", account.ToString())),
            cancellationToken);
    }

    public Task<DirectoryCondition> Condition(CancellationToken cancellationToken) => database.Read(tables.Condition, cancellationToken);

    /// <summary>Whether any finding is about it.</summary>
    public Task<bool> IsSeen(DirectoryEdit edit, CancellationToken cancellationToken) => database.Read(
        async session => await session.Scalar<long>($"select count(*) from (select 1 from findings where {edit.TouchedColumn} = @key limit 1) found", new { key = edit.TouchedKey }) > 0,
        cancellationToken);

    /// <summary>Standards for which the control has a row of their own.</summary>
    public Task<IReadOnlyList<StandardId>> StandardsWithRow(ControlId control, CancellationToken cancellationToken) => database.Read<IReadOnlyList<StandardId>>(
        async session => [.. (await RowStore.OfControl(session, control.Key)).Select(r => PolicyEdit.RowOf(r.Row).Standard).OfType<StandardId>()],
        cancellationToken);

    /// <summary>How many cards stand anywhere else than in the channel with this id.</summary>
    public Task<long> CardsOutside(AccountId account, string target, CancellationToken cancellationToken) =>
        database.Read(session => session.Scalar<long>(MovingCards, new { account = account.ToString(), target }), cancellationToken);

    public bool IsInCatalogue(ControlId control) => catalogue.Find(control) is not null;

    public IReadOnlyList<string> NearControls(ControlId control) =>
        Nearest.Of(control.ToString(), catalogue.Active.Where(c => SameService(c.Id, control)).Select(c => c.Id.ToString()), MaxNear) is { Count: > 0 } near
            ? near
            : Nearest.Of(control.ToString(), catalogue.Active.Select(c => c.Id.ToString()), MaxNear);

    private static Task<long> Waiting(DbSession session, string column, string key) =>
        session.Scalar<long>($"select count(*) from decision_queue where {column} = @key", new { key });

    private static PolicyDecision Decide(
        ControlId control, CatalogueControl? entry, IReadOnlyList<FindingsRow> found, IReadOnlyList<StandardId> standards, AccountEnvironment environment, DirectorySnapshot snapshot)
    {
        var failed = found.Where(f => f.Failing > 0).Select(f => CaseColumns.ReadSeverity(f.Severity)).Where(s => s != Severity.Informational).Select(s => (Severity?)s).Max();
        return PolicyRules.Decide(new PolicyQuestion(control, entry, failed, standards, default, environment, snapshot.Policies));
    }

    private static bool Matches(StampedRow row, StandardId standard) => PolicyEdit.RowOf(row.Row).Standard is not { } own || own == standard;

    private static bool SameService(ControlId a, ControlId b) => a.Key.Split('.')[0] == b.Key.Split('.')[0];

    private static readonly Comparer<StandardId> ByFame = Comparer<StandardId>.Create((a, b) =>
        a.IsFoundationalBestPractices != b.IsFoundationalBestPractices
            ? (a.IsFoundationalBestPractices ? -1 : 1)
            : string.CompareOrdinal(a.ToString(), b.ToString()));

    private sealed class FindingsRow
    {
        public string Standards { get; init; } = "";

        public string Severity { get; init; } = "";

        public long Findings { get; init; }

        public long Failing { get; init; }
    }
}
