namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>How the AWS corner reaches the bot, and where it keeps its state.</summary>
public sealed class AwsCornerOptions
{
    /// <summary>The bot's base address; events go to <c>intake/eventbridge</c> under it.</summary>
    public required Uri BotUrl { get; init; }

    /// <summary>When the bot listens: what waits is sent at that moment, and not tried in vain before.</summary>
    public Task BotReady { get; init; } = Task.CompletedTask;

    /// <summary>The bot's <c>Intake:ApiKey</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The SQLite file of the state; null keeps it in memory only.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>Events sent at the same time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Events that may wait for the bot; beyond it, changes are refused until some have left.</summary>
    public int QueueLimit { get; init; } = 20_000;

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>EventBridge's own limits: an event is given up after 185 attempts or 24 hours.</summary>
    public int MaxAttempts { get; init; } = 185;

    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a button on the page waits for the bot's answer before it says "on its way".</summary>
    public TimeSpan AnswerWait { get; init; } = TimeSpan.FromSeconds(2.5);

    internal Uri IntakeUrl => new(BotUrl.AbsoluteUri.TrimEnd('/') + "/intake/eventbridge");
}
