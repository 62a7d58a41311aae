using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>Makes a call under its rate limits and repeats it, a bounded number of times, where repeating cannot do it twice.</summary>
internal sealed partial class SlackCaller(
    SlackTransport transport, SlackRateLimits limits, IOptions<SlackApiOptions> options, TimeProvider time, ILogger<SlackCaller> logger)
{
    private readonly SlackApiOptions _options = options.Value;

    public async Task<T> Call<T>(SlackCall call, CancellationToken cancellationToken)
    {
        using var activity = SlackTelemetry.Source.StartActivity($"slack {call.Method.Name}", ActivityKind.Client);
        var started = time.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            var answer = await CallRepeatedly<T>(call, cancellationToken);
            outcome = "ok";
            return answer;
        }
        catch (SlackCallException e)
        {
            outcome = e.Outcome;
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw;
        }
        finally
        {
            var tags = new TagList { { "method", call.Method.Name }, { "outcome", outcome } };
            SlackTelemetry.Calls.Add(1, tags);
            SlackTelemetry.CallDuration.Record(time.GetElapsedTime(started).TotalSeconds, tags);
        }
    }

    private async Task<T> CallRepeatedly<T>(SlackCall call, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        var limited = 0;
        var failed = 0;
        while (true)
        {
            waited += await limits.Enter(call.Method, call.PostChannel, _options.MaxRateLimitWait - waited, cancellationToken);
            try
            {
                return await transport.Send<T>(call, _options.AttemptTimeout, cancellationToken);
            }
            catch (SlackRateLimitException e)
            {
                limits.Close(call.Method, call.PostChannel, e.RetryAfter);
                Log.RateLimited(logger, call.Method.Name, e.RetryAfter.TotalSeconds);
                if (++limited > _options.MaxRateLimitRetries)
                    throw;
            }
            catch (SlackCallException e) when (MayRepeat(call, e) && failed < _options.MaxTransientRetries)
            {
                failed++;
                Log.Repeating(logger, call.Method.Name, failed, e.Outcome);
                await Task.Delay(Backoff(failed), time, cancellationToken);
            }
        }
    }

    private static bool MayRepeat(SlackCall call, SlackCallException e) => e switch
    {
        SlackUnreachableException => true,
        SlackUncertainException => call.Method.Repeatable,
        _ => false,
    };

    private TimeSpan Backoff(int failed)
    {
        var longest = _options.RetryDelay * Math.Pow(2, failed - 1);
#pragma warning disable CA5394 // Jitter needs no secrecy.
        return longest * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "Slack limits {Method}: asked to wait {Seconds} s")]
        public static partial void RateLimited(ILogger logger, string method, double seconds);

        [LoggerMessage(1002, LogLevel.Information, "Slack call {Method} is repeated for the {Attempt}. time: {Outcome}")]
        public static partial void Repeating(ILogger logger, string method, int attempt, string outcome);
    }
}
