using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Home;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Home.HomeBench;

namespace SecurityHubBot.Tests.Home;

public class HomeQueryTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task My_cases_are_those_I_took_and_those_of_my_accounts_the_overdue_first(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.AddCase(Shop, "S3.1", "2026-12-01");
        await bench.AddCase(Shop, "S3.8", "2026-11-20", state: "accepted", assignee: Ben);
        await bench.AddCase(Game, "EC2.8", "2026-11-25", severity: "LOW");
        await bench.AddCase(Game, "EC2.2", "2026-11-25", severity: "CRITICAL", state: "accepted", assignee: Aiko);
        await bench.AddCase(Shop, "IAM.1", "2026-11-01", state: "fixed", assignee: Aiko);
        await bench.AddCase(Shop, "EC2.3", "2026-11-25", severity: "LOW", state: "accepted", assignee: Aiko);
        async Task<string> Numbers(string user, params string[] accounts) => string.Join(' ', (await bench.Read(user, accounts)).Cases.List.Shown.Select(c => c.Case.Number.Value));

        (await Numbers(Aiko, Shop)).ShouldBe("2 4 6 1");
        (await Numbers(Ben, Game)).ShouldBe("2 4 3");
        (await Numbers(Aiko)).ShouldBe("4 6");
        (await Numbers("U0NOBODY1")).ShouldBe("");
        var cases = (await bench.Read(Aiko, [Shop])).Cases;
        (cases.List.Total, cases.Overdue).ShouldBe((4, 1));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_page_beyond_the_end_is_the_last_one(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        for (var i = 1; i <= 23; i++)
        {
            await bench.AddCase(Shop, $"S3.{i}", "2026-12-01");
        }

        var second = (await bench.Read(Aiko, [Shop], pages: new HomePages(2, 1, 1))).Cases.List;
        (second.Page, second.Total, second.Shown.Count, second.Shown[0].Case.Number.Value).ShouldBe((2, 23, 10, 11));
        var beyond = (await bench.Read(Aiko, [Shop], pages: new HomePages(99, 99, 99))).Cases.List;
        (beyond.Page, beyond.Shown.Count).ShouldBe((3, 3));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task My_exceptions_are_those_I_asked_for_and_those_of_my_accounts_as_long_as_they_live(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.AddCase(Shop, "S3.1", "2026-12-01");
        await bench.AddCase(Game, "EC2.8", "2026-12-01");
        await bench.AddException(1, Ben, "approved", "2027-02-28");
        await bench.AddException(1, Aiko, "rejected");
        await bench.AddException(2, Aiko);
        await bench.AddException(2, Ben, "approved", "2026-12-31");
        await bench.Directory.Execute("update exceptions set until = '2026-12-24' where id = 4");

        var mine = (await bench.Read(Aiko, [Shop])).Exceptions;

        mine.Shown.Select(e => (e.Id.Value, e.IsPending, e.Until.ToString("yyyy-MM-dd"))).ShouldBe([(3, true, "2027-01-31"), (1, false, "2027-02-28")]);
        (await bench.Read(Ben, [Game])).Exceptions.Shown.Select(e => (e.Id.Value, e.Until.ToString("yyyy-MM-dd"))).ShouldBe([(3, "2027-01-31"), (4, "2026-12-24"), (1, "2027-02-28")]);
        mine.Shown[0].Case.Case.Key.Account.ToString().ShouldBe(Game);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_security_team_sees_what_waits_what_is_overdue_by_channel_and_what_nobody_has_entered(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.AddCase(Shop, "S3.1", "2026-11-20");
        await bench.AddCase(Shop, "S3.8", "2026-11-10", state: "accepted", assignee: Ben);
        await bench.AddCase(Game, "EC2.8", "2026-11-22");
        await bench.AddCase(Stranger, "EC2.2", "2026-11-22");
        await bench.AddCase(Game, "EC2.3", "2026-11-23");
        await bench.AddException(1, Ben);
        await bench.AddException(2, Ben, "approved");
        await bench.AddFinding(Stranger, "EC2.2", "i", "FAILED");
        await bench.AddFinding(Shop, "Quantum.1", "q", "FAILED");
        await bench.AddFinding(Game, "Quantum.1", "q", "FAILED");
        await bench.Directory.Execute("update findings set policy_source = 'new-control' where control_key = 'QUANTUM.1'");

        (await bench.Read(Aiko, [Shop])).Team.ShouldBeNull();
        var team = (await bench.Read(Aiko, [Shop], isTeam: true)).Team.ShouldNotBeNull();

        team.Approvals.Shown.ShouldHaveSingleItem().Id.Value.ShouldBe(1);
        team.OverdueCases.ShouldBe(4);
        team.Overdue.First.Select(t => (t.Channel, t.Cases, t.Since.ToString("MM-dd"))).ShouldBe([("#shop-aws", 2, "11-10"), ("", 1, "11-22"), ("#game-aws", 1, "11-22")]);
        (team.NewControls.First.ShouldHaveSingleItem(), team.NewControls.Total).ShouldBe(("Quantum.1", 1));
        (team.UnknownAccounts.First.ShouldHaveSingleItem(), team.UnknownAccounts.Total).ShouldBe((Stranger, 1));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Without_any_data_everything_is_empty(DatabaseKind kind)
    {
        await using var bench = await Create(kind);

        var data = await bench.Read(Aiko, [], isTeam: true);

        (data.Cases.List.Total, data.Cases.Overdue, data.Exceptions.Total, data.Accounts.Total).ShouldBe((0, 0, 0, 0));
        (data.Team!.OverdueCases, data.Team.UnknownAccounts.Total, data.Team.NewControls.Total).ShouldBe((0, 0, 0));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_control_counts_once_as_passed_failed_or_unknown_and_not_at_all_when_suppressed_or_archived(DatabaseKind kind)
    {
        await using var bench = await Create(kind);
        await bench.AddFinding(Shop, "S3.1", "a", "PASSED");
        await bench.AddFinding(Shop, "S3.1", "b", "PASSED");
        await bench.AddFinding(Shop, "S3.8", "a", "PASSED");
        await bench.AddFinding(Shop, "S3.8", "b", "FAILED");
        await bench.AddFinding(Shop, "S3.9", "a", "WARNING");
        await bench.AddFinding(Shop, "EC2.2", "a", "FAILED", workflow: "SUPPRESSED");
        await bench.AddFinding(Shop, "EC2.3", "a", "FAILED", record: "ARCHIVED");
        await bench.AddFinding(Game, "S3.1", "a", "FAILED");

        (await bench.Read(Aiko, [Shop])).Accounts.First.ShouldHaveSingleItem().ShouldBe(new AccountScore(AccountId.Parse(Shop), new Score(1, 1, 1)));
        (await bench.Read(Aiko, [Shop, Game, Stranger])).Accounts.First.Select(a => a.Account.ToString()).ShouldBe([Shop, Game]);
    }

    [Fact]
    public async Task Among_a_hundred_thousand_open_cases_one_persons_are_found_by_index()
    {
        await using var bench = await Create(DatabaseKind.Sqlite);
        await bench.Directory.Execute(
            """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 100000)
            insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, unfixed, version, updated_at)
            select substr('000000000000' || (i % 1000), -12), 'r' || (i / 1000), 'S3.8', 'S3.8', 'open', 'HIGH', 'title', '', 1, 1, '2026-12-01', 1, 1, 1 from n
            """);
        await bench.AddCase(Shop, "S3.1", "2026-11-20");

        var data = await bench.Read(Aiko, [Shop], isTeam: true);
        data.Cases.List.Shown.ShouldHaveSingleItem().Case.Number.Value.ShouldBe(100_001);
        data.Team!.OverdueCases.ShouldBe(1);
        (await bench.Read(Aiko, ["000000000007"])).Cases.List.Total.ShouldBe(100);

        var plan = string.Join('\n', await bench.Directory.Database.Read(
            async session => (await session.Query<PlanRow>(
                $"""
                explain query plan select number, due_on from cases where state in ('open', 'accepted') and assignee = '{Aiko}'
                union select number, due_on from cases where state in ('open', 'accepted') and account_id in ('{Shop}')
                """)).Select(r => r.Detail).ToList(),
            CancellationToken.None));
        plan.ShouldContain("cases_open_by_assignee");
        plan.ShouldContain("cases_open_by_account");
        plan.ShouldNotContain("SCAN cases");
    }

    private sealed class PlanRow
    {
        public string Detail { get; init; } = "";
    }
}
