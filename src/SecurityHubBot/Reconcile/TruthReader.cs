namespace SecurityHubBot.Reconcile;

/// <summary>Reads a page at AWS's pace, and again while Security Hub does not answer.</summary>
internal sealed partial class TruthReader(TruthPace pace, TimeProvider time, ILogger<TruthReader> logger)
{
    private const int MostTries = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public async Task<TruthPage> Read(ISecurityHubTruth truth, TruthScope scope, DateTimeOffset? since, string? token, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await pace.Wait(scope, cancellationToken);
            try
            {
                return await truth.Read(scope, since, token, cancellationToken);
            }
            catch (TruthUnavailableException exception) when (tries < MostTries)
            {
                var pause = Pause(tries, exception.RetryAfter);
                Log.Again(logger, scope.Key, pause.TotalSeconds, exception.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static TimeSpan Pause(int tries, TimeSpan? asked)
    {
        var doubled = FirstPause * Math.Pow(2, tries - 1);
        var pause = asked > doubled ? asked.Value : doubled;
        return pause < LongestPause ? pause : LongestPause;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6611, Level = LogLevel.Information, Message = "Security Hub does not answer for {Scope}; asking again in {Seconds} s: {Reason}")]
        public static partial void Again(ILogger logger, string scope, double seconds, string reason);
    }
}
