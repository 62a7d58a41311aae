using FsCheck;
using FsCheck.Fluent;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using static SecurityHubBot.Domain.Tests.Deadlines.SomeDeadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

/// <summary>Whatever days the bot runs on, and however often.</summary>
public class ReminderPropertyTests
{
    private static readonly BusinessCalendar Japan = BusinessCalendar.Japan;
    private static readonly DateOnly First = new(2024, 1, 1);

    private static readonly Gen<World> Worlds =
        from opened in Gen.Choose(0, 2300)
        from days in Gen.Choose(1, 40)
        from snoozeAt in Gen.Choose(-1, 50)
        from snoozeDays in Gen.Choose(1, 3)
        from runs in Gen.ArrayOf(Gen.Choose(0, 3), 60)
        select new World(First.AddDays(opened), days, snoozeAt, snoozeDays, runs);

    [Fact]
    public void No_reminder_comes_on_a_day_off_and_no_stage_twice() =>
        Prop.ForAll(Worlds.ToArbitrary(), world =>
        {
            var told = Live(world, runs: d => world.Runs[d]);
            told.ShouldAllBe(t => Japan.IsBusinessDay(t.On));
            told.Select(t => t.Stage == ReminderStage.Overdue ? t.On.ToString() : t.Stage.ToString()).ShouldBeUnique();
            told.Select(t => t.On).ShouldBeUnique();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bot_that_runs_every_day_loses_nothing() =>
        Prop.ForAll(Worlds.ToArbitrary(), world =>
        {
            var due = world.Opened.AddDays(world.Days);
            var told = Live(world with { SnoozeAt = -1 }, runs: _ => 2).Select(t => t.On).ToList();
            // The slow, obvious way to say on which days people hear of it.
            var expected = ((int[])[7, 3, 1, 0]).Select(d => Japan.BusinessDayUpTo(due.AddDays(-d)))
                .Concat(Days(world).Where(d => d > due && Japan.IsBusinessDay(d)))
                .Where(d => d > world.Opened).Distinct().Order();
            told.ShouldBe(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_any_gap_the_next_run_tells_whatever_was_missed_once() =>
        Prop.ForAll(Worlds.ToArbitrary(), world =>
        {
            var due = world.Opened.AddDays(world.Days);
            var told = Live(world with { SnoozeAt = -1 }, runs: d => world.Runs[d]);
            foreach (var day in Days(world).Where((d, i) => Japan.IsBusinessDay(d) && world.Runs[i] > 0))
            {
                var last = told.Where(t => t.On <= day).Select(t => t.On).DefaultIfEmpty(world.Opened).Last();
                var missed = ((int[])[7, 3, 1, 0]).Select(d => Japan.BusinessDayUpTo(due.AddDays(-d))).Where(d => d > last && d <= day);
                missed.ShouldBeEmpty($"on {day}");
            }
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<DateOnly> Days(World world) => Enumerable.Range(0, world.Runs.Length).Select(d => world.Opened.AddDays(d));

    /// <param name="runs">How often the job runs on the nth day.</param>
    private static List<(DateOnly On, ReminderStage Stage)> Live(World world, Func<int, int> runs)
    {
        var about = Open(world.Opened.AddDays(world.Days));
        var (told, soFar) = (new List<(DateOnly On, ReminderStage Stage)>(), ToldSoFar.Nothing);
        for (var i = 0; i < world.Runs.Length; i++)
        {
            var today = world.Opened.AddDays(i);
            if (i == world.SnoozeAt)
            {
                about = about with { Snooze = new CaseSnooze("U1", Opened, Japan.AddBusinessDays(today, world.SnoozeDays)) };
            }

            for (var run = 0; run < runs(i); run++)
            {
                if (ReminderRules.Due(about, world.Opened, soFar, Japan, today) is { } stage)
                {
                    about.IsSnoozed(today).ShouldBeFalse();
                    told.Add((today, stage));
                    soFar = soFar with { RemindedOn = today };
                }
            }
        }

        return told;
    }

    private sealed record World(DateOnly Opened, int Days, int SnoozeAt, int SnoozeDays, int[] Runs);
}
