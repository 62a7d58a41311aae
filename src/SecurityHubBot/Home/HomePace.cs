namespace SecurityHubBot.Home;

/// <summary>
/// How soon what has changed is shown. Slack tells when somebody opens the Home tab and never that they have left it, so whoever
/// opened it lately counts as looking at it.
/// </summary>
internal sealed record HomePace
{
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For so long after opening it somebody counts as looking at it.</summary>
    public TimeSpan Watching { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>For so long it is kept up to date at all.</summary>
    public TimeSpan Recent { get; init; } = TimeSpan.FromDays(14);

    /// <summary>For so long it is known who has opened it.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>When something has changed: the least time between two looks for somebody who is looking at it.</summary>
    public TimeSpan Soon { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The same for everybody else.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Looked at anyway while somebody is looking at it, whether or not a change was noticed.</summary>
    public TimeSpan Anyway { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    public int Workers { get; init; } = 4;
}

/// <summary>Wakes this instance's worker at once.</summary>
internal sealed class HomeWake : IDisposable
{
    public Cases.Signal Signal { get; } = new();

    public void Dispose() => Signal.Dispose();
}
