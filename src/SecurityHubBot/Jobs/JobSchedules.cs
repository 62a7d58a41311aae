using System.Globalization;
using Cronos;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Jobs;

/// <summary>A cron expression in words, and when it comes next.</summary>
internal static class JobSchedules
{
    private const int LookedAt = 12;

    public static DateTimeOffset? Next(RecurringJob job, TimeZoneInfo zone, DateTimeOffset now) => CronExpression.Parse(job.Cron).GetNextOccurrence(now, zone);

    /// <summary>The latest time at which it should have begun.</summary>
    public static DateTimeOffset? Last(RecurringJob job, TimeZoneInfo zone, DateTimeOffset now)
    {
        for (var back = Interval(job, zone, now); back <= TimeSpan.FromDays(800); back *= 2)
        {
            if (CronExpression.Parse(job.Cron).GetOccurrences(now - back, now, zone).Select(t => (DateTimeOffset?)t).LastOrDefault() is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The longest time between two of the coming runs: a job of working days is not late on a Sunday.</summary>
    public static TimeSpan Interval(RecurringJob job, TimeZoneInfo zone, DateTimeOffset now)
    {
        var cron = CronExpression.Parse(job.Cron);
        var longest = TimeSpan.FromMinutes(1);
        var at = cron.GetNextOccurrence(now, zone);
        for (var i = 0; i < LookedAt && at is { } from && cron.GetNextOccurrence(from, zone) is { } next; i++)
        {
            (longest, at) = (next - from > longest ? next - from : longest, next);
        }

        return longest;
    }

    /// <summary>「毎日 3:10」, "every day at 03:10"; the expression itself for what has no words.</summary>
    public static string Words(string cron, Language language)
    {
        if (cron.Split(' ') is not [var minute, var hour, var day, var month, var weekday])
        {
            return Other(cron, language);
        }

        return (minute, hour, day, month, weekday) switch
        {
            ("*", "*", "*", "*", "*") => Say(language, "Minute"),
            (['*', '/', .. var step], "*", "*", "*", "*") when Number(step) is { } minutes => Say(language, "Minutes", minutes),
            (_, "*", "*", "*", "*") when Numbers(minute) is { } minutes => Say(language, "Hour", Listed(language, minutes.Select(m => Say(language, "HourAt", language == Language.Japanese ? $"{m}" : $"{m:00}")))),
            (_, _, "*", "*", "*") when Times(minute, hour, language) is { } times => Say(language, "Day", times),
            (_, _, "*", "*", "1-5") when Times(minute, hour, language) is { } times => Say(language, "Weekdays", times),
            (_, _, "*", "*", [>= '0' and <= '7']) when Times(minute, hour, language) is { } times => Say(language, "Week", Say(language, $"Weekday.{(weekday[0] - '0') % 7}"), times),
            (_, _, _, "*", "*") when Number(day) is { } of && Times(minute, hour, language) is { } times => Say(language, "Month", of, times),
            _ => Other(cron, language),
        };
    }

    private static string? Times(string minute, string hour, Language language) =>
        Number(minute) is { } at && Numbers(hour) is { } hours ? Listed(language, hours.Select(h => Say(language, "Time", language == Language.Japanese ? $"{h}" : $"{h:00}", $"{at:00}"))) : null;

    private static List<int>? Numbers(string field)
    {
        var numbers = field.Split(',').Select(Number).ToList();
        return numbers.Contains(null) ? null : [.. numbers.Select(n => n!.Value)];
    }

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Listed(Language language, IEnumerable<string> words) => JobWords.Book.Join(language, words);

    private static string Other(string cron, Language language) => Say(language, "Other", cron);

    private static string Say(Language language, string key, params object?[] args) => JobWords.Say(language, $"Schedule.{key}", args);
}
