using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// A year of an organisation, looked at on every day of it: forty accounts in which controls fail, are fixed and are excepted, people who
/// act or do not, days on which the bot is not there, and events that get lost.
/// </summary>
public class SimulatedYearTests
{
    private static readonly DateOnly First = new(2026, 4, 1);

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task On_every_day_of_a_year_everything_is_as_promised(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var year = await SimulatedYear.Start(database, First, seed: 1);
        var promises = new YearsPromises(year, First);

        await Live(year, days: 365, promises.Check);

        foreach (var told in (string[])["reminder", "escalation", "security-escalation", "digest", "summary", "organisation-summary"])
        {
            promises.Tally.GetValueOrDefault(told).ShouldBeGreaterThan(2, told);
        }

        foreach (var happened in (string[])["accepted", "snoozed", "fixed", "exception_requested", "exception_decided", "exception_lapsed", "exception_chased", "exception_undecided", "exception_renewal_asked"])
        {
            (await year.Bot.Count($"case_history where kind = '{happened}'")).ShouldBeGreaterThan(0, happened);
        }

        await Tell(year, string.Join(", ", promises.Tally.Select(t => $"{t.Value} {t.Key}")));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Jobs_that_are_killed_at_random_points_and_started_twice_leave_the_same_as_those_that_are_not(DatabaseKind kind)
    {
        const int Days = 45;
        var calm = await End(kind, isDisturbed: false, Days);
        var disturbed = await End(kind, isDisturbed: true, Days);

        disturbed.Except(calm).ShouldBeEmpty();
        calm.Except(disturbed).ShouldBeEmpty();
        disturbed.Count.ShouldBe(calm.Count);
    }

    private static async Task<IReadOnlyList<string>> End(DatabaseKind kind, bool isDisturbed, int days)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var year = await SimulatedYear.Start(database, First, seed: 2, isDisturbed);
        await Live(year, days, (_, _) => Task.CompletedTask);
        year.Killer?.Killed.ShouldBeGreaterThan(days);
        await Tell(year, year.Killer is { } killer ? $"{killer.Killed} runs killed" : "undisturbed");
        return await YearsEnd.Of(year);
    }

    private static async Task Live(SimulatedYear year, int days, Func<DateOnly, YearsHour, Task> check)
    {
        for (var day = First; day < First.AddDays(days); day = day.AddDays(1))
        {
            await year.Live(day, check);
        }
    }

    /// <summary>To see that it was enough.</summary>
    private static async Task Tell(SimulatedYear year, string more)
    {
        var (cases, lines, exceptions) = (await year.Bot.Count("cases"), await year.Bot.Count("case_history"), await year.Bot.Count("exceptions"));
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {year.Seed}: {cases} cases, {lines} lines of history, {exceptions} exceptions; {more}");
    }
}
