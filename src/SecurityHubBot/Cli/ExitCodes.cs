namespace SecurityHubBot.Cli;

/// <summary>What the process ends with, for scripts.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The file or a setting is wrong; nothing was changed.</summary>
    public const int WrongInput = 1;

    /// <summary>What a container's health check ends with when the bot is not healthy.</summary>
    public const int NotAlive = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>AWS is not as it is wanted, as <c>controls plan</c> has printed.</summary>
    public const int Differences = 2;

    public const int DatabaseUnavailable = 3;

    /// <summary>The audit log is not as it was written.</summary>
    public const int AuditBroken = 4;
}
