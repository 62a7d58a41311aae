using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Deadlines;

/// <summary>How long teams have: <c>Deadlines:*</c>. The policy row's own days win, then the account's, then the severity's.</summary>
public sealed class DeadlineOptions : IValidatableObject
{
    public const string Section = "Deadlines";

    private const int DaysOfWeek = 7;

    [Range(DeadlineRules.MinDays, DeadlineRules.MaxDays, ErrorMessage = "Deadlines:Days must be between 1 and 365 days.")]
    public int Days { get; set; } = 14;

    /// <summary>Days by severity, such as <c>Deadlines:BySeverity:CRITICAL = 7</c>. Text, because the binder leaves numbers that are none out of a dictionary without a word.</summary>
    public Dictionary<string, string> BySeverity { get; set; } = [];

    /// <summary>Days by account, such as <c>Deadlines:ByAccount:123456789012 = 30</c>.</summary>
    public Dictionary<string, string> ByAccount { get; set; } = [];

    /// <summary><c>calendar</c> or <c>business</c> days.</summary>
    [RegularExpression("(?i)calendar|business", ErrorMessage = "Deadlines:Counting must be 'calendar' or 'business'.")]
    public string Counting { get; set; } = "calendar";

    /// <summary>Days of the week on which nobody works, comma separated.</summary>
    public string Weekend { get; set => field = value ?? ""; } = "Saturday,Sunday";

    /// <summary><c>japan</c> or <c>none</c>: which holidays are known without a file.</summary>
    [RegularExpression("(?i)japan|none", ErrorMessage = "Deadlines:Holidays must be 'japan' or 'none'; other holidays are given by Deadlines:HolidayFile.")]
    public string Holidays { get; set; } = "japan";

    /// <summary>A file of further holidays (<c>date,name</c>), beside Japan's, which are shipped.</summary>
    public string? HolidayFile { get; set; }

    /// <summary>Nobody is reminded earlier in the day, in the organisation's time zone.</summary>
    public string RemindFrom { get; set; } = "09:00";

    /// <summary>Nobody is reminded later in the day.</summary>
    public string RemindUntil { get; set; } = "18:00";

    internal IReadOnlyList<DayOfWeek>? WeekendDays => ReadDaysOfWeek(Weekend);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        ValidateDays().Concat(ValidateCalendar()).Concat(ValidateHours());

    private IEnumerable<ValidationResult> ValidateDays()
    {
        foreach (var (label, days) in BySeverity)
        {
            if (!Severities.TryParse(label, out _))
            {
                yield return new ValidationResult($"Deadlines:BySeverity:{label} is no severity; it is CRITICAL, HIGH, MEDIUM or LOW.");
            }
            else if (ReadDays(days) is null)
            {
                yield return new ValidationResult($"Deadlines:BySeverity:{label} is '{days}'; it must be between 1 and 365 days.");
            }
        }

        foreach (var (account, days) in ByAccount)
        {
            if (!AccountId.TryParse(account, out _))
            {
                yield return new ValidationResult($"Deadlines:ByAccount:{account} is no AWS account id; it has twelve digits.");
            }
            else if (ReadDays(days) is null)
            {
                yield return new ValidationResult($"Deadlines:ByAccount:{account} is '{days}'; it must be between 1 and 365 days.");
            }
        }

    }

    private IEnumerable<ValidationResult> ValidateCalendar()
    {
        if (WeekendDays is not { } weekend)
        {
            yield return new ValidationResult($"Deadlines:Weekend '{Weekend}' must be English names of days such as Saturday,Sunday.");
        }
        else if (weekend.Distinct().Count() >= DaysOfWeek)
        {
            yield return new ValidationResult("Deadlines:Weekend must leave at least one day of the week for work, or nothing would ever be due.");
        }

        if (HolidayFile is { Length: > 0 } file)
        {
            if (!File.Exists(file))
            {
                yield return new ValidationResult($"Deadlines:HolidayFile '{file}' does not exist; it is a text file with lines such as 2026-12-29,year end.");
            }
            else if (Domain.Deadlines.HolidayFile.Parse(File.ReadAllText(file)) is { Errors.Count: > 0 } parsed)
            {
                yield return new ValidationResult($"Deadlines:HolidayFile '{file}': {string.Join("; ", parsed.Errors)}");
            }
        }
    }

    private IEnumerable<ValidationResult> ValidateHours()
    {
        var wrong = new[] { (Key: nameof(RemindFrom), Text: RemindFrom), (Key: nameof(RemindUntil), Text: RemindUntil) }.Where(t => ReadClock(t.Text) is null).ToList();
        foreach (var (key, text) in wrong)
        {
            yield return new ValidationResult($"Deadlines:{key} is '{text}'; it must be a time of day such as 09:00.");
        }

        if (wrong.Count == 0 && ReadClock(RemindFrom) >= ReadClock(RemindUntil))
        {
            yield return new ValidationResult($"Deadlines:RemindFrom '{RemindFrom}' must be earlier than Deadlines:RemindUntil '{RemindUntil}', or nobody would ever be reminded.");
        }
    }

    /// <summary>Null when it is not a list of names of days. An empty list is one: then every day is for work.</summary>
    internal static IReadOnlyList<DayOfWeek>? ReadDaysOfWeek(string text)
    {
        var days = new List<DayOfWeek>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<DayOfWeek>(word, ignoreCase: true, out var day) || char.IsAsciiDigit(word[0]) || !Enum.IsDefined(day))
            {
                return null;
            }

            days.Add(day);
        }

        return days;
    }

    internal static TimeOnly? ReadClock(string? text) =>
        TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) ? clock : null;

    /// <summary>A number of days as set; null when it is none that can be meant.</summary>
    internal static int? ReadDays(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= DeadlineRules.MinDays and <= DeadlineRules.MaxDays ? days : null;
}
