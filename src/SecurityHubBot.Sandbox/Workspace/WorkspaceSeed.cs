namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>What a workspace looks like before anybody has said anything in it.</summary>
public sealed record WorkspaceSeed
{
    public required SeedTeam Team { get; init; }

    public SeedBot Bot { get; init; } = new();

    public required IReadOnlyList<SeedPerson> People { get; init; }

    public required IReadOnlyList<SeedChannel> Channels { get; init; }

    public IReadOnlyList<SeedGroup> Groups { get; init; } = [];

    /// <summary>Who looks at the page when nobody has been chosen yet; the first person by default.</summary>
    public string? FirstPerson { get; init; }

    /// <summary>The channel that opens when none has been looked at yet; by default one in which something is new.</summary>
    public string? FirstChannel { get; init; }

    public IReadOnlyList<SeedCommand> Commands { get; init; } = [new("/shub", "AWS Security Hub の案件を見る・動かす", "help | status | list | show 142 | summary")];
}

/// <param name="Domain">The part before <c>.slack.com</c>.</param>
public sealed record SeedTeam(string Id, string Name, string Domain);

/// <summary>The app as it is installed in the workspace.</summary>
public sealed record SeedBot
{
    public string UserId { get; init; } = "U0SHUBBOT1";

    public string BotId { get; init; } = "B0SHUBBOT1";

    public string AppId { get; init; } = "A0SHUBBOT1";

    /// <summary>The user name, as in <c>@securityhubbot</c>.</summary>
    public string Name { get; init; } = "securityhubbot";

    public string RealName { get; init; } = "SecurityHubBot";
}

public sealed record SeedPerson(string Id, string Name, string RealName, string Title)
{
    public string Color { get; init; } = "4a154b";

    /// <summary>As <c>users.info</c> with <c>include_locale</c> answers it.</summary>
    public string Locale { get; init; } = "ja-JP";

    public string TimeZone { get; init; } = "Asia/Tokyo";

    public bool IsAdmin { get; init; }

    public bool Deleted { get; init; }

    public string? Email { get; init; }
}

/// <param name="Members">User ids; the bot's own id puts the bot into the channel.</param>
public sealed record SeedChannel(string Id, string Name, string Topic, IReadOnlyList<string> Members)
{
    public bool IsPrivate { get; init; }

    public bool IsArchived { get; init; }
}

/// <summary>A user group such as <c>@security-team</c>.</summary>
public sealed record SeedGroup(string Id, string Handle, string Name, IReadOnlyList<string> Members);

public sealed record SeedCommand(string Command, string Description, string UsageHint);
