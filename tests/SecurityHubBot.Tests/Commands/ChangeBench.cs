using System.Globalization;
using SecurityHubBot.Cases;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Commands;

/// <summary>A bot that shows nothing and decides only when told, so that a preview can be compared with what then happens.</summary>
internal sealed class ChangeBench : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly SecurityHubBot.Sandbox.Workspace.SlackWorkspace _slack;

    private ChangeBench(TestDatabase database, SecurityHubBot.Sandbox.Workspace.SlackWorkspace slack, TestBot bot) => (_database, _slack, Bot) = (database, slack, bot);

    public TestBot Bot { get; }

    public DirectoryChanges Changes => Bot.Service<DirectoryChanges>();

    public static async Task<ChangeBench> Create(DatabaseKind kind)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var slack = await TestBot.StartSlack();
        return new ChangeBench(database, slack, await TestBot.Start(database, slack, services: s => s.OnlyWatch()));
    }

    public async Task Import(string accounts, string policies)
    {
        var import = Bot.Service<DirectoryImport>();
        using var accountRows = new StringReader(Directories.DirectoryBench.AccountHeader + "\n" + accounts);
        using var policyRows = new StringReader(Directories.DirectoryBench.PolicyHeader + "\n" + policies);
        (await import.ImportAccounts(accountRows, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
        (await import.ImportPolicies(policyRows, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    /// <summary>Findings as intake stores them, without its queue: they are to be decided.</summary>
    public Task AddFindings(IEnumerable<BenchFinding> findings) => Bot.Database.Write(
        async session =>
        {
            foreach (var finding in findings)
            {
                await session.Execute(
                    """
                    insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
                        workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
                    values (@key, @key, 'arn', @account, @region, @controlKey, @control, @standards, @compliance, @state, 'NEW', @severity, 'A title', @resources, 1, 1, '', '', '{}')
                    """,
                    finding.Args());
            }

            await session.Execute(
                """
                insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts)
                select distinct account_id, region, control_key, 0, 0, 0 from findings
                """);
        },
        CancellationToken.None);

    /// <summary>An exception as the store keeps it, in whatever part of its life; its case is to be decided.</summary>
    public Task AddException(CaseException exception) => Bot.Database.Write(
        async session =>
        {
            var added = await ExceptionStore.Add(session, exception);
            await ExceptionStore.Save(session, added with { Until = exception.Until });
            await Queue(session, exception.Case.Value);
        },
        CancellationToken.None);

    /// <summary>One of the approved exceptions comes to its end, and its case is to be decided.</summary>
    public Task Lapse(Random random) => Bot.Database.Write(
        async session =>
        {
            var approved = await session.Query<ApprovedRow>("select id, case_number from exceptions where state = 'approved' order by id");
            if (approved.Count > 0)
            {
                var ended = approved[random.Next(approved.Count)];
                await session.Execute("update exceptions set state = 'lapsed', ended_at = 1 where id = @id", new { id = ended.Id });
                await Queue(session, ended.CaseNumber);
            }
        },
        CancellationToken.None);

    /// <summary>The cases with the ids of their failing resources.</summary>
    public Task<ILookup<CaseNumber, string>> Failing() => Bot.Database.Read(
        async session =>
        {
            var rows = await session.Query<FailingRow>("select case_number, resource_id from case_resources where state <> 'fixed' order by case_number, resource_id");
            return rows.ToLookup(r => new CaseNumber(r.CaseNumber), r => r.ResourceId);
        },
        CancellationToken.None);

    /// <summary>Cases that are excepted although something of them is not covered, and those that are open although everything is.</summary>
    public Task<long> WronglyCovered() => Bot.Database.Read(
        session => session.Scalar<long>(
            """
            select count(*) from cases c where c.state in ('open', 'accepted', 'excepted') and (c.state = 'excepted') = exists (
                select 1 from case_resources r where r.case_number = c.number and r.state <> 'fixed' and not exists (
                    select 1 from exceptions e where e.case_number = c.number and e.state = 'approved' and (e.scope = 'all_and_future' or exists (
                        select 1 from exception_resources x where x.exception_id = e.id and x.resource_key = r.resource_key))))
            """),
        CancellationToken.None);

    private static Task Queue(Persistence.DbSession session, long number) => session.Execute(
        """
        insert into decision_queue (account_id, region, control_key, queued_at, not_before, attempts)
        select account_id, region, control_key, 0, 0, 0 from cases where number = @number
        """,
        new { number });

    public async Task DecideAll()
    {
        while (await Bot.Service<DecisionWorker>().Step(CancellationToken.None) > 0)
        {
        }
    }

    public async Task<State> Look() => await Bot.Database.Read(
        async session =>
        {
            var cases = await session.Query<CaseState>("select number, state, due_on, episode from cases");
            var findings = await session.Query<FindingState>("select finding_key, policy from findings where record_state = 'ACTIVE' and compliance = 'FAILED'");
            return new State(cases.ToDictionary(c => c.Number), findings.ToDictionary(f => f.FindingKey, f => f.Policy));
        },
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>What has changed between two looks, in a preview's own words.</summary>
    public static ChangeEffect Difference(State before, State after, long touched)
    {
        static bool Open(CaseState? c) => c?.State is "open" or "accepted" or "excepted";
        static bool Quiet(string? policy) => policy is "ignore" or "disable";
        var numbers = before.Cases.Keys.Union(after.Cases.Keys).Select(n => (Was: before.Cases.GetValueOrDefault(n), Is: after.Cases.GetValueOrDefault(n))).ToList();
        var findings = after.Findings.Select(f => (Was: before.Findings.GetValueOrDefault(f.Key), Is: f.Value)).ToList();
        return new ChangeEffect(
            touched,
            numbers.Count(n => Open(n.Was) && !Open(n.Is)),
            numbers.Count(n => !Open(n.Was) && Open(n.Is)),
            numbers.Count(n => Open(n.Was) && Open(n.Is) && n.Was!.DueOn != n.Is!.DueOn),
            findings.Count(f => !Quiet(f.Was) && Quiet(f.Is)),
            findings.Count(f => Quiet(f.Was) && !Quiet(f.Is)),
            findings.Count(f => f.Was != "notify" && f.Is == "notify"));
    }

    internal sealed record State(IReadOnlyDictionary<long, CaseState> Cases, IReadOnlyDictionary<string, string?> Findings);

    internal sealed class CaseState
    {
        public long Number { get; init; }

        public string State { get; init; } = "";

        public string DueOn { get; init; } = "";

        public int Episode { get; init; }
    }

    private sealed class ApprovedRow
    {
        public long Id { get; init; }

        public long CaseNumber { get; init; }
    }

    private sealed class FailingRow
    {
        public long CaseNumber { get; init; }

        public string ResourceId { get; init; } = "";
    }

    internal sealed class FindingState
    {
        public string FindingKey { get; init; } = "";

        public string? Policy { get; init; }
    }
}

internal sealed record BenchFinding(int Id, string Account, string Region, string Control, string Standards, string Compliance, string Severity, string State, string Resource)
{
    public object Args() => new
    {
        key = string.Create(CultureInfo.InvariantCulture, $"f{Id}"),
        account = Account,
        region = Region,
        controlKey = Control.ToUpperInvariant(),
        control = Control,
        standards = Standards,
        compliance = Compliance,
        state = State,
        severity = Severity,
        resources = $$"""[["arn:aws:s3:::{{Resource}}","AwsS3Bucket","{{Region}}","aws"]]""",
    };
}
