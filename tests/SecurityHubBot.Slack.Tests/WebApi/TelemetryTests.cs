using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.WebApi;

/// <summary>Meters belong to the process: alone, or other tests' calls would be counted here.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;

[Collection(nameof(RunsAlone))]
public sealed class TelemetryTests
{
    private const string Secret = "xoxb-very-secret";
    private const string Payload = "what a person wrote";

    [Fact]
    public async Task Calls_are_counted_and_traced_by_method_and_outcome_and_neither_tokens_nor_payloads_are_told()
    {
        var told = new ConcurrentQueue<string>();
        using var listener = Spans(told);
        using var meters = Counts(told);
        await using var api = await LoopbackSlackApi.Start();
        api.Answer = (request, http) => api.Requests.Count switch
        {
            1 => LoopbackSlackApi.TooMany(http, 1),
            2 => LoopbackSlackApi.Posted(request, http),
            _ => LoopbackSlackApi.Ok(http, """{"ok":false,"error":"channel_not_found"}"""),
        };
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Told(told)))
            .AddSlackNet(c => c.UseApiToken(Secret).UseSigningSecret("s").UseApiUrl(api.Url))
            .BuildServiceProvider();
        var chat = services.GetRequiredService<ISlackApiClient>().Chat;
        var message = new Message { Channel = "CTELEMETRY", Text = Payload };

        await chat.PostMessage(message);
        await Should.ThrowAsync<SlackException>(chat.PostMessage(message));

        told.ShouldContain("slack.calls method=chat.postMessage outcome=ok");
        told.ShouldContain("slack.calls method=chat.postMessage outcome=refused");
        told.ShouldContain("slack.rate_limit.wait method=chat.postMessage");
        told.ShouldContain("span slack chat.postMessage Error");
        told.ShouldContain("log Slack limits chat.postMessage: asked to wait 1 s");
        told.ShouldAllBe(line => !line.Contains(Secret) && !line.Contains(Payload));
    }

    private static ActivityListener Spans(ConcurrentQueue<string> told)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SlackTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => told.Enqueue($"span {span.OperationName} {span.Status}"),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Counts(ConcurrentQueue<string> told)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == SlackTelemetry.Name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.Start();
        return listener;

        void Tell(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            told.Enqueue(string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]));
    }

    private sealed class Told(ConcurrentQueue<string> told) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            told.Enqueue($"log {formatter(state, exception)}");

        public void Dispose()
        {
            // Nothing of its own.
        }
    }
}
