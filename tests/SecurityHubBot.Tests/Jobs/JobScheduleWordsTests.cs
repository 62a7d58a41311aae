using SecurityHubBot.Domain;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Tests.Jobs;

public class JobScheduleWordsTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly DateTimeOffset Friday = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("* * * * *", "every minute", "毎分")]
    [InlineData("*/5 * * * *", "every 5 minutes", "5分ごと")]
    [InlineData("5 * * * *", "every hour at :05", "毎時 5分")]
    [InlineData("5,35 * * * *", "every hour at :05, :35", "毎時 5分、35分")]
    [InlineData("10 3 * * *", "every day at 03:10", "毎日 3:10")]
    [InlineData("0 9,13 * * *", "every day at 09:00, 13:00", "毎日 9:00、13:00")]
    [InlineData("0 9 * * 1-5", "every weekday at 09:00", "平日 9:00")]
    [InlineData("30 9 * * 1", "every Monday at 09:30", "毎週月曜日 9:30")]
    [InlineData("0 9 1 * *", "on day 1 of every month at 09:00", "毎月1日 9:00")]
    [InlineData("0 9 1 1 *", "by the schedule `0 9 1 1 *`", "スケジュール `0 9 1 1 *`")]
    public void A_schedule_reads_as_people_say_it(string cron, string english, string japanese)
    {
        JobSchedules.Words(cron, Language.English).ShouldBe(english);
        JobSchedules.Words(cron, Language.Japanese).ShouldBe(japanese);
    }

    [Theory]
    [InlineData("* * * * *", 1)]
    [InlineData("5 * * * *", 60)]
    [InlineData("10 3 * * *", 1440)]
    [InlineData("0 9 * * 1-5", 3 * 1440)]
    [InlineData("0 9 1 * *", 31 * 1440)]
    public void The_interval_is_the_longest_that_comes(string cron, int minutes) =>
        JobSchedules.Interval(Job(cron), Tokyo, Friday).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("10 3 * * *", "2026-11-26T18:10:00Z", "2026-11-27T18:10:00Z")]
    [InlineData("0 9 1 * *", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("0 9 * * 1", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    public void The_last_and_the_next_time_are_in_the_organisations_zone(string cron, string last, string next)
    {
        JobSchedules.Last(Job(cron), Tokyo, Friday).ShouldBe(DateTimeOffset.Parse(last, System.Globalization.CultureInfo.InvariantCulture));
        JobSchedules.Next(Job(cron), Tokyo, Friday).ShouldBe(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_job_has_a_name_and_a_schedule_in_words_in_both_languages()
    {
        foreach (var job in RecurringJobs.All)
        {
            foreach (var language in Enum.GetValues<Language>())
            {
                JobWords.Find(language, $"Name.{job.Id}").ShouldNotBeNull($"{job.Id} in {language}");
                JobSchedules.Words(job.Cron, language).ShouldNotContain("`", customMessage: job.Id);
            }
        }
    }

    private static RecurringJob Job(string cron) => RecurringJob.Of<IRecurringJob>("job", cron, "");
}
