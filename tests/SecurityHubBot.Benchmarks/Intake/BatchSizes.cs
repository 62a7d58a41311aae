using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>Listens to the bot's own metric of how many findings a round trip to the database took along.</summary>
internal sealed class BatchSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<int> _sizes = [];

    public BatchSizes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "shub.intake.batch.findings")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => _sizes.Add(size));
        _listener.Start();
    }

    public IReadOnlyList<int> Take()
    {
        var sizes = _sizes.ToArray();
        _sizes.Clear();
        return sizes;
    }

    public void Dispose() => _listener.Dispose();
}
