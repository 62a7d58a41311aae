using System.ComponentModel.DataAnnotations;
using SecurityHubBot.Deadlines;

namespace SecurityHubBot.Digest;

/// <summary>The security team's weekly digest: <c>Digest:*</c>.</summary>
public sealed class DigestOptions : IValidatableObject
{
    public const string Section = "Digest";

    private const string Never = "none";

    /// <summary>The day of the week, or <c>none</c>. On a day off it comes on the next business day.</summary>
    public string Day { get; set => field = value ?? ""; } = "Monday";

    internal DayOfWeek? DayOfWeek => DeadlineOptions.ReadDaysOfWeek(Day) is [var day] ? day : null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DayOfWeek is null && !Day.Equals(Never, StringComparison.OrdinalIgnoreCase))
        {
            yield return new ValidationResult($"Digest:Day is '{Day}'; it must be an English name of a day such as Monday, or 'none' for no weekly digest.");
        }
    }
}
