using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using SecurityHubBot.Audit;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;

namespace SecurityHubBot.Cli;

/// <summary>The program's command line: <c>serve</c>, and what is done to its database from a shell.</summary>
internal static class BotCommandLine
{
    private const string Settings =
        """
        Settings come from appsettings.json, files under /run/secrets, environment variables (Slack__BotToken) and the command line
        (--Database:Provider=postgres), the later before the earlier.

        Exit codes: 0 done, 1 wrong input or settings, 2 wrong command line, 3 database or
        DynamoDB unavailable, 4 the audit log is not as it was written. controls plan: 2 something differs.
        """;

    public static async Task<int> Run(string[] args)
    {
        var (settings, words) = SettingTokens.Split(args);
        var root = Root(settings);
        var parsed = root.Parse(WithDefault(words, root), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not ParseErrorAction && parsed.Action?.ClearsParseErrors == true)
        {
            return await parsed.InvokeAsync();
        }

        if (Problem(parsed) is { } problem)
        {
            await Console.Error.WriteLineAsync($"{problem} See --help.");
            return ExitCodes.Usage;
        }

        // The command line's own answer to SIGTERM ends the process after two seconds. The host's lets begun work finish.
        return await Failures.Explain(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
    }

    private static RootCommand Root(string[] settings) => new($"Makes AWS Security Hub operable from Slack.\n\n{Settings}")
    {
        Serve(settings),
        new Command("import", "Takes a table from a CSV file into the database, all of it or nothing.")
        {
            Import(DirectoryTable.Accounts, "Who owns which AWS account and in which channel they are told.", settings),
            Import(DirectoryTable.Policies, "What is done about which control.", settings),
            Import(ControlExceptionStore.Table, "In which accounts and organisational units a control stays on until a day, although the policy is to disable it.", settings, ControlCommands.Import),
        },
        new Command("export", "Writes a table as a CSV file that import reads back and Excel opens.")
        {
            Export(DirectoryTable.Accounts, settings),
            Export(DirectoryTable.Policies, settings),
            Export(ControlExceptionStore.Table, settings, ControlCommands.Export),
        },
        Migrate(settings),
        Controls(settings),
        Score(settings),
        VerifyAudit(settings),
        Health(settings),
    };

    private static Command Serve(string[] settings)
    {
        var serve = new Command("serve", "Runs the bot. This is what happens without any command.");
        serve.TreatUnmatchedTokensAsErrors = false;
        serve.SetAction((parsed, cancellationToken) => ServeCommand.Run([.. settings, .. parsed.UnmatchedTokens], cancellationToken));
        return serve;
    }

    private static Command Import(DirectoryTable table, string about, string[] settings, Func<string, ImportOptions, string[], CancellationToken, Task<int>>? import = null)
    {
        var file = new Argument<string>("FILE.csv") { Description = "The file, in UTF-8; - reads standard input." };
        file.Validators.Add(NotAnOption);
        var replace = new Option<bool>("--replace") { Description = "Makes the table equal to the file: rows that it does not have are removed." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would change, and changes nothing." };
        var command = new Command(table.Name, $"{about}\nColumns: {string.Join(',', table.Columns)}") { file, replace, dryRun };
        import ??= (name, options, own, cancellationToken) => DataCommands.Import(table, name, options, own, cancellationToken);
        command.SetAction((parsed, cancellationToken) => import(parsed.GetValue(file)!, new ImportOptions(parsed.GetValue(replace), parsed.GetValue(dryRun)), settings, cancellationToken));
        return command;
    }

    private static Command Export(DirectoryTable table, string[] settings, Func<string?, string[], CancellationToken, Task<int>>? export = null)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The file to write; without it, or with -, standard output.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        file.Validators.Add(NotAnOption);
        var command = new Command(
            table.Name,
            "UTF-8 with a byte order mark. A cell that a spreadsheet would run as a formula (= + - @) gets an apostrophe before it, which import takes off again.")
        {
            file,
        };
        export ??= (name, own, cancellationToken) => DataCommands.Export(table, name, own, cancellationToken);
        command.SetAction((parsed, cancellationToken) => export(parsed.GetValue(file), settings, cancellationToken));
        return command;
    }

    private static Command Migrate(string[] settings)
    {
        var dynamo = new Option<bool>("--dynamodb")
        {
            Description = "Also makes the tables Directory:PolicyTable and Directory:AccountTable in DynamoDB, where they are not there yet, and checks their keys. With credentials that may create tables: the bot's own role may not.",
        };
        var migrate = new Command("migrate", "Brings the database up to date. Serve and import do so too, unless Database:MigrateAtStart is false.") { dynamo };
        migrate.SetAction((parsed, cancellationToken) => DataCommands.Migrate(parsed.GetValue(dynamo), settings, cancellationToken));
        return migrate;
    }

    private static Command Controls(string[] settings)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var csv = new Option<bool>("--csv") { Description = "As a CSV file that Excel opens; a line for each change." };
        var plan = new Command("plan", "Says which controls are not as policies and exceptions want them, by account, Region, standard and control. Changes nothing.\nExit code 0: nothing differs; 2: something does.") { json, csv };
        plan.Validators.Add(command =>
        {
            if (command.GetValue(json) && command.GetValue(csv))
            {
                command.AddError("Choose one of --json and --csv.");
            }
        });
        plan.SetAction((parsed, cancellationToken) => ControlCommands.Plan(
            parsed.GetValue(json) ? PlanFormat.Json : parsed.GetValue(csv) ? PlanFormat.Csv : PlanFormat.Text, settings, cancellationToken));
        var policies = new Option<bool>("--configuration-policies") { Description = "Changes configuration policies too, where Security Hub is configured centrally: they hold in all their accounts and Regions." };
        var apply = new Command("apply", "Makes a plan and has the running bot ask in Slack for it. It is applied once an operator has approved it there; its message says how far it is.") { policies };
        apply.SetAction((parsed, cancellationToken) => ControlCommands.Apply(parsed.GetValue(policies), settings, cancellationToken));
        return new Command("controls", "Switches controls off and on in all accounts and Regions, as the policy 'disable' says.") { plan, apply };
    }

