using Microsoft.Extensions.Logging.Abstractions;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>How a <see cref="SlackWorkspace"/> is started.</summary>
public sealed record WorkspaceOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    public WorkspaceSeed Seed { get; init; } = AozoraHosting.Seed;

    /// <summary>The SQLite file that keeps the workspace over a restart; null keeps it in memory only.</summary>
    public string? StatePath { get; init; }

    /// <summary>The bot's address, such as <c>http://127.0.0.1:5080/</c>; can also be set later.</summary>
    public Uri? BotUrl { get; init; }

    public string SigningSecret { get; init; } = "sandbox-signing-secret-0123456789";

    public string BotToken { get; init; } = "xoxb-sandbox-bot-token";

    public string AppToken { get; init; } = "xapp-sandbox-app-token";

    /// <summary>The deprecated verification token, which Slack still sends along.</summary>
    public string VerificationToken { get; init; } = "sandbox-verification-token";

    public WorkspaceLimits Limits { get; init; } = new();

    /// <summary>The bot events that the app is subscribed to, as in its manifest.</summary>
    public IReadOnlySet<string> BotEvents { get; init; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "app_mention", "app_home_opened", "message.channels", "message.groups", "message.im", "member_joined_channel", "member_left_channel",
        "channel_left", "group_left", "channel_archive", "channel_unarchive", "channel_deleted", "channel_rename", "user_change",
    };

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Adds what the mapped endpoints need, and work in the background.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    /// <summary>Maps more endpoints on the same server, such as the AWS corner.</summary>
    public Action<IEndpointRouteBuilder, SlackWorkspace>? MapEndpoints { get; init; }
}

/// <summary>Slack's limits in time; the limits in size are facts and not settable.</summary>
public sealed record WorkspaceLimits
{
    /// <summary>Off for tests in which the clock does not matter.</summary>
    public bool EnforceRates { get; init; } = true;

    /// <summary>Messages per second in one channel, and how many may come at once after a rest.</summary>
    public double PostsPerSecondPerChannel { get; init; } = 1;

    public int PostBurst { get; init; } = 5;

    /// <summary>Slack says "several hundred messages per minute" for the whole workspace.</summary>
    public int PostsPerMinute { get; init; } = 600;

    /// <summary>Calls per minute that override a method's tier.</summary>
    public IReadOnlyDictionary<string, int> CallsPerMinute { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How long the bot may take for an answer, and how long a trigger id lives.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan TriggerLife { get; init; } = TimeSpan.FromSeconds(3);

    public int ResponseUrlUses { get; init; } = 5;

    public TimeSpan ResponseUrlLife { get; init; } = TimeSpan.FromMinutes(30);
}
