using SecurityHubBot.Audit;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Tests.Integration;

/// <summary>What must hold when everything has come to rest.</summary>
internal sealed class SimulatedTruth(SimulatedWorld world)
{
    private static readonly string[] Everywhere = [.. AozoraHosting.Seed.Channels.Select(c => c.Id)];
    private static readonly Dictionary<string, string> Ids = AozoraHosting.Seed.Channels.ToDictionary(c => "#" + c.Name, c => c.Id);

    /// <summary>What is left to do: resources that no approved exception is about.</summary>
    public const string Uncovered =
        """
        select r.case_number, r.resource_id from case_resources r
        where r.state <> 'fixed' and not exists (
            select 1 from exceptions e where e.case_number = r.case_number and e.state = 'approved' and (e.scope = 'all_and_future' or exists (
                select 1 from exception_resources x where x.exception_id = e.id and x.resource_key = r.resource_key)))
        """;

    /// <summary>Messages that are not as they should be, or that somebody is still at work on.</summary>
    public const string Unsettled = "desired > actual or lease_until > 0 or posting_since is not null or old_ts is not null";

    private readonly string _seed = $"seed {world.Seed}";

    public async Task Check()
    {
        (await world.Bot.Count("decision_queue")).ShouldBe(0, _seed);
        (await world.Bot.Count($"case_messages where {Unsettled}")).ShouldBe(0, _seed);
        var cases = await Read<CaseRow>("select number, account_id, control_key, state from cases");
        await CheckCases(cases);
        await CheckResources();
        await CheckExceptions();
        CheckCards(cases, (await Read<UncoveredRow>(Uncovered)).ToLookup(r => r.CaseNumber, r => r.ResourceId));
        await CheckSentences();
        await CheckAudit();
    }

    private Task CheckCases(IReadOnlyList<CaseRow> cases)
    {
        cases.Select(c => (c.AccountId, c.ControlKey)).ShouldBeUnique(_seed);
        var open = cases.Where(c => c.State is "open" or "accepted" or "excepted").Select(c => $"{c.AccountId} {c.ControlKey}").Order();
        open.ShouldBe(Expected().Select(g => $"{g.Key.Account} {g.Key.Control}").Order(), _seed);
        return Task.CompletedTask;
    }

    private async Task CheckResources()
    {
        var failing = await Read<string>(
            """
            select c.account_id || ' ' || c.control_key || ' ' || r.resource_id from case_resources r join cases c on c.number = r.case_number
            where r.state = 'failing' and c.state in ('open', 'accepted', 'excepted')
            """);
        failing.Order(StringComparer.Ordinal).ShouldBe(
            Expected().SelectMany(g => g.Select(r => $"{g.Key.Account} {g.Key.Control} arn:aws:s3:::{SimulatedEstate.Name(r, g.Key.Account, g.Key.Control)}"))
                .Order(StringComparer.Ordinal), _seed);
    }

    /// <summary>Excepted is what is covered entirely and nothing else: what fails only later is not, and what has come to its end no longer.</summary>
    private async Task CheckExceptions()
    {
        (await world.Bot.Count("exceptions")).ShouldBeGreaterThan(0, _seed);
        (await world.Bot.Count($"exceptions where state = 'approved' and until < '{world.Today:yyyy-MM-dd}'")).ShouldBe(0, $"{_seed}: what has ended has lapsed");
        var wrong = await Read<string>(
            $"""
            select 'SHUB-' || c.number || ' ' || c.state from cases c
            where c.state in ('open', 'accepted', 'excepted') and (c.state = 'excepted') = (c.number in (select case_number from ({Uncovered}) u))
            """);
        wrong.ShouldBeEmpty(_seed);
        (await Read<string>("select case_number || ' ' || detail from case_history where kind = 'exception_lapsed'")).ShouldBeUnique($"{_seed}: lapsed once");
        await CheckRequests();
    }

