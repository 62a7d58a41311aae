using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Tests.Directories;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Commands;

public class CommandQueryTests
{
    private const string Shop = "111122223333";
    private const string Game = "444455556666";

    private static readonly CommandScope OnlyShop = new([AccountId.Parse(Shop)], FromChannel: false);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Status_counts_what_is_open_due_fixed_and_unknown(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        var queries = Queries(bench);
        await bench.Accounts($"{DirectoryBench.AccountHeader}\n{Shop},shop-prod,production,#shop,,,,ja\n");
        await Fill(bench);

        var all = await queries.Status(CommandScope.Everything, CancellationToken.None);
        all.Open.ShouldBe(new Dictionary<Severity, long> { [Severity.Critical] = 1, [Severity.High] = 2, [Severity.Low] = 1 }, ignoreOrder: true);
        (all.Overdue, all.DueSoon, all.Accepted, all.Unassigned, all.FixedLately).ShouldBe((1, 2, 1, 3, 1));
        all.NotHandled.ShouldBe(1);
        all.NewControls.First.ShouldBe(["Quantum.1"]);
        all.UnknownAccounts.First.ShouldBe([Game]);

        var shop = await queries.Status(OnlyShop, CancellationToken.None);
        shop.Open.Values.Sum().ShouldBe(3);
        shop.UnknownAccounts.Total.ShouldBe(0);
        (await queries.Status(new CommandScope([], FromChannel: false), CancellationToken.None)).Open.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_list_is_filtered_and_sorted_by_urgency(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        var queries = Queries(bench);
        await Fill(bench);
        async Task<string> Numbers(string filters, CommandScope? scope = null)
        {
            var filter = ShubCommandParser.Parse("list " + filters).ShouldBeOfType<ShubCommand.List>().Filter;
            return string.Join(' ', (await queries.List(filter, scope ?? CommandScope.Everything, "U0AIKO001", 1, CancellationToken.None)).Cases.Select(c => c.Case.Number.Value));
        }

        (await Numbers("")).ShouldBe("2 1 3 4");
        (await Numbers("", OnlyShop)).ShouldBe("2 1 3");
        (await Numbers("期限切れ")).ShouldBe("2");
        (await Numbers("accepted")).ShouldBe("3");
        (await Numbers("fixed")).ShouldBe("6 5");
        (await Numbers("state:all")).ShouldBe("2 1 3 4 6 5");
        (await Numbers("high low")).ShouldBe("2 3 4");
        (await Numbers("s3.8 state:all")).ShouldBe("2");
        (await Numbers("S3")).ShouldBe("2 1");
        (await Numbers("control:S")).ShouldBe("");
        (await Numbers("mine")).ShouldBe("3");
        (await Numbers("unassigned critical")).ShouldBe("1");
        (await Numbers("control:x_y")).ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_list_has_pages_of_ten_and_a_page_too_far_is_the_last(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        var queries = Queries(bench);
        for (var i = 0; i < 21; i++)
        {
            await AddCase(bench, Shop, $"EC2.{i}", "open", "HIGH", $"2026-12-{i + 1:00}");
        }

        async Task<ListData> Page(int page) => await queries.List(ListFilter.None, CommandScope.Everything, "U1", page, CancellationToken.None);
        (await Page(1)).Cases.Select(c => c.Case.Number.Value).ShouldBe(Enumerable.Range(1, 10).Select(n => (long)n));
        (await Page(3)).Cases.ShouldHaveSingleItem();
        var tooFar = await Page(99);
        (tooFar.Page, tooFar.Total, tooFar.Cases.Count).ShouldBe((3, 21, 1));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_case_is_shown_with_its_resources_its_history_and_its_card(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        var queries = Queries(bench);
        await Fill(bench);
        await bench.Execute(
            """
            insert into case_resources (case_number, resource_key, resource_id, type, region, partition_name, state, first_failed_at)
            values (1, 'k', 'arn:aws:s3:::b', 'AwsS3Bucket', 'ap-northeast-1', 'aws', 'failing', 1)
            """);
        for (var i = 0; i < 12; i++)
        {
            await bench.Execute("insert into case_history (case_number, at, actor, kind, detail) values (1, @i, 'bot', 'x', @detail)", new { i, detail = i == 11 ? "{not json" : """{"kind":"opened","resources":3}""" });
        }

        await bench.Execute(
            """
            insert into case_messages (case_number, slot, kind, desired, actual, priority, channel, ts, lease_until, attempts, next_attempt_at, created_at)
            values (1, 'card', 'card', 1, 1, 1, 'C0SHOP001', '1700000000.000100', 0, 0, 0, 1)
            """);

        var shown = (await queries.Show(new CaseNumber(1), CancellationToken.None)).ShouldNotBeNull();
        shown.Case.Resources.ShouldHaveSingleItem();
        shown.Card!.Url.ShouldBe("https://slack.com/archives/C0SHOP001/p1700000000000100");
        (shown.History.First.Count, shown.History.Total).ShouldBe((10, 12));
        shown.History.First[0].Event.ShouldBeNull();
        shown.History.First[1].Event.ShouldNotBeNull();
        (await queries.Show(new CaseNumber(999), CancellationToken.None)).ShouldBeNull();
        (await queries.List(ListFilter.None, CommandScope.Everything, "U1", 1, CancellationToken.None)).Cases.Single(c => c.Case.Number.Value == 1).Card.ShouldNotBeNull();
    }

    private static CommandQueries Queries(DirectoryBench bench) =>
        new(bench.Database, new OrganisationOptions(), bench.Services.GetRequiredService<TimeProvider>());

    /// <summary>Today is 23 November 2026.</summary>
    private static async Task Fill(DirectoryBench bench)
    {
        await AddCase(bench, Shop, "S3.1", "open", "CRITICAL", "2026-11-25");
        await AddCase(bench, Shop, "S3.8", "open", "HIGH", "2026-11-20");
        await AddCase(bench, Shop, "IAM.4", "accepted", "LOW", "2026-11-25", assignee: "U0AIKO001");
        await AddCase(bench, Game, "EC2.8", "open", "HIGH", "2026-12-25");
        await AddCase(bench, Game, "EC2.2", "fixed", "HIGH", "2026-01-01", closedDaysAgo: 40);
        await AddCase(bench, Game, "EC2.3", "fixed", "LOW", "2026-01-01", closedDaysAgo: 2);
        await bench.AddFinding(Game, "ap-northeast-1", "Quantum.1", "q");
        await bench.Execute("update findings set policy_source = 'new-control' where control_key = 'QUANTUM.1'");
        await bench.AddFinding(Game, "ap-northeast-1", null, "guardduty");
    }

    private static Task AddCase(
        DirectoryBench bench, string account, string control, string state, string severity, string due, string? assignee = null, int? closedDaysAgo = null) => bench.Execute(
        """
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, assignee, closed_at, unfixed, version, updated_at)
        values (@account, 'ap-northeast-1', @key, @control, @state, @severity, 'title', '', 1, 1, @due, @assignee, @closed, 1, 1, 1)
        """,
        new
        {
            account,
            key = control.ToUpperInvariant(),
            control,
            state,
            severity,
            due,
            assignee,
            closed = closedDaysAgo is { } days ? (DirectoryBench.Now.AddDays(-days).UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond : (long?)null,
        });
}
