using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SecurityHubBot.Slack;

/// <summary>Names under which this layer is measured; neither tokens nor payloads are ever among the tags.</summary>
public static class SlackTelemetry
{
    public const string Name = "SecurityHubBot.Slack";

    private static readonly Meter Meter = new(Name);

    internal static readonly ActivitySource Source = new(Name);

    internal static readonly Counter<long> Calls =
        Meter.CreateCounter<long>("slack.calls", description: "Web API calls by method and outcome.");

    internal static readonly Histogram<double> CallDuration =
        Meter.CreateHistogram<double>("slack.call.duration", "s", "Time of a Web API call, waits and repetitions included.");

    internal static readonly Histogram<double> RateLimitWait =
        Meter.CreateHistogram<double>("slack.rate_limit.wait", "s", "Time a call waited for a rate limit.");

    internal static readonly Counter<long> Deliveries =
        Meter.CreateCounter<long>("slack.deliveries", description: "Commands, interactions and events from Slack by kind and outcome.");
}
