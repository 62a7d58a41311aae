using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.Tests.Directories;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Commands;

public class CaseReportTests
{
    private const string Shop = "111122223333";

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_file_holds_every_case_once_by_due_date_and_no_cell_is_a_formula(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        const int Many = 2_345;
        await Fill(bench, Many);
        await bench.Execute("update cases set title = '=cmd()|''/c calc''!A0', ticket_id = '＋SUM(1)', ticket_url = '@x' where number = 7");

        var file = (await Report(bench).Write(ListFilter.None, CommandScope.Everything, "U1", Context(), CancellationToken.None)).ShouldNotBeNull();

        (file.Cases, file.HasMore).ShouldBe((Many, false));
        file.Bytes.Span[..3].ToArray().ShouldBe(Encoding.UTF8.GetPreamble());
        var text = Encoding.UTF8.GetString(file.Bytes.Span[3..]);
        text.ShouldStartWith(string.Join(',', CaseReport.Columns));
        using var reader = new StringReader(text);
        var table = CsvTable.Read(reader, CaseReport.Columns);
        table.Errors.ShouldBeEmpty();
        table.Rows.Select(r => r.Cells["number"]).Distinct().Count().ShouldBe(Many);
        table.Rows.Select(r => r.Cells["due_on"]).ShouldBeInOrder(SortDirection.Ascending);
        var hostile = table.Rows.Single(r => r.Cells["number"] == "SHUB-7").Cells;
        (hostile["title"], hostile["ticket"], hostile["ticket_url"]).ShouldBe(("=cmd()|'/c calc'!A0", "＋SUM(1)", "@x"));
        text.ShouldContain("'=cmd()");
        text.ShouldContain("'＋SUM(1)");
        hostile["account"].ShouldBe("ショップ 本番");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_file_has_an_end_and_says_so_and_filters_are_those_of_the_list(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await Fill(bench, 25);
        await bench.Execute("update cases set severity = 'CRITICAL', assignee = 'U1' where number = 3");
        var report = Report(bench);

        (await report.Write(ListFilter.None, CommandScope.Everything, "U1", Context(), CancellationToken.None, most: 10)).ShouldNotBeNull().HasMore.ShouldBeTrue();
        (await report.Write(ListFilter.None, CommandScope.Everything, "U1", Context(), CancellationToken.None, most: 25)).ShouldNotBeNull().HasMore.ShouldBeFalse();
        var filter = ShubCommandParser.Parse("report critical mine").ShouldBeOfType<ShubCommand.Report>().Filter;
        (await report.Write(filter, CommandScope.Everything, "U1", Context(), CancellationToken.None)).ShouldNotBeNull().Cases.ShouldBe(1);
        (await report.Write(filter, CommandScope.Everything, "U2", Context(), CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Mine_are_the_open_cases_that_I_accepted_and_with_all_those_of_my_accounts(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await Fill(bench, 12);
        await bench.Execute("update cases set assignee = 'U1', state = 'accepted' where number in (2, 3)");
        await bench.Execute("update cases set assignee = 'U1', state = 'fixed' where number = 4");
        var queries = new CommandQueries(bench.Database, new OrganisationOptions(), bench.Services.GetRequiredService<TimeProvider>());

        (await queries.Mine("U1", [], 1, CancellationToken.None)).Total.ShouldBe(2);
        (await queries.Mine("U1", [AccountId.Parse(Shop)], 1, CancellationToken.None)).Total.ShouldBe(11);
        (await queries.Mine("U2", [], 1, CancellationToken.None)).Total.ShouldBe(0);
        (await queries.Mine("U1", [AccountId.Parse(Shop)], 99, CancellationToken.None)).Page.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Exceptions_are_found_by_state_account_and_person(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await Fill(bench, 6);
        await bench.Execute("update cases set assignee = 'U1' where number = 6");
        foreach (var (number, state, by, until) in new[] { (1, "requested", "U1", null), (2, "approved", "U2", "2027-01-02"), (3, "approved", "U1", "2027-01-01"), (4, "lapsed", "U1", "2026-01-01"), (5, "rejected", "U3", null), (6, "requested", "U3", (string?)null) })
        {
            await bench.Execute(
                """
                insert into exceptions (case_number, state, scope, reason, requested_by, requested_at, requested_until, until, version)
                values (@number, @state, 'all', 'because', @by, @number, '2027-01-01', @until, 1)
                """,
                new { number, state, by, until });
        }

        async Task<string> Numbers(string words, CommandScope? scope = null)
        {
            var filter = ShubCommandParser.Parse("exceptions " + words).ShouldBeOfType<ShubCommand.Exceptions>().Filter;
            return string.Join(' ', (await new ExceptionQueries(bench.Database).List(filter, scope ?? CommandScope.Everything, "U1", 1, CancellationToken.None)).Exceptions.Select(e => e.About.Case.Number.Value));
        }

        (await Numbers("")).ShouldBe("1 6 3 2");
        (await Numbers("承認待ち")).ShouldBe("1 6");
        (await Numbers("approved")).ShouldBe("3 2");
        (await Numbers("ended")).ShouldBe("5 4");
        (await Numbers("mine")).ShouldBe("1 6 3");
        (await Numbers("", new CommandScope([AccountId.Parse("999999999999")], FromChannel: false))).ShouldBe("");
    }

    private static Task Fill(DirectoryBench bench, int many) => bench.Execute(
        $"""
        with recursive n (i) as (select 1 union all select i + 1 from n where i < {many})
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, unfixed, version, updated_at)
        select '{Shop}', 'ap-northeast-1', 'X.' || i, 'X.' || i, 'open', 'HIGH', 'タイトル', 'aws-foundational-security-best-practices/v/1.0.0', 1, 1,
            '2026-12-' || case when (i * 7) % 28 < 9 then '0' else '' end || ((i * 7) % 28 + 1), 1, 1, 1 from n order by i
        """);

    private static CaseReport Report(DirectoryBench bench) =>
        new(bench.Database, new CommandQueries(bench.Database, new OrganisationOptions(), bench.Services.GetRequiredService<TimeProvider>()));

    private static CommandContext Context() => CommandPayloads.Context(
        Language.Japanese, SomeCases.Shop(Language.Japanese) with { Id = AccountId.Parse(Shop), Name = "ショップ 本番", Environment = AccountEnvironment.Production });
}
