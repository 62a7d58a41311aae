using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Prometheus;

namespace SecurityHubBot.Hosting;

/// <summary>
/// Puts .NET's meters on <c>/metrics</c>, from the first measurement on, under the names that OpenTelemetry gives them in
/// Prometheus: <c>shub.decisions.delay</c> in seconds is <c>shub_decisions_delay_seconds</c>. prometheus-net's own adapter starts
/// with the first scrape, so that what came before is lost, and puts the meter's name before every instrument's.
/// </summary>
internal sealed class PrometheusMeters : IDisposable
{
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] Amounts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Collector> _collectors = new();
    private readonly IMeterFactory _meters;
    private readonly IMetricFactory _metrics;

    public PrometheusMeters(IMeterFactory meters)
    {
        _meters = meters;
        _metrics = Metrics.WithCustomRegistry(Registry);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsPublished(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Record(i, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Record(i, value, tags));
        _listener.Start();
        Registry.AddBeforeCollectCallback(_listener.RecordObservableInstruments);
        DotNetStats.Register(Registry);
    }

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public void Dispose() => _listener.Dispose();

    /// <summary>Several hosts may run in one process; a meter's scope says whose it is.</summary>
    private bool IsPublished(Meter meter) => Telemetry.Meters.Contains(meter.Name) && (meter.Scope is null || ReferenceEquals(meter.Scope, _meters));

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var names = new string[tags.Length];
        var values = new string[tags.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            names[i] = Legal(tags[i].Key);
            values[i] = tags[i].Value switch { null => "", bool flag => flag ? "true" : "false", var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "" };
        }

        switch (_collectors.GetOrAdd((instrument, string.Join(',', names)), _ => Create(instrument, names)))
        {
            case Counter counter when instrument.IsObservable:
                counter.WithLabels(values).IncTo(value);
                break;
            case Counter counter:
                counter.WithLabels(values).Inc(value);
                break;
            case Prometheus.Histogram histogram:
                histogram.WithLabels(values).Observe(value);
                break;
            case Gauge gauge when IsSum(instrument) && !instrument.IsObservable:
                gauge.WithLabels(values).Inc(value);
                break;
            case Gauge gauge:
                gauge.WithLabels(values).Set(value);
                break;
        }
    }

    private Collector Create(Instrument instrument, string[] labels)
    {
        var kind = Kind(instrument);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = Legal(instrument.Name) + unit;
        var help = instrument.Description ?? "";
        if (kind.Contains("Histogram", StringComparison.Ordinal))
        {
            return _metrics.CreateHistogram(name, help, labels, new HistogramConfiguration { Buckets = unit == "_seconds" ? Seconds : Amounts });
        }

        return kind.Contains("Counter", StringComparison.Ordinal) && !IsSum(instrument)
            ? _metrics.CreateCounter(name + "_total", help, labels)
            : _metrics.CreateGauge(name, help, labels);
    }

    private static bool IsSum(Instrument instrument) => Kind(instrument).Contains("UpDown", StringComparison.Ordinal);

    private static string Kind(Instrument instrument) => instrument.GetType().Name;

    private static string Legal(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
