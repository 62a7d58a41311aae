using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Retention;

/// <summary>How long what is over is kept: <c>Retention:*</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Days after a case was closed until it is deleted with all that belongs to it. The audit log is kept for ever.</summary>
    [Range(30, 36_500, ErrorMessage = "Retention:Days must be between 30 and 36500 days; closed cases are deleted so long after they were closed, and nobody can bring them back.")]
    public int Days { get; set; } = 400;
}