    private static Command Score(string[] settings)
    {
        var account = new Option<string?>("--account") { Description = "Only this account, by its name or its twelve digits.", HelpName = "ACCOUNT" };
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var csv = new Option<bool>("--csv") { Description = "As a CSV file that Excel opens; a line for each score." };
        var score = new Command("score", "Computes the security score of the organisation and of each account, overall and in each standard, by Security Hub's own rules.") { account, json, csv };
        score.Validators.Add(command =>
        {
            if (command.GetValue(json) && command.GetValue(csv))
            {
                command.AddError("Choose one of --json and --csv.");
            }
        });
        score.SetAction((parsed, cancellationToken) => ScoreCommands.Print(
            parsed.GetValue(account),
            parsed.GetValue(json) ? ScoreFormat.Json : parsed.GetValue(csv) ? ScoreFormat.Csv : ScoreFormat.Text,
            settings,
            cancellationToken));
        return score;
    }

    private static Command VerifyAudit(string[] settings)
    {
        var expect = new Option<string?>("--expect")
        {
            Description = "A row that must be in it, as SEQ:HASH, from an earlier run or from the log of the job audit-head: proves that nothing was cut off the end and nothing written anew.",
            HelpName = "SEQ:HASH",
        };
        expect.Validators.Add(NoAnchor);
        var verify = new Command(
            "verify-audit",
            "Proves that the audit log is as it was written: reads all of it, and names the first row that was changed, removed, inserted or moved.\nPrints how many rows there are and the last one as SEQ:HASH. Keep that somewhere else, for --expect.")
        {
            expect,
        };
        verify.SetAction((parsed, cancellationToken) => AuditCommands.Verify(parsed.GetValue(expect), settings, cancellationToken));
        return verify;
    }

    private static Command Health(string[] settings)
    {
        var health = new Command("health", "Asks the bot on this machine whether it is alive: exit code 0, or 1. For a container's health check; it takes the settings of serve, for the address.");
        health.SetAction((_, cancellationToken) => HealthCommand.Ask(settings, cancellationToken));
        return health;
    }

    private static void NoAnchor(OptionResult expect)
    {
        if (expect.Tokens is [{ Value: var text }] && !AuditAnchor.TryParse(text, out _))
        {
            expect.AddError($"'{text}' is no SEQ:HASH: a number, a colon and 64 hexadecimal digits.");
        }
    }

    /// <summary>A file's name that looks like an option is an option with a typing error.</summary>
    private static void NotAnOption(ArgumentResult file)
    {
        if (file.Tokens is [{ Value: ['-', _, ..] and var text }])
        {
            file.AddError($"'{text}' is not an option of this command.");
        }
    }

    /// <summary>Without a command, settings are those of serve.</summary>
    private static string[] WithDefault(string[] args, RootCommand root) =>
        args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && !root.Options.Any(o => o.Name == args[0] || o.Aliases.Contains(args[0])))
            ? ["serve", .. args]
            : args;

    private static string? Problem(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0 && parsed.UnmatchedTokens is [var unknown, ..] && parsed.CommandResult.Command.Subcommands.Count > 0)
        {
            return $"'{unknown}' is not a command; there are {string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name))}.";
        }

        if (parsed.Errors.Count > 0)
        {
            return string.Join(' ', parsed.Errors.Select(e => e.Message).Distinct());
        }

        return SettingTokens.FirstThatIsNone(parsed.UnmatchedTokens) is { } wrong ? $"'{wrong}' is neither an option nor a setting such as --Database:Provider=postgres." : null;
    }
}
