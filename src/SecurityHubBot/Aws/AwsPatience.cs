using Amazon.RateLimits;
using Amazon.Runtime;

namespace SecurityHubBot.Aws;

/// <summary>Repeats a call to AWS that failed in a way that passes, waiting by the bot's clock and saying why.</summary>
internal sealed partial class AwsPatience(TimeProvider time, ILogger<AwsPatience> logger)
{
    public const int MostAttempts = 8;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task<T> Run<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (attempt < MostAttempts && !cancellationToken.IsCancellationRequested && IsPassing(e))
            {
                var wait = After(attempt);
                Log.Again(logger, what, AwsFailure.Code(e), wait);
                await Task.Delay(wait, time, cancellationToken);
            }
        }
    }

    /// <summary>Before the items of a batch that failed in a way that passes are sent again.</summary>
    public Task Wait(int attempt, CancellationToken cancellationToken) => Task.Delay(After(attempt), time, cancellationToken);

    private static TimeSpan After(int attempt)
    {
        var wait = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
        return wait < Longest ? wait : Longest;
    }

    private static bool IsPassing(Exception exception) => AwsFailure.Service(exception) is { } refusal
        ? Throttling.Is(refusal) || (int)refusal.StatusCode >= 500 || refusal.ErrorCode is "InternalException" or "ServiceException"
        : exception is HttpRequestException or IOException or TaskCanceledException or AmazonClientException { InnerException: HttpRequestException or IOException or TaskCanceledException };

    private static partial class Log
    {
        [LoggerMessage(EventId = 7300, Level = LogLevel.Information, Message = "{What} failed with {Code}; again in {Wait}")]
        public static partial void Again(ILogger logger, string what, string code, TimeSpan wait);
    }
}
