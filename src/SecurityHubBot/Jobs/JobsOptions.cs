namespace SecurityHubBot.Jobs;

/// <summary>What happens by the clock: <c>Jobs:*</c>.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>False: this instance runs no recurring job and shows no dashboard; another one does.</summary>
    public bool Enabled { get; set; } = true;
}
