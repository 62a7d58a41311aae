using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>
/// A year of an organisation, looked at on every day of it: forty accounts in which controls fail, are fixed and are excepted, people who
/// act or do not, days on which the bot is not there, and events that get lost.
/// </summary>
public abstract class SimulatedYearTests(DatabaseKind kind)
{
    private static readonly DateOnly First = new(2026, 4, 1);

    [Fact]
    public async Task On_every_day_of_a_year_everything_is_as_promised()
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var year = await SimulatedYear.Start(database, First, seed: 1);
        var promises = new YearsPromises(year, First);

        await year.Live(First, days: 365, promises.Check);

        foreach (var told in (string[])["reminder", "escalation", "security-escalation", "digest", "summary", "organisation-summary"])
        {
            promises.Tally.GetValueOrDefault(told).ShouldBeGreaterThan(2, told);
        }

        foreach (var happened in (string[])["accepted", "snoozed", "fixed", "exception_requested", "exception_decided", "exception_lapsed", "exception_chased", "exception_undecided", "exception_renewal_asked"])
        {
            (await year.Bot.Count($"case_history where kind = '{happened}'")).ShouldBeGreaterThan(0, happened);
        }

        await year.Tell(string.Join(", ", promises.Tally.Select(t => $"{t.Value} {t.Key}")));
    }
}

public sealed class SimulatedYearOnPostgresTests() : SimulatedYearTests(DatabaseKind.Postgres);

public sealed class SimulatedYearOnSqliteTests() : SimulatedYearTests(DatabaseKind.Sqlite);