    /// <summary>Every request stands in the approval channel once, and everybody is told once what has become of theirs.</summary>
    private async Task CheckRequests()
    {
        var told = Everywhere.Concat(AozoraHosting.Seed.People.Where(p => !p.Deleted).Select(p => SlackWorkspace.DirectMessage(p.Id))).Distinct()
            .SelectMany(c => world.Slack.Messages(c)).Where(m => Event(m) == "shub_case_thread")
            .Select(m => $"{Number(m)} {m.Metadata!["event_payload"]!["slot"]}")
            .Where(s => s.Contains(" approval:", StringComparison.Ordinal) || s.Contains(" direct:", StringComparison.Ordinal)).ToList();
        var wanted = await Read<string>("select case_number || ' ' || slot from case_messages where kind in ('approval', 'direct')");
        told.Order(StringComparer.Ordinal).ShouldBe(wanted.Order(StringComparer.Ordinal), _seed);
    }

    private void CheckCards(IReadOnlyList<CaseRow> cases, ILookup<long, string> uncovered)
    {
        var cards = Everywhere.SelectMany(c => world.Slack.Messages(c)).Where(m => Event(m) == "shub_case").ToList();
        cards.Select(Number).Order().ShouldBe(cases.Select(c => c.Number).Order(), $"{_seed}: one card for each case");
        foreach (var one in cases)
        {
            var card = cards.Single(m => Number(m) == one.Number);
            var why = $"{_seed}: SHUB-{one.Number}";
            card.Channel.ShouldBe(Home(one.AccountId), why);
            card.ActionIds.Contains("case.accept").ShouldBe(one.State is "open" or "accepted", why);
            if (one.State is "open" or "accepted" && uncovered[one.Number].ToList() is { Count: <= 5 } left)
            {
                left.Select(r => r["arn:aws:s3:::".Length..]).ShouldAllBe(r => card.AllText.Contains(r), why);
            }
        }
    }

    private async Task CheckSentences()
    {
        var told = Everywhere.SelectMany(c => world.Slack.Messages(c).SelectMany(m => world.Slack.Thread(c, m.Ts)))
            .Where(m => Event(m) == "shub_case_thread").DistinctBy(m => (m.Channel, m.Ts))
            .Select(m => $"{Number(m)} {m.Metadata!["event_payload"]!["slot"]}").Where(s => s.Contains(" note:", StringComparison.Ordinal)).ToList();
        told.ShouldBeUnique(_seed);
        var wanted = await Read<string>("select case_number || ' ' || slot from case_messages where kind = 'note'");
        told.Order(StringComparer.Ordinal).ShouldBe(wanted.Order(StringComparer.Ordinal), _seed);
    }

    private async Task CheckAudit()
    {
        (await new AuditVerifier(world.Bot.Database).Verify(expected: null, CancellationToken.None)).ShouldBeOfType<AuditVerdict.Whole>(_seed);
        var audited = await Read<string>("select subject || ' ' || action from audit_log where subject like 'case:%'");
        var happened = await Read<string>("select 'case:' || case_number || ' case.' || kind from case_history");
        audited.Order(StringComparer.Ordinal).ShouldBe(happened.Order(StringComparer.Ordinal), $"{_seed}: one row for each event of a case");
    }

    private IEnumerable<IGrouping<(string Account, string Control), string>> Expected() => world.Estate.Failing.Where(g => world.PolicyOf[g.Key.Control] == "track");

    private string Home(string account) =>
        !world.ChannelOf.TryGetValue(account, out var channel) || channel == "#legacy-aws" ? Ids["#security"] : Ids.GetValueOrDefault(channel, channel);

    private static string? Event(WorkspaceMessage message) => message.Metadata?["event_type"]?.GetValue<string>();

    private static long Number(WorkspaceMessage message) => Domain.CaseNumber.Parse(message.Metadata!["event_payload"]!["case"]!.GetValue<string>()).Value;

    private Task<IReadOnlyList<T>> Read<T>(string sql) => world.Bot.Database.Read(session => session.Query<T>(sql), CancellationToken.None);

    private sealed class UncoveredRow
    {
        public long CaseNumber { get; init; }

        public string ResourceId { get; init; } = "";
    }

    private sealed class CaseRow
    {
        public long Number { get; init; }

        public string AccountId { get; init; } = "";

        public string ControlKey { get; init; } = "";

        public string State { get; init; } = "";
    }
}
