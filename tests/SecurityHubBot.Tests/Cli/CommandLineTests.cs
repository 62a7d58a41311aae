using System.Text;

namespace SecurityHubBot.Tests.Cli;

public class CommandLineTests
{
    private const string Accounts =
        """
        account_id,name,environment,channel,owners,escalation,ticket_project,language
        111122223333,shop-prod,production,#shop-aws,,,,ja
        444455556666,=game,development,,,,,en

        """;

    [Theory]
    [InlineData("serve", "--help")]
    [InlineData("import", "--replace")]
    [InlineData("export", "byte order mark")]
    [InlineData("migrate", "MigrateAtStart")]
    [InlineData("verify-audit", "--expect <SEQ:HASH>")]
    [InlineData("health", "container")]
    [InlineData("controls", "'disable'")]
    public async Task Help_is_there_for_every_command(string command, string expected)
    {
        using var bot = new BotProcess();
        string[] args = command is "import" or "export" ? [command, "accounts", "--help"] : [command, "--help"];
        var help = await bot.Run(args);
        help.ExitCode.ShouldBe(0, help.Errors);
        help.Output.ReplaceLineEndings(" ").ShouldContain(expected);
        help.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_help_names_every_command_and_the_exit_codes()
    {
        using var bot = new BotProcess();
        var help = await bot.Run("--help");
        help.ExitCode.ShouldBe(0);
        foreach (var word in (string[])["serve", "import", "export", "migrate", "Exit codes: 0"])
        {
            help.Output.ShouldContain(word);
        }
    }

    [Theory]
    [InlineData("improt accounts x.csv", "'improt' is not a command; there are serve, import, export, migrate, controls, score, verify-audit, health.")]
    [InlineData("import accounst x.csv", "'accounst' is not a command; there are accounts, policies, control-exceptions.")]
    [InlineData("import accounts", "FILE.csv")]
    [InlineData("import accounts a.csv b.csv", "'b.csv'")]
    [InlineData("import accounts a.csv --replce", "'--replce'")]
    [InlineData("import accounts --replce a.csv", "'--replce' is not an option of this command.")]
    [InlineData("export accounts --replce", "'--replce' is not an option of this command.")]
    [InlineData("serve now", "'now' is neither an option nor a setting")]
    public async Task A_wrong_command_line_is_one_line_and_exit_code_2(string args, string expected)
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run(args.Split(' '));
        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
        File.Exists(bot.File("bot.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_goes_in_comes_out_and_goes_in_again_without_a_change()
    {
        using var bot = new BotProcess();
        (await bot.Run("import", "accounts", bot.Write("a.csv", Accounts))).Output.Trim().ShouldBe("accounts: 2 added, 0 changed, 0 removed, 0 unchanged");
        (await bot.Run("export", "accounts", bot.File("b.csv"))).ExitCode.ShouldBe(0);
        bot.Bytes("b.csv")[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        bot.Text("b.csv").ShouldContain("444455556666,'=game");

        var again = await bot.Run(bot.Bytes("b.csv"), ["import", "accounts", "-", "--replace"]);

        again.Output.Trim().ShouldBe("accounts: 0 added, 0 changed, 0 removed, 2 unchanged");
        (await bot.Run("export", "accounts")).Output.TrimStart('\uFEFF').ShouldBe(bot.Text("b.csv").TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task A_dry_run_prints_every_change_and_writes_nothing()
    {
        using var bot = new BotProcess();
        await bot.Run("import", "accounts", bot.Write("a.csv", Accounts));
        var dry = await bot.Run("import", "accounts", bot.Write("b.csv", Accounts.Replace("shop-prod", "shop-new", StringComparison.Ordinal)), "--dry-run");
        dry.ExitCode.ShouldBe(0);
        dry.Output.ReplaceLineEndings("\n").ShouldBe(
            "changed 111122223333: name \"shop-prod\" → \"shop-new\"\naccounts: 0 added, 1 changed, 0 removed, 1 unchanged (dry run: nothing was written)\n");
        (await bot.Run("export", "accounts")).Output.ShouldContain("shop-prod");
    }

    [Fact]
    public async Task Every_wrong_line_is_printed_on_its_own_line()
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run("import", "accounts", bot.Write("a.csv", Accounts + "1,\"x\u001B[2J\n\",nowhere,,,,,\n"));
        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.Count.ShouldBe(4);
        outcome.ErrorLines[0].ShouldContain("a.csv: line 4: account_id \"1\"");
        outcome.ErrorLines[^1].ShouldBe("Nothing was imported.");
        outcome.Errors.ShouldNotContain('\u001B');
    }

    [Fact]
    public async Task Another_encoding_and_a_missing_file_are_refused_in_one_line()
    {
        using var bot = new BotProcess();
        var shiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes(Accounts.Replace("shop-prod", "本番", StringComparison.Ordinal));
        var outcome = await bot.Run("import", "accounts", bot.Write("sjis.csv", shiftJis));
        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("Shift_JIS");

        outcome = await bot.Run("import", "policies", bot.File("absent.csv"));
        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe($"There is no file {bot.File("absent.csv")}.");
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("export accounts")]
    [InlineData("verify-audit")]
    public async Task A_database_that_is_not_there_is_one_line_and_exit_code_3(string command)
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run([.. command.Split(' '), "--Database:Provider=postgres", "--ConnectionStrings:Bot=Host=127.0.0.1;Port=1;Username=x;Password=hush-hush"]);
        outcome.ExitCode.ShouldBe(3);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("The database is not available");
        outcome.Errors.ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task A_database_without_tables_says_how_to_make_them()
    {
        using var bot = new BotProcess();
        (await bot.Run("export", "accounts")).ErrorLines.ShouldHaveSingleItem().ShouldBe("The database has no tables yet: run migrate first.");
        (await bot.Run("migrate")).Output.ShouldContain("Applied 0001_first");
        (await bot.Run("migrate")).Output.ShouldContain("up to date");
        (await bot.Run("export", "accounts")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_audit_log_of_what_was_imported_is_proved_and_a_broken_one_is_exit_code_4()
    {
        using var bot = new BotProcess();
        await bot.Run("import", "accounts", bot.Write("a.csv", Accounts));
        var whole = await bot.Run("verify-audit");
        whole.ExitCode.ShouldBe(0, whole.Errors);
        whole.Output.ShouldStartWith("The audit log is whole: 2 rows.");
        var last = whole.Output.Trim().Split(' ')[^1];
        (await bot.Run("verify-audit", "--expect", last)).ExitCode.ShouldBe(0);

        await bot.Tamper("drop trigger audit_log_no_delete; delete from audit_log where seq = 2");
        (await bot.Run("verify-audit")).Output.ShouldStartWith("The audit log is whole: 1 row.");
        var cut = await bot.Run("verify-audit", "--expect", last);
        cut.ExitCode.ShouldBe(4);
        cut.ErrorLines[0].ShouldBe("The audit log is broken at row 2: it is missing, and all up to row 2, which was expected; rows were cut off the end.");
        cut.ErrorLines[1].ShouldStartWith("Everything up to row 1:");

        await bot.Tamper("drop trigger audit_log_no_update; update audit_log set actor = 'cli:nobody'");
        var changed = await bot.Run("verify-audit");
        changed.ExitCode.ShouldBe(4);
        changed.ErrorLines.ShouldBe(["The audit log is broken at row 1: it is not what was written there; it was changed, or put there later.", "Nothing before it fits together."]);
        changed.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_score_is_printed_for_people_for_programs_and_for_sheets()
    {
        using var bot = new BotProcess();
        await bot.Run("import", "accounts", bot.Write("a.csv", "account_id,name,environment,channel,owners,escalation,ticket_project,language\n111122223333,=shop,production,#shop,,,,ja\n"));
        (await bot.Run("score")).Output.ShouldContain("organisation                                                    –        0/0");
        await bot.Tamper(
            """
            with f (id, account, control, compliance, workflow) as (values
                ('a', '111122223333', 'S3.8', 'FAILED', 'NEW'), ('b', '111122223333', 'S3.1', 'PASSED', 'NEW'), ('c', '111122223333', 'IAM.1', 'FAILED', 'SUPPRESSED'),
                ('d', '444455556666', 'S3.1', 'PASSED', 'NEW'), ('e', '444455556666', 'S3.8', 'WARNING', 'NEW'))
            insert into findings (finding_key, finding_id, product_arn, account_id, region, control_key, control_id, standards, compliance, record_state,
                workflow, severity, title, resources, updated_at, received_at, content_hash, state_hash, original)
            select id, id, 'arn', account, 'ap-northeast-1', upper(control), control, 'aws-foundational-security-best-practices/v/1.0.0', compliance, 'ACTIVE',
                workflow, 'HIGH', 't', '[]', 1, 1, '', '', '{}' from f
            """);

        var text = await bot.Run("score");
        text.ExitCode.ShouldBe(0, text.Errors);
        var lines = text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        lines[0].ShouldStartWith("Security score, computed ");
        lines.ShouldContain("organisation 50% 1/2 1 failed; suppressed findings: 1");
        lines.ShouldContain("111122223333 =shop 50% 1/2 1 failed; suppressed findings: 1");
        lines.ShouldContain("AWS Foundational Security Best Practices v1.0.0 50% 1/2 0 failed, 1 unknown");

        var csv = (await bot.Run("score", "--csv")).Output.TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        csv.Length.ShouldBe(7);
        csv[1].ShouldBe("organisation,,,,50,1,1,0,2,0,1,0,0,1,1");
        csv.ShouldContain("account,111122223333,'=shop,aws-foundational-security-best-practices/v/1.0.0,50,1,1,0,2,0,1,0,0,1,1");

        var json = await bot.Run("score", "--json", "--account", "=shop");
        using var parsed = System.Text.Json.JsonDocument.Parse(json.Output);
        var only = parsed.RootElement.GetProperty("scores").EnumerateArray().ShouldHaveSingleItem();
        (only.GetProperty("account_id").GetString(), only.GetProperty("overall").GetProperty("percent").GetInt32(), only.GetProperty("overall").GetProperty("failed_controls").GetProperty("high").GetInt32()).ShouldBe(("111122223333", 50, 1));
        only.GetProperty("standards").EnumerateArray().ShouldHaveSingleItem().GetProperty("score").GetProperty("suppressed_findings").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("score --account shopp", 1, "There is no account 'shopp'.")]
    [InlineData("score --json --csv", 2, "Choose one of --json and --csv.")]
    [InlineData("score all", 2, "'all'")]
    public async Task What_the_score_is_asked_of_is_checked(string args, int exit, string expected)
    {
        using var bot = new BotProcess();
        await bot.Run("migrate");
        var outcome = await bot.Run(args.Split(' '));
        outcome.ExitCode.ShouldBe(exit);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("verify-audit --expect 12", "'12' is no SEQ:HASH")]
    [InlineData("verify-audit --expect", "--expect")]
    [InlineData("verify-audit now", "'now'")]
    public async Task What_to_expect_of_the_audit_log_is_checked(string args, string expected)
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run(args.Split(' '));
        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("serve --urls http://127.0.0.1:0")]
    public async Task Serve_without_settings_names_every_missing_one_in_a_line_each(string args)
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        outcome.ExitCode.ShouldBe(1);
        foreach (var key in (string[])["Slack:BotToken", "Slack:SigningSecret", "Slack:SecurityChannel", "Intake:ApiKey"])
        {
            outcome.ErrorLines.Count(l => l.StartsWith(key + " ", StringComparison.Ordinal)).ShouldBe(1, outcome.Errors);
        }

        outcome.Errors.ShouldNotContain("   at ");
        File.Exists(bot.File("bot.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Serve_with_wrong_settings_names_them_beside_the_missing_ones()
    {
        using var bot = new BotProcess();
        var outcome = await bot.Run("--Database:Provider=oracle", "--Summary:TimeZone=Mars");
        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldContain(l => l.StartsWith("Database:Provider must be", StringComparison.Ordinal));
        outcome.ErrorLines.ShouldContain(l => l.StartsWith("Summary:TimeZone 'Mars' is unknown", StringComparison.Ordinal));
        outcome.ErrorLines.ShouldContain(l => l.StartsWith("Slack:SecurityChannel is missing", StringComparison.Ordinal));
    }
}
