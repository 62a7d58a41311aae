using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>Some weeks of the year, lived twice: once with jobs that die between any two statements.</summary>
public abstract class DisturbedYearTests(DatabaseKind kind)
{
    private const int Days = 45;

    private static readonly DateOnly First = new(2026, 4, 1);

    [Fact]
    public async Task Jobs_that_are_killed_at_random_points_and_started_twice_leave_the_same_as_those_that_are_not()
    {
        var calm = await End(isDisturbed: false);
        var disturbed = await End(isDisturbed: true);

        disturbed.Except(calm).ShouldBeEmpty();
        calm.Except(disturbed).ShouldBeEmpty();
        disturbed.Count.ShouldBe(calm.Count);
    }

    private async Task<IReadOnlyList<string>> End(bool isDisturbed)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var year = await SimulatedYear.Start(database, First, seed: 2, isDisturbed);
        await year.Live(First, Days, (_, _) => Task.CompletedTask);
        year.Killer?.Killed.ShouldBeGreaterThan(Days);
        await year.Tell(year.Killer is { } killer ? $"{killer.Killed} runs killed" : "undisturbed");
        return await YearsEnd.Of(year);
    }
}

public sealed class DisturbedYearOnPostgresTests() : DisturbedYearTests(DatabaseKind.Postgres);

public sealed class DisturbedYearOnSqliteTests() : DisturbedYearTests(DatabaseKind.Sqlite);
