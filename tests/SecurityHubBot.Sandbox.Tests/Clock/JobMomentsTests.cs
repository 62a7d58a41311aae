using SecurityHubBot.Jobs;
using SecurityHubBot.Sandbox.Clock;

namespace SecurityHubBot.Sandbox.Tests.Clock;

public sealed class JobMomentsTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    [Fact]
    public void An_hour_has_every_job_once_at_its_first_time_and_in_that_order()
    {
        var moments = JobMoments.Within([Job("hourly", "5 * * * *"), Job("minutely", "* * * * *"), Job("nightly", "10 3 * * *"), Job("monthly", "0 9 1 * *")], At(2), At(3), Tokyo);
        moments.Select(m => (m.Job.Id, m.At.ToOffset(TimeSpan.FromHours(9)).TimeOfDay)).ShouldBe([("minutely", new(2, 1, 0)), ("hourly", new(2, 5, 0))]);
    }

    [Fact]
    public void A_job_is_due_in_the_organisations_zone_at_the_end_of_a_stretch_and_not_at_its_beginning()
    {
        RecurringJob[] jobs = [Job("morning", "0 9 1 * *")];
        JobMoments.Within(jobs, At(8), At(9), Tokyo).ShouldHaveSingleItem().At.ShouldBe(At(9));
        JobMoments.Within(jobs, At(9), At(10), Tokyo).ShouldBeEmpty();
    }

    [Fact]
    public void Hour_by_hour_no_time_of_a_daily_job_is_left_out_or_met_twice()
    {
        RecurringJob[] jobs = [Job("nightly", "10 3 * * *")];
        Enumerable.Range(0, 24 * 30).Sum(hour => JobMoments.Within(jobs, At(hour), At(hour + 1), Tokyo).Count).ShouldBe(30);
    }

    [Fact]
    public void Every_job_of_the_bot_has_a_time_that_can_be_read()
    {
        var month = JobMoments.Within(RecurringJobs.All, At(0), At(24 * 32), Tokyo);
        month.Select(m => m.Job.Id).ShouldBe(RecurringJobs.All.Select(j => j.Id), ignoreOrder: true);
    }

    // Since midnight of the first of December.
    private static DateTimeOffset At(int hour) => new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(9)).AddHours(hour);

    private static RecurringJob Job(string id, string cron) => new(id, cron, "", typeof(object));
}
