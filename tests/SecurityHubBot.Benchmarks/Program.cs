using System.CommandLine;
using BenchmarkDotNet.Running;
using SecurityHubBot.Benchmarks.Intake;
using SecurityHubBot.Benchmarks.Micro;
using SecurityHubBot.Benchmarks.Scores;
using SecurityHubBot.TestSupport;

var findings = new Option<int>("--findings") { Description = "Findings in each measurement.", DefaultValueFactory = _ => 10_000 };
var clients = new Option<int>("--clients") { Description = "Connections that send at once.", DefaultValueFactory = _ => 16 };
var rounds = new Option<int>("--rounds") { Description = "How often everything is measured; medians are printed.", DefaultValueFactory = _ => 5 };
var events = new Option<int[]>("--events") { Description = "Findings in an event; each is measured.", DefaultValueFactory = _ => [1, 10, 25], AllowMultipleArgumentsPerToken = true };
var quick = new Option<bool>("--quick") { Description = "A small run that shows whether it works: 1000 findings, 1 round." };
var root = new RootCommand("Findings per second through POST /intake/eventbridge, beside what PostgreSQL does at most with the same rows.") { findings, clients, rounds, events, quick };
root.SetAction(async (parsed, _) =>
{
    if (PostgresServer.SkipReason is { } reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }

    var small = parsed.GetValue(quick);
    var plan = new Plan(small ? 1_000 : parsed.GetValue(findings), parsed.GetValue(clients), small ? 1 : parsed.GetValue(rounds), parsed.GetValue(events)!);
    return await new IntakeBenchmark(plan, Console.Out).Run();
});

var micro = new Command("micro", "Micro benchmarks of reading an event and of making rows of it; what follows goes to BenchmarkDotNet.") { TreatUnmatchedTokensAsErrors = false };
// In this process: a generated project would have to restore and build under this repository's locked packages and analyzers.
micro.SetAction(parsed => BenchmarkSwitcher.FromTypes([typeof(ReadingBenchmarks)]).Run(["--inProcess", "--filter", "*", .. parsed.UnmatchedTokens]));
root.Subcommands.Add(micro);

var stored = new Option<int>("--findings") { Description = "Findings in the table.", DefaultValueFactory = _ => 1_000_000 };
var accounts = new Option<int>("--accounts") { Description = "Accounts that they are of.", DefaultValueFactory = _ => 200 };
var times = new Option<int>("--rounds") { Description = "How often everything is measured; medians are printed.", DefaultValueFactory = _ => 5 };
var score = new Command("stored", "Time and memory of what is computed from very many stored findings, beside one plain aggregate over the same rows.") { stored, accounts, times };
score.SetAction(async (parsed, _) =>
{
    if (PostgresServer.SkipReason is { } reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }

    return await new StoredBenchmark(parsed.GetValue(stored), parsed.GetValue(accounts), parsed.GetValue(times), Console.Out).Go();
});
root.Subcommands.Add(score);
return await root.Parse(args).InvokeAsync();
