namespace SecurityHubBot.Cases;

/// <summary>
/// Wakes this instance's workers at once when there is something to do. Only a courtesy: what is to be done stands in the
/// database, and every worker also looks there by itself.
/// </summary>
public sealed class Wake : IDisposable
{
    public Signal Decisions { get; } = new();

    public Signal Messages { get; } = new();

    public Signal Tickets { get; } = new();

    public Signal Bulletins { get; } = new();

    public Signal Workflows { get; } = new();

    public Signal WorkflowWrites { get; } = new();

    public void Dispose()
    {
        Decisions.Dispose();
        Messages.Dispose();
        Tickets.Dispose();
        Bulletins.Dispose();
        Workflows.Dispose();
        WorkflowWrites.Dispose();
    }
}

/// <summary>Remembers that it was set until somebody has waited for it.</summary>
public sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already: whoever waits will look at everything anyway.
        }
    }

    /// <summary>Returns when set, or after <paramref name="atMost"/>.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken cancellationToken) => await _set.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _set.Dispose();
}
