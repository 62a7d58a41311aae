using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Cases.Sync;

/// <summary>How Slack is made equal to what the cases say.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Messages worked on at once; one account's are never worked on side by side.</summary>
    [Range(1, 64, ErrorMessage = "Sync:Workers must be between 1 and 64.")]
    public int Workers { get; set; } = 8;

    /// <summary>How long an instance may work on one message before another may take it over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Sync:Lease must be between 00:00:01 and 01:00:00.")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long to wait after a post whose outcome is not known before looking whether the message is there.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Sync:UncertainDelay must be between 00:00:00 and 00:10:00.")]
    public TimeSpan UncertainDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look for work that nobody announced.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "Sync:Poll must be between 00:00:00.010 and 00:10:00.")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
}
