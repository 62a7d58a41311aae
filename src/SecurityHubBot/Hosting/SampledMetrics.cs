namespace SecurityHubBot.Hosting;

/// <summary>Gauges of what the database says: looked up every 15 s, so that a scrape costs nothing.</summary>
internal abstract class SampledMetrics(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected abstract Task Sample(CancellationToken stoppingToken);

    /// <summary>The sample before stands for another while.</summary>
    protected abstract void Failed(string reason);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Sample(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(exception.Message);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
