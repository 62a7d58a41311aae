using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Deadlines;

/// <summary>How long teams have: <c>Deadlines:*</c>. The policy row's own days win, then the account's, then the severity's.</summary>
public sealed class DeadlineOptions : IValidatableObject
{
    public const string Section = "Deadlines";

    [Range(DeadlineRules.MinDays, DeadlineRules.MaxDays, ErrorMessage = "Deadlines:Days must be between 1 and 365 days.")]
    public int Days { get; set; } = 14;

    /// <summary>Days by severity, such as <c>Deadlines:BySeverity:CRITICAL = 7</c>. Text, because the binder leaves numbers that are none out of a dictionary without a word.</summary>
    public Dictionary<string, string> BySeverity { get; set; } = [];

    /// <summary>Days by account, such as <c>Deadlines:ByAccount:123456789012 = 30</c>.</summary>
    public Dictionary<string, string> ByAccount { get; set; } = [];

    /// <summary><c>calendar</c> or <c>business</c> days.</summary>
    [RegularExpression("(?i)calendar|business", ErrorMessage = "Deadlines:Counting must be 'calendar' or 'business'.")]
    public string Counting { get; set; } = "calendar";

    /// <summary>A file of further holidays (<c>date,name</c>), beside Japan's, which are shipped.</summary>
    public string? HolidayFile { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
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

    /// <summary>A number of days as set; null when it is none that can be meant.</summary>
    internal static int? ReadDays(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= DeadlineRules.MinDays and <= DeadlineRules.MaxDays ? days : null;
}
