namespace SecurityHubBot.Jobs;

/// <summary>Runs a recurring job at once, outside its schedule, and waits for its end: for whoever keeps the clock, such as the sandbox.</summary>
public static class JobsByHand
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <remarks>A run that has begun on schedule may have looked at the clock already: it is not taken for this one.</remarks>
    public static async Task Run(IServiceProvider services, RecurringJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        await using var scope = services.CreateAsyncScope();
        var gate = scope.ServiceProvider.GetRequiredService<JobLock>();
        await Ended(gate, job, cancellationToken);
        await ActivatorUtilities.CreateInstance<JobRunner>(scope.ServiceProvider).Run(job.Id, cancellationToken);
        // It does nothing when one began on schedule just now, which has then seen the same clock.
        await Ended(gate, job, cancellationToken);
    }

    private static async Task Ended(JobLock gate, RecurringJob job, CancellationToken cancellationToken)
    {
        while (!await gate.Run(job.Id, () => Task.CompletedTask, cancellationToken))
        {
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
    }
}
