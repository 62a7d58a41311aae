using System.Diagnostics.Metrics;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Intake.Sqs;

internal sealed class QueueMetrics
{
    private readonly Counter<long> _messages;

    public QueueMetrics(IMeterFactory meters, MessagesInHand inHand, QueueState state, IntakeOptions options, TimeProvider time)
    {
        var meter = meters.Create(Telemetry.Name);
        _messages = meter.CreateCounter<long>("shub.queue.messages", description: "Messages of the SQS queue by what became of them.");
        if (options.ReadsQueue)
        {
            meter.CreateObservableGauge("shub.queue.in_hand", () => inHand.Count, description: "Messages received and not yet done with.");
            meter.CreateObservableGauge(
                "shub.queue.oldest_in_hand",
                () => inHand.OldestSentAt is { } sentAt ? Math.Max(0, (time.GetUtcNow() - sentAt).TotalSeconds) : 0,
                "s",
                "How long ago the oldest message in hand was sent.");
            meter.CreateObservableGauge("shub.queue.readable", () => state.Fault is null ? 1 : 0, description: "Whether the queue can be read.");
        }
    }

    /// <param name="outcome"><c>received</c>, <c>deleted</c>, <c>rejected</c>, <c>failed</c> (left to come again) or <c>returned</c> (when the bot stopped).</param>
    public void Count(string outcome, int messages = 1) => _messages.Add(messages, new KeyValuePair<string, object?>("outcome", outcome));
}
