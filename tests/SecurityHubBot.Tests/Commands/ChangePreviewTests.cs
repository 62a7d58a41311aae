using System.Globalization;
using System.Text;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What a preview says is what then happens, whatever the tables and findings are.</summary>
public class ChangePreviewTests
{
    private const int Rounds = 12;

    private static readonly string[] Accounts = ["111122223333", "444455556666", "777788889999", "000011112222"];
    private static readonly string[] Controls = ["S3.8", "EC2.19", "CloudTrail.5", "RDS.3", "Quantum.1"];
    private static readonly string[] Regions = ["ap-northeast-1", "us-east-1"];
    private static readonly string[] Standards = ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.4.0", "nist-800-53/v/5.0.0"];
    private static readonly string[] Policies = ["track", "notify", "ignore", "disable"];
    private static readonly string[] Environments = ["production", "staging", "development"];

    public static TheoryData<DatabaseKind, int> Worlds =>
        [.. Databases.Both.SelectMany(kind => Enumerable.Range(1, 3).Select(seed => new TheoryDataRow<DatabaseKind, int>(kind.Data, seed)))];

    [Theory, MemberData(nameof(Worlds))]
    public async Task A_preview_counts_exactly_what_then_happens(DatabaseKind kind, int seed)
    {
        var random = new Random(seed);
        await using var bench = await ChangeBench.Create(kind);
        await bench.Import(AccountRows(random), PolicyRows(random));
        await bench.AddFindings(Findings(random, 160));
        await bench.DecideAll();
        var seen = ChangeEffect.Nothing;

        for (var round = 0; round < Rounds; round++)
        {
            var edit = SomeEdit(random);
            if (await bench.Changes.Propose(edit, CancellationToken.None) is not Proposal.Change change)
            {
                continue;
            }

            var before = await bench.Look();
            var done = (await bench.Changes.Apply(edit, change.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();
            await bench.DecideAll();
            var after = await bench.Look();

            ChangeBench.Difference(before, after, done.Applied.Touched).ShouldBe(change.Effect, $"seed {seed}, round {round}: {edit}");
            var outcome = await bench.Bot.Database.Read(session => ChangeOutcomes.Find(session, done.Applied), CancellationToken.None);
            (outcome.Closed, outcome.Opened, outcome.NewDue).ShouldBe((change.Effect.Closes, change.Effect.Opens, change.Effect.NewDue), $"seed {seed}, round {round}");
            seen += change.Effect;
        }

        (seen.Touched, seen.Closes + seen.Opens, seen.Suppresses + seen.Unsuppresses).ShouldSatisfyAllConditions(
            s => s.Item1.ShouldBeGreaterThan(0), s => s.Item2.ShouldBeGreaterThan(0), s => s.Item3.ShouldBeGreaterThan(0));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task More_cases_than_a_page_are_all_looked_at_once(DatabaseKind kind)
    {
        await using var bench = await ChangeBench.Create(kind);
        const int Many = (TouchedCases.PageSize * 2) + 17;
        await bench.AddFindings(Enumerable.Range(0, Many).SelectMany(i => Enumerable.Range(0, 2).Select(j => new BenchFinding(
            (i * 2) + j, string.Create(CultureInfo.InvariantCulture, $"{i / 3:000000000000}"), $"region-{i % 3}", "S3.8", Standards[0], "FAILED", "HIGH", "ACTIVE", $"b{j}"))));
        await bench.DecideAll();

        var change = (await bench.Changes.Propose(Policy("S3.8", ("policy", "ignore")), CancellationToken.None)).ShouldBeOfType<Proposal.Change>();

        change.Effect.ShouldBe(new ChangeEffect(Many, Closes: Many, Opens: 0, NewDue: 0, Suppresses: Many * 2, Unsuppresses: 0, Tells: 0));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_row_that_changed_after_it_was_shown_is_not_written_over(DatabaseKind kind)
    {
        await using var bench = await ChangeBench.Create(kind);
        var mine = Policy("S3.8", ("policy", "ignore"));
        var shown = (await bench.Changes.Propose(mine, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();
        var theirs = Policy("S3.8", ("note", "theirs"));
        (await bench.Changes.Apply(theirs, shown.Stamp, "U0SUZUKI01", CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();

        (await bench.Changes.Apply(mine, shown.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.Changed>();

        var again = (await bench.Changes.Propose(mine, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();
        again.Before!.Cells["note"].ShouldBe("theirs");
        (await bench.Changes.Apply(mine, again.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();
        (await bench.Changes.Apply(mine, again.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.AlreadySo>();
        var row = (await bench.Changes.Find(mine, CancellationToken.None)).ShouldNotBeNull();
        (row.Row.Cells["policy"], row.Row.Cells["note"], row.By).ShouldBe(("ignore", "theirs", "U0SATOKEN1"));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_row_that_was_taken_away_and_entered_again_is_another_row(DatabaseKind kind)
    {
        await using var bench = await ChangeBench.Create(kind);
        await bench.Import("", "*,S3.8,notify,,,,\n");
        var mine = Policy("S3.8", ("policy", "ignore"));
        var shown = (await bench.Changes.Propose(mine, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();
        await Do(new PolicyEdit(null, ControlId.Parse("S3.8"), Cells: null));
        await Do(Policy("S3.8", ("policy", "track")));

        (await bench.Changes.Apply(mine, shown.Stamp, "U0SATOKEN1", CancellationToken.None)).ShouldBeOfType<ChangeResult.Changed>();

        async Task Do(PolicyEdit edit)
        {
            var change = (await bench.Changes.Propose(edit, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();
            (await bench.Changes.Apply(edit, change.Stamp, "U0SUZUKI01", CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();
        }
    }

    private static PolicyEdit Policy(string control, params (string Key, string Value)[] cells) =>
        new(Standard: null, ControlId.Parse(control), cells.ToDictionary(c => c.Key, c => c.Value));

    internal static DirectoryEdit SomeEdit(Random random)
    {
        if (random.Next(3) == 0)
        {
            return new AccountEdit(AccountId.Parse(Pick(random, Accounts)), new Dictionary<string, string>
            {
                ["name"] = "some-account",
                ["environment"] = Pick(random, Environments),
            });
        }

        StandardId? standard = random.Next(3) == 0 ? StandardId.Parse(Pick(random, Standards)) : null;
        var control = ControlId.Parse(Pick(random, Controls));
        if (random.Next(6) == 0)
        {
            return new PolicyEdit(standard, control, Cells: null);
        }

        var cells = new Dictionary<string, string>();
        if (random.Next(4) > 0)
        {
            cells["policy"] = random.Next(5) == 0 ? "" : Pick(random, Policies);
        }

        if (random.Next(3) == 0)
        {
            cells[Pick(random, Environments)] = Pick(random, Policies);
        }

        if (random.Next(3) == 0)
        {
            cells[Pick(random, Accounts)] = Pick(random, Policies);
        }

        if (random.Next(2) == 0)
        {
            cells["due_days"] = random.Next(1, 60).ToString(CultureInfo.InvariantCulture);
        }

        if (random.Next(4) == 0)
        {
            cells["category"] = Pick(random, ["essential", "availability", "unused", ""]);
        }

        return cells.Count == 0 ? SomeEdit(random) : new PolicyEdit(standard, control, cells);
    }

    internal static IEnumerable<BenchFinding> Findings(Random random, int count) => Enumerable.Range(0, count).Select(i => new BenchFinding(
        i,
        Pick(random, Accounts),
        Pick(random, Regions),
        Pick(random, Controls),
        string.Join(' ', Standards.Where(_ => random.Next(2) == 0).DefaultIfEmpty(Standards[0])),
        Pick(random, ["FAILED", "FAILED", "FAILED", "PASSED", "WARNING"]),
        Pick(random, ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"]),
        Pick(random, ["ACTIVE", "ACTIVE", "ACTIVE", "ARCHIVED"]),
        string.Create(CultureInfo.InvariantCulture, $"bucket-{random.Next(3)}")));

    internal static string AccountRows(Random random)
    {
        var rows = new StringBuilder();
        foreach (var account in Accounts.Take(3))
        {
            rows.Append(CultureInfo.InvariantCulture, $"{account},account-{account[0]},{Pick(random, Environments)},#shop-aws,,,,ja\n");
        }

        return rows.ToString();
    }

    internal static string PolicyRows(Random random) =>
        string.Concat(Controls.Take(2).Select(c => $"*,{c},{Pick(random, Policies)},,,{Pick(random, Environments)}={Pick(random, Policies)},\n"));

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
