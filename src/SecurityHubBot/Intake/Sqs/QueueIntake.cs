namespace SecurityHubBot.Intake.Sqs;

/// <summary>
/// Takes events from the SQS queue, beside those that come over HTTP: as many as there is room for, side by side, together with every
/// other instance.
/// </summary>
internal sealed partial class QueueIntake(IServiceProvider services, IntakeOptions options, QueueState state, TimeProvider time, ILogger<QueueIntake> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.ReadsQueue ? Task.Run(() => Read(stoppingToken), CancellationToken.None) : Task.CompletedTask;

    private async Task Read(CancellationToken stopping)
    {
        Log.Reading(logger, options.QueueUrl!);
        QueueReader? reader = null;
        while (reader is null && !stopping.IsCancellationRequested)
        {
            try
            {
                // Resolved only here: without a queue there is no client to be made, and a broken AWS profile must not end the bot.
                reader = services.GetRequiredService<QueueReader>();
            }
            catch (Exception exception)
            {
                state.Fails(exception);
                await Task.Delay(Again, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await (reader?.Run(stopping) ?? Task.CompletedTask);
    }

    private static partial class Log
    {
        [LoggerMessage(4151, LogLevel.Information, "Taking events from the queue {Queue}.")]
        public static partial void Reading(ILogger logger, string queue);
    }
}
