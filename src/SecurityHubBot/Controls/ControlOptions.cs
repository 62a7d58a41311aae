using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Controls;

/// <summary>How plans of controls are applied.</summary>
public sealed class ControlOptions
{
    public const string Section = "Controls";

    /// <summary>Accounts and Regions that one instance works on at once. AWS counts each for itself, so more are not too fast for it.</summary>
    [Range(1, 256, ErrorMessage = "Controls:AtOnce must be from 1 to 256; so many accounts and Regions does an instance work on at once.")]
    public int AtOnce { get; set; } = 32;

    /// <summary>So long may one account's Region take with all its repetitions; then it is told as failed.</summary>
    internal TimeSpan Limit { get; set; } = TimeSpan.FromMinutes(8);

    /// <summary>How often an instance looks for approved plans.</summary>
    internal TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The least time between two edits of a plan's message.</summary>
    internal TimeSpan ShowEvery { get; set; } = TimeSpan.FromSeconds(5);
}
