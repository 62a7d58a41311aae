using System.Globalization;
using System.Text.Json;
using Amazon.SQS;
using Amazon.SQS.Model;
using OpenTelemetry;

namespace SecurityHubBot.Intake.Sqs;

/// <summary>What the queue itself says about how its messages are to be treated.</summary>
/// <param name="Visibility">For how long a message that was received is hidden from everybody else.</param>
/// <param name="MaxReceives">After so many deliveries SQS moves a message to the dead letter queue; null without one.</param>
internal sealed record QueueAttributes(TimeSpan Visibility, int? MaxReceives)
{
    // Nothing can be worked on in less; a queue that hides its messages for no time at all is possible.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>SQS's own defaults.</summary>
    public static QueueAttributes Default { get; } = new(TimeSpan.FromSeconds(30), MaxReceives: null);

    public static QueueAttributes From(Dictionary<string, string>? attributes)
    {
        var seconds = attributes?.GetValueOrDefault(QueueAttributeName.VisibilityTimeout);
        var visibility = int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? TimeSpan.FromSeconds(value) : TimeSpan.Zero;
        return new QueueAttributes(visibility < Shortest ? Default.Visibility : visibility, MaxReceivesOf(attributes?.GetValueOrDefault(QueueAttributeName.RedrivePolicy)));
    }

    // {"deadLetterTargetArn":"arn:…","maxReceiveCount":5}; older ones have the number as text.
    private static int? MaxReceivesOf(string? policy)
    {
        try
        {
            using var json = JsonDocument.Parse(policy ?? "{}");
            var count = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("maxReceiveCount", out var value) ? value.ToString() : null;
            return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The calls about the one queue.</summary>
internal sealed class QueueClient(IAmazonSQS sqs, QueueUrl queue, TimeProvider time)
{
    /// <summary>Most messages of one call of any kind.</summary>
    public const int MostAtOnce = 10;

    private const int WaitSeconds = 20;

    public QueueUrl Queue => queue;

    public async Task<QueueAttributes> Attributes(CancellationToken cancellationToken)
    {
        var request = new GetQueueAttributesRequest { QueueUrl = queue.ToString(), AttributeNames = [QueueAttributeName.VisibilityTimeout, QueueAttributeName.RedrivePolicy] };
        return QueueAttributes.From((await sqs.GetQueueAttributesAsync(request, cancellationToken)).Attributes);
    }

    /// <summary>Waits up to 20 seconds for something to come.</summary>
    public async Task<IReadOnlyList<QueueMessage>> Receive(int most, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var request = new ReceiveMessageRequest
        {
            QueueUrl = queue.ToString(),
            MaxNumberOfMessages = most,
            WaitTimeSeconds = WaitSeconds,
            VisibilityTimeout = Seconds(visibility),
            MessageSystemAttributeNames = QueueMessage.Attributes,
        };
        // A trace for every 20 seconds in which nothing came would be nothing but noise.
        using var untraced = SuppressInstrumentationScope.Begin();
        var response = await sqs.ReceiveMessageAsync(request, cancellationToken);
        var now = time.GetUtcNow();
        return [.. (response.Messages ?? []).Select(m => QueueMessage.From(m, now))];
    }

    /// <summary>Hides the messages for so long from now on; zero gives them back at once.</summary>
    /// <returns>Those that this did not work with, because they have long been delivered again, or are gone.</returns>
    public async Task<IReadOnlyList<QueueMessage>> Hide(IReadOnlyList<QueueMessage> messages, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var failed = new List<QueueMessage>();
        foreach (var batch in messages.Chunk(MostAtOnce))
        {
            var entries = batch.Select((m, i) => new ChangeMessageVisibilityBatchRequestEntry(Id(i), m.Handle) { VisibilityTimeout = Seconds(visibility) });
            var response = await sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest(queue.ToString(), [.. entries]), cancellationToken);
            failed.AddRange((response.Failed ?? []).Select(f => batch[Index(f.Id)]));
        }

        return failed;
    }

    /// <param name="messages">Ten at most.</param>
    /// <returns>Those that were not deleted and may be when tried again.</returns>
    public async Task<IReadOnlyList<QueueMessage>> Delete(IReadOnlyList<QueueMessage> messages, CancellationToken cancellationToken)
    {
        var entries = messages.Select((m, i) => new DeleteMessageBatchRequestEntry(Id(i), m.Handle));
        var response = await sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest(queue.ToString(), [.. entries]), cancellationToken);
        return [.. (response.Failed ?? []).Where(f => f.SenderFault != true).Select(f => messages[Index(f.Id)])];
    }

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static int Index(string id) => int.Parse(id, CultureInfo.InvariantCulture);
}
