using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>A message that this instance has received and not yet deleted or given back.</summary>
/// <param name="Handle">Of this very delivery; another one has another.</param>
/// <param name="Receives">How often it has been delivered to anybody, this time included.</param>
/// <param name="TraceParent">The trace of whoever sent it, where AWS tells it.</param>
internal sealed record QueueMessage(string Id, string Handle, string Body, int Receives, DateTimeOffset SentAt, DateTimeOffset ReceivedAt, string? TraceParent)
{
    public static readonly List<string> Attributes =
        [MessageSystemAttributeName.ApproximateReceiveCount, MessageSystemAttributeName.SentTimestamp, MessageSystemAttributeName.AWSTraceHeader];

    public static QueueMessage From(Message message, DateTimeOffset now)
    {
        var attributes = message.Attributes ?? [];
        return new QueueMessage(
            message.MessageId,
            message.ReceiptHandle,
            message.Body ?? "",
            (int)(Number(attributes, MessageSystemAttributeName.ApproximateReceiveCount) ?? 1),
            Number(attributes, MessageSystemAttributeName.SentTimestamp) is { } sent ? DateTimeOffset.FromUnixTimeMilliseconds(sent) : now,
            now,
            XRayTrace.ToTraceParent(attributes.GetValueOrDefault(MessageSystemAttributeName.AWSTraceHeader)));
    }

    private static long? Number(Dictionary<string, string> attributes, string name) =>
        long.TryParse(attributes.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 253_402_300_799_999 ? number : null;
}
