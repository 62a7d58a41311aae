using System.ComponentModel.DataAnnotations;
using Cronos;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Hosting;

/// <summary>The organisation's own clock and language: <c>Summary:TimeZone</c> and <c>Summary:Language</c>.</summary>
public sealed class OrganisationOptions : IValidatableObject
{
    public const string Section = "Summary";

    public string TimeZone { get; set; } = "Asia/Tokyo";

    /// <summary>When the summaries of the month that has ended are made, in <see cref="TimeZone"/>.</summary>
    public string Cron { get; set; } = "0 9 1 * *";

    /// <summary>Used where no account decides, such as for accounts that nobody has entered.</summary>
    [RegularExpression("ja|en", ErrorMessage = "Summary:Language must be 'ja' or 'en'.")]
    public string Language { get; set; } = "ja";

    public Language DefaultLanguage => Languages.TryParse(Language, out var language) ? language : Domain.Language.Japanese;

    // Checking the options reads every property, also while TimeZone names no zone yet: then this must not throw.
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public DateOnly DateAt(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first instant of the next day.</summary>
    public DateTimeOffset NextMidnight(DateTimeOffset at)
    {
        var midnight = DateAt(at).AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>The latest moment up to now that <see cref="Cron"/> names; null when there was none within a year.</summary>
    public DateTimeOffset? LatestSummary(DateTimeOffset now)
    {
        if (!CronExpression.TryParse(Cron, out var cron))
        {
            return null;
        }

        DateTimeOffset? Within(int days) => cron.GetOccurrences(now.AddDays(-days), now, Zone, fromInclusive: true, toInclusive: true).Select(o => (DateTimeOffset?)o).LastOrDefault();

        return Within(days: 1) ?? Within(days: 32) ?? Within(days: 366);
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult($"Summary:TimeZone '{TimeZone}' is unknown; it is an IANA name such as Asia/Tokyo.", [nameof(TimeZone)]);
        }

        if (!CronExpression.TryParse(Cron, out _))
        {
            yield return new ValidationResult(
                $"Summary:Cron '{Cron}' is no schedule; it has five parts, such as '0 9 1 * *' for the first of each month at 9:00.", [nameof(Cron)]);
        }
    }
}
