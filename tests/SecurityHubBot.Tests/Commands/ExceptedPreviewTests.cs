using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.TestSupport;
using static SecurityHubBot.Tests.Commands.ChangePreviewTests;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What a preview says is what then happens also where exceptions cover some or all of a case, have ended, or are only asked for.</summary>
public class ExceptedPreviewTests
{
    private const int Rounds = 14;

    private static readonly ExceptionState[] States =
        [ExceptionState.Approved, ExceptionState.Approved, ExceptionState.Approved, ExceptionState.Requested, ExceptionState.Lapsed, ExceptionState.Rejected, ExceptionState.Withdrawn];

    public static TheoryData<DatabaseKind, int> Worlds =>
        [.. Databases.Both.SelectMany(kind => Enumerable.Range(1, 4).Select(seed => new TheoryDataRow<DatabaseKind, int>(kind.Data, seed)))];

    [Theory, MemberData(nameof(Worlds))]
    public async Task A_preview_counts_exactly_what_then_happens_to_excepted_cases(DatabaseKind kind, int seed)
    {
        var random = new Random(seed);
        await using var bench = await ChangeBench.Create(kind);
        await bench.Import(AccountRows(random), PolicyRows(random));
        await bench.AddFindings(Findings(random, 120));
        await bench.DecideAll();
        var (seen, excepted) = (ChangeEffect.Nothing, 0);

        for (var round = 0; round < Rounds; round++)
        {
            await LiveOn(bench, random, round);
            var edit = SomeEdit(random);
            if (await bench.Changes.Propose(edit, CancellationToken.None) is not Proposal.Change change)
            {
                continue;
            }

            var before = await bench.Look();
            var done = (await bench.Changes.Apply(edit, change.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();
            await bench.DecideAll();
            var after = await bench.Look();

            var why = $"seed {seed}, round {round}: {edit}";
            ChangeBench.Difference(before, after, done.Applied.Touched).ShouldBe(change.Effect, why);
            var outcome = await bench.Bot.Database.Read(session => ChangeOutcomes.Find(session, done.Applied), CancellationToken.None);
            (outcome.Closed, outcome.Opened, outcome.NewDue).ShouldBe((change.Effect.Closes, change.Effect.Opens, change.Effect.NewDue), why);
            (await bench.WronglyCovered()).ShouldBe(0, why);
            seen += change.Effect;
            excepted += before.Cases.Values.Count(c => c.State == "excepted" && after.Cases[c.Number].State != "excepted")
                + after.Cases.Values.Count(c => c.State == "excepted" && before.Cases.GetValueOrDefault(c.Number)?.State != "excepted");
        }

        (seen.Touched, seen.Closes + seen.Opens, excepted).ShouldSatisfyAllConditions(
            s => s.Item1.ShouldBeGreaterThan(0), s => s.Item2.ShouldBeGreaterThan(0), s => s.Item3.ShouldBeGreaterThan(0));
    }

    /// <summary>Between two changes something is asked for or approved, something ends, and something else begins to fail.</summary>
    private static async Task LiveOn(ChangeBench bench, Random random, int round)
    {
        var failing = (await bench.Failing()).ToList();
        for (var i = 0; i < 6 && failing.Count > 0; i++)
        {
            await bench.AddException(SomeException(random, failing[random.Next(failing.Count)]));
        }

        await bench.Lapse(random);
        await bench.AddFindings(Findings(random, 4).Select(f => f with { Id = 1000 + (round * 10) + f.Id }));
        await bench.DecideAll();
    }

    private static CaseException SomeException(Random random, IGrouping<CaseNumber, string> failing)
    {
        var scope = random.Next(3) switch { 0 => ExceptionScope.Chosen, 1 => ExceptionScope.AllAndFuture, _ => ExceptionScope.All };
        string[] resources = [.. failing];
        return new CaseException(
            default,
            failing.Key,
            States[random.Next(States.Length)],
            scope,
            scope == ExceptionScope.Chosen ? [resources[random.Next(resources.Length)]] : resources,
            "a reason",
            Evidence: null,
            "U0ITOYUKI1",
            DateTimeOffset.UnixEpoch,
            new DateOnly(2099, 1, 1))
        { Until = new DateOnly(2099, 1, 1) };
    }
}
