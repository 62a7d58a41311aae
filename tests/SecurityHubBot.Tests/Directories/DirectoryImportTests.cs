using SecurityHubBot.Directories;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories;

public class DirectoryImportTests
{
    private const string Shop = "111122223333,shop-prod,production,#shop-aws,U0123ABCD;S0123ABCD,U0123ABCD,SHOP,ja";
    private const string Game = "444455556666,ゲーム開発,development,C0GAMEAWS1,,,,en";

    private static string AccountFile(params string[] rows) => Lines([DirectoryBench.AccountHeader, .. rows]);

    private static string PolicyFile(params string[] rows) => Lines([DirectoryBench.PolicyHeader, .. rows]);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\r\n"));

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Rows_are_added_changed_removed_and_left_alone(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        Counts(await bench.Accounts(AccountFile(Shop, Game))).ShouldBe((2, 0, 0, 0));
        Counts(await bench.Accounts(AccountFile(Shop))).ShouldBe((0, 0, 0, 1));
        (await bench.Scalar<long>("select count(*) from accounts")).ShouldBe(2);

        Counts(await bench.Accounts(AccountFile(Shop.Replace("shop-prod", "shop", StringComparison.Ordinal)), new ImportOptions(Replace: true), "U1")).ShouldBe((0, 1, 1, 0));

        (await bench.Strings("select account_id || ' ' || name || ' ' || version || ' ' || updated_by from accounts")).ShouldBe(["111122223333 shop 2 U1"]);
        (await bench.Scalar<long>("select version from directory_version")).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Each_row_that_is_added_changed_or_removed_is_audited_and_no_other(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await bench.Accounts(AccountFile(Shop, Game, "777788889999,old,staging,,,,,en"), by: "cli:root");
        await bench.Accounts(AccountFile(Shop.Replace("shop-prod", "shop", StringComparison.Ordinal), Game), new ImportOptions(Replace: true), "U0SATOKEN1");
        await bench.Accounts(AccountFile(Shop), new ImportOptions(DryRun: true));

        (await bench.Strings("select actor || ' ' || action || ' ' || subject from audit_log order by seq")).ShouldBe(
        [
            "cli:root account.added account:111122223333",
            "cli:root account.added account:444455556666",
            "cli:root account.added account:777788889999",
            "person:U0SATOKEN1 account.changed account:111122223333",
            "person:U0SATOKEN1 account.removed account:777788889999",
        ]);
        var changed = await bench.Strings("select before || ' ' || after from audit_log where action = 'account.changed'");
        changed.ShouldHaveSingleItem().ShouldStartWith("""{"account_id":"111122223333","name":"shop-prod","environment":"production",""");
        changed[0].ShouldContain(""" {"account_id":"111122223333","name":"shop",""");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_exported_is_imported_without_a_change(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await bench.Accounts(AccountFile(
            Shop,
            Game,
            "000000000001,\"=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\",staging,,,,\"+1,2\",",
            "000000000002,'=1+1,staging,,,,,",
            "000000000003,''@x,staging,,,,'quoted',",
            "000000000004,＝cmd|calc,staging,,,,-1,ja"));
        await bench.Policies(PolicyFile(
            "*,S3.8,track,,14,production=track;development=ignore;111122223333=disable,\"first line\nsecond, \"\"quoted\"\" line\"",
            "cis-aws-foundations-benchmark/v/1.4.0,iam.1,,logging,,,=2+5",
            "aws-foundational-security-best-practices/v/1.0.0,EC2.8,notify,other,,,"));

        var accounts = await bench.Import.ExportAccounts(CancellationToken.None);
        var policies = await bench.Import.ExportPolicies(CancellationToken.None);

        accounts.ShouldContain("'=HYPERLINK");
        accounts.ShouldContain(",'+1,2".Replace("'+1,2", "\"'+1,2\"", StringComparison.Ordinal));
        accounts.ShouldContain("''@x");
        policies.ShouldContain(",'=2+5");
        (await bench.Strings("select name from accounts where account_id = '000000000001'")).ShouldBe(["=HYPERLINK(\"http://x\",\"a\")"]);
        Counts(await bench.Accounts(accounts, new ImportOptions(Replace: true))).ShouldBe((0, 0, 0, 6));
        Counts(await bench.Policies(policies, new ImportOptions(Replace: true))).ShouldBe((0, 0, 0, 3));
        (await bench.Import.ExportAccounts(CancellationToken.None)).ShouldBe(accounts);
        (await bench.Scalar<long>("select version from directory_version")).ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_changed_account_has_its_cases_decided_and_shown_again(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await bench.Accounts(AccountFile(Shop, Game));
        await bench.AddFinding("111122223333", "ap-northeast-1", "S3.8", "a");
        await bench.AddFinding("111122223333", "ap-northeast-1", "S3.8", "b");
        await bench.AddFinding("111122223333", "us-east-1", "s3.8", "c");
        await bench.AddFinding("111122223333", "us-east-1", null, "not a control");
        await bench.AddFinding("444455556666", "us-east-1", "S3.8", "d");
        await bench.Execute(
            """
            insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, unfixed, version, updated_at)
            values ('111122223333', 'ap-northeast-1', 'S3.8', 'S3.8', 'open', 'HIGH', 't', '', 1, 1, '2026-12-07', 1, 1, 1),
                ('444455556666', 'us-east-1', 'S3.8', 'S3.8', 'open', 'HIGH', 't', '', 1, 1, '2026-12-07', 1, 1, 1)
            """);
        await bench.Execute(
            """
            insert into case_messages (case_number, slot, kind, desired, actual, priority, lease_until, attempts, next_attempt_at, created_at)
            select c.number, s.slot, s.slot, 1, 1, 1, 0, 7, 0, 1
            from cases c cross join (select 'card' as slot union all select 'resources' union all select 'note:1') s
            """);

        Counts(await bench.Accounts(AccountFile(Shop.Replace("#shop-aws", "#shop", StringComparison.Ordinal), Game))).ShouldBe((0, 1, 0, 1));

        (await bench.Strings("select account_id || ' ' || region || ' ' || control_key from decision_queue order by 1"))
            .ShouldBe(["111122223333 ap-northeast-1 S3.8", "111122223333 us-east-1 S3.8"]);
        (await bench.Strings(
            """
            select c.account_id || ' ' || m.slot || ' ' || m.attempts from case_messages m join cases c on c.number = m.case_number
            where m.desired > m.actual order by 1
            """)).ShouldBe(["111122223333 card 0", "111122223333 resources 0"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_changed_policy_has_its_controls_decided_again(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await bench.AddFinding("111122223333", "ap-northeast-1", "S3.8", "a");
        await bench.AddFinding("444455556666", "ap-northeast-1", "S3.8", "b");
        await bench.AddFinding("444455556666", "ap-northeast-1", "S3.9", "c");

        await bench.Policies(PolicyFile("*,s3.8,ignore,,,,", "cis-aws-foundations-benchmark/v/1.4.0,S3.8,track,,,,"));
        (await bench.Strings("select account_id || ' ' || control_key from decision_queue order by 1")).ShouldBe(["111122223333 S3.8", "444455556666 S3.8"]);

        await bench.Execute("delete from decision_queue");
        Counts(await bench.Policies(PolicyFile("*,S3.8,ignore,,,,"), new ImportOptions(Replace: true))).ShouldBe((0, 1, 1, 0));
        (await bench.Scalar<long>("select count(*) from decision_queue")).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);
        await bench.Accounts(AccountFile(Shop, Game));

        var report = await bench.Accounts(
            AccountFile(Shop.Replace("production", "staging", StringComparison.Ordinal), "000000000001,new,staging,,,,,"), new ImportOptions(Replace: true, DryRun: true));

        var changes = report.ShouldBeOfType<ImportReport.Done>().Changes;
        changes.Select(c => $"{c.GetType().Name} {c.Key}").ShouldBe(["Added 000000000001", "Changed 111122223333", "Removed 444455556666"]);
        changes.OfType<RowChange.Changed>().Single().Cells.ShouldBe([new CellChange("environment", "production", "staging")]);
        (await bench.Scalar<long>("select version from directory_version")).ShouldBe(2);
        (await bench.Strings("select environment from accounts order by 1")).ShouldBe(["development", "production"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task One_wrong_line_imports_nothing_and_every_wrong_line_is_named(DatabaseKind kind)
    {
        await using var bench = await DirectoryBench.Create(kind);

        var refused = (await bench.Accounts(AccountFile(
            Shop,
            "1,,nowhere,Shop,,,,fr",
            "",
            "\"44445555",
            "6666\",x,staging,,,,,",
            "111122223333,again,staging,,,,,",
            "000000000001,too,many,cells,here,a,b,c,d",
            "000000000002,\"a\"b,staging,,,,,"))).ShouldBeOfType<ImportReport.Refused>();

        refused.Errors.Select(e => e.Line).ShouldBe([3, 3, 3, 3, 3, 5, 7, 8, 9]);
        refused.Errors.Single(e => e.Line == 7).Text.ShouldBe("111122223333 is already on line 2; keep one of the two");
        refused.Errors.Single(e => e.Line == 8).Text.ShouldStartWith("9 cells instead of 8");
        refused.Errors.Single(e => e.Line == 9).Text.ShouldStartWith("there is text after a closing quote");
        (await bench.Scalar<long>("select count(*) from accounts")).ShouldBe(0);
        (await bench.Scalar<long>("select version from directory_version")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_hundred_errors_are_kept_and_the_rest_counted()
    {
        await using var bench = await DirectoryBench.Create(DatabaseKind.Sqlite);
        var refused = (await bench.Accounts(AccountFile([.. Enumerable.Range(0, 500).Select(i => $"{i},name,staging,,,,,")]))).ShouldBeOfType<ImportReport.Refused>();
        refused.Total.ShouldBe(500);
        refused.Errors.Count.ShouldBe(200);
        refused.Errors[^1].Line.ShouldBe(201);
    }

    [Fact]
    public async Task A_file_without_rows_does_not_empty_the_table()
    {
        await using var bench = await DirectoryBench.Create(DatabaseKind.Sqlite);
        Counts(await bench.Accounts(AccountFile(), new ImportOptions(Replace: true))).ShouldBe((0, 0, 0, 0));
        await bench.Accounts(AccountFile(Shop));

        var refused = (await bench.Accounts(AccountFile(",,,,,,,", "   "), new ImportOptions(Replace: true))).ShouldBeOfType<ImportReport.Refused>();

        refused.Errors.ShouldHaveSingleItem().Text.ShouldStartWith("the file has no rows");
        (await bench.Scalar<long>("select count(*) from accounts")).ShouldBe(1);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\r\n\r\n", "the file is empty")]
    [InlineData("account_id;name;environment;channel;owners;escalation;ticket_project;language\n", "line 1: the columns are separated by semicolons")]
    [InlineData("account_id,name,name,environment,channel,owners,escalation,ticket_project,language\n", "line 1: the column name is there 2 times")]
    [InlineData("account_id,name,environment,channel,owners,escalation,ticket_project,language,colour\n", "line 1: there is no column colour")]
    [InlineData("account_id,name,environment,channel,owners,escalation,ticket_project\n", "line 1: the column language is missing")]
    [InlineData("\"account_id,name\n1,2\n", "line 1: a quote (\") is opened and never closed")]
    [InlineData("account\"_id,name\naccount_id,name,environment,channel,owners,escalation,ticket_project,language\n", "line 1: there is a quote")]
    [InlineData(DirectoryBench.AccountHeader + "\n111122223333,\"open,staging,,,,,\nmore\n", "line 2: a quote (\") is opened and never closed")]
    public async Task A_file_of_the_wrong_shape_is_explained(string csv, string expected)
    {
        await using var bench = await DirectoryBench.Create(DatabaseKind.Sqlite);
        (await bench.Accounts(csv)).ShouldBeOfType<ImportReport.Refused>().Errors[0].ToString().ShouldStartWith(expected);
    }

    [Fact]
    public async Task A_quote_that_swallows_megabytes_is_refused_and_not_kept()
    {
        await using var bench = await DirectoryBench.Create(DatabaseKind.Sqlite);
        var csv = DirectoryBench.AccountHeader + "\n\"" + string.Concat(Enumerable.Repeat(Shop + "\n", 40_000));
        (await bench.Accounts(csv)).ShouldBeOfType<ImportReport.Refused>().Errors[0].Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public async Task Line_ends_byte_order_mark_column_order_and_letter_case_do_not_matter(string mark)
    {
        await using var bench = await DirectoryBench.Create(DatabaseKind.Sqlite);
        await bench.Accounts(AccountFile(Shop));
        var csv = mark + "Language, NAME ,account_id,environment,channel,owners,escalation,ticket_project\nja,\"shop-prod\",111122223333,Production,#shop-aws,U0123ABCD S0123ABCD,U0123ABCD,SHOP";
        Counts(await bench.Accounts(csv)).ShouldBe((0, 0, 0, 1));
    }

    private static (int Added, int Changed, int Removed, int Unchanged) Counts(ImportReport report)
    {
        var done = report.ShouldBeOfType<ImportReport.Done>((report as ImportReport.Refused)?.Errors[0].ToString());
        return (done.Added, done.Changed, done.Removed, done.Unchanged);
    }
}
