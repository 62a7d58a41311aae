namespace SecurityHubBot.Sandbox;

/// <summary>How the sandbox is started.</summary>
public sealed record SandboxOptions
{
    public const int DefaultPagePort = 5090;
    public const int DefaultBotPort = 5080;

    /// <summary>Where everything is kept; deleting it is the same as <c>--reset</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>TCP port of the page and of the local Slack on 127.0.0.1; 0 takes a free one.</summary>
    public int PagePort { get; init; } = DefaultPagePort;

    /// <summary>TCP port of the bot on 127.0.0.1; 0 takes a free one.</summary>
    public int BotPort { get; init; } = DefaultBotPort;

    /// <summary>Begin again with the organisation as it is shipped.</summary>
    public bool Reset { get; init; }

    /// <summary>Show the bot's log, not only its warnings.</summary>
    public bool Verbose { get; init; }
}
