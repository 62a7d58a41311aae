using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>What SQS does, whichever protocol it is asked in: a request and its answer as the JSON protocol has them.</summary>
/// <remarks>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html</remarks>
internal sealed class SqsActions(ConcurrentDictionary<string, SqsQueue> queues, Func<string, JsonObject?, SqsQueue> create)
{
    private const int MostEntries = 10;
    private const int MostBytes = 1024 * 1024;

    public async Task<JsonObject> Do(string action, JsonObject request, CancellationToken cancelled) => action switch
    {
        "CreateQueue" => new JsonObject { ["QueueUrl"] = create(Text(request, "QueueName"), request["Attributes"] as JsonObject).Url },
        "GetQueueUrl" => new JsonObject { ["QueueUrl"] = (queues.GetValueOrDefault(Text(request, "QueueName")) ?? throw SqsError.NoQueue()).Url },
        "GetQueueAttributes" => new JsonObject { ["Attributes"] = Queue(request).Attributes([.. Strings(request, "AttributeNames")]) },
        "SendMessage" => Sent(Send(Queue(request), request)),
        "SendMessageBatch" => SendBatch(Queue(request), request),
        "ReceiveMessage" => await Receive(Queue(request), request, cancelled),
        "DeleteMessage" => Nothing(() => Queue(request).Delete(Text(request, "ReceiptHandle"))),
        "DeleteMessageBatch" => Batch(request, e => Nothing(() => Queue(request).Delete(Text(e, "ReceiptHandle")))),
        "ChangeMessageVisibility" => Nothing(() => Hide(Queue(request), request)),
        "ChangeMessageVisibilityBatch" => Batch(request, e => Nothing(() => Hide(Queue(request), e))),
        _ => throw new SqsError("InvalidAction", $"The action {action} is not valid for this endpoint."),
    };

    /// <summary>How many messages a call is about.</summary>
    public static int Size(JsonObject request) => (request["Entries"] as JsonArray)?.Count ?? 1;

    private async Task<JsonObject> Receive(SqsQueue queue, JsonObject request, CancellationToken cancelled)
    {
        var most = Number(request, "MaxNumberOfMessages") ?? 1;
        var wait = Number(request, "WaitTimeSeconds");
        if (most is < 1 or > MostEntries || wait is < 0 or > 20)
        {
            throw SqsError.Invalid("Value for parameter MaxNumberOfMessages (1 to 10) or WaitTimeSeconds (0 to 20) is invalid.");
        }

        var messages = await queue.Receive(most, Number(request, "VisibilityTimeout"), wait, m => Dead(queue)?.Bury(m), cancelled);
        string[] names = [.. Strings(request, "AttributeNames"), .. Strings(request, "MessageSystemAttributeNames")];
        // SQS leaves the list out when it is empty.
        return messages.Count == 0 ? [] : new JsonObject { ["Messages"] = new JsonArray([.. messages.Select(m => Received(m, names))]) };
    }

    private SqsQueue? Dead(SqsQueue queue) => queues.Values.FirstOrDefault(q => q.Arn == queue.DeadLetterArn);

    private static JsonObject Received(SqsMessage message, string[] names)
    {
        var json = new JsonObject { ["MessageId"] = message.Id, ["ReceiptHandle"] = message.Handle, ["MD5OfBody"] = message.Md5, ["Body"] = message.Body };
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SenderId"] = "AROAEXAMPLE:events",
            ["SentTimestamp"] = Millis(message.SentAt),
            ["ApproximateReceiveCount"] = message.Receives.ToString(CultureInfo.InvariantCulture),
            ["ApproximateFirstReceiveTimestamp"] = Millis(message.FirstReceivedAt!.Value),
            ["AWSTraceHeader"] = message.TraceHeader,
        };
        var asked = all.Where(a => a.Value is not null && (names.Contains("All") || names.Contains(a.Key))).ToList();
        if (asked.Count > 0)
        {
            json["Attributes"] = new JsonObject(asked.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        }

        return json;
    }

    private static SqsMessage Send(SqsQueue queue, JsonObject request) =>
        queue.Add(Text(request, "MessageBody"), request["MessageSystemAttributes"]?["AWSTraceHeader"]?["StringValue"]?.ToString(), Number(request, "DelaySeconds"));

    private static JsonObject SendBatch(SqsQueue queue, JsonObject request)
    {
        if (Entries(request).Sum(e => Encoding.UTF8.GetByteCount(e["MessageBody"]?.ToString() ?? "")) > MostBytes)
        {
            throw new SqsError("BatchRequestTooLong", $"Batch requests cannot be longer than {MostBytes} bytes.", queryCode: "AWS.SimpleQueueService.BatchRequestTooLong");
        }

        return Batch(request, e => Sent(Send(queue, e)));
    }

    private static JsonObject Sent(SqsMessage message) => new() { ["MessageId"] = message.Id, ["MD5OfMessageBody"] = message.Md5 };

    private static void Hide(SqsQueue queue, JsonObject request) =>
        queue.Hide(Text(request, "ReceiptHandle"), Number(request, "VisibilityTimeout") ?? throw new SqsError("MissingParameter", "The request must contain the parameter VisibilityTimeout."));

    private static JsonObject Batch(JsonObject request, Func<JsonObject, JsonObject> each)
    {
        var (good, bad) = (new JsonArray(), new JsonArray());
        foreach (var entry in Entries(request))
        {
            var id = Text(entry, "Id");
            try
            {
                var answer = each(entry);
                answer["Id"] = id;
                good.Add((JsonNode)answer);
            }
            catch (SqsError error)
            {
                bad.Add((JsonNode)new JsonObject { ["Id"] = id, ["SenderFault"] = error.Status < 500, ["Code"] = error.Name, ["Message"] = error.Message });
            }
        }

        return new JsonObject { ["Successful"] = good, ["Failed"] = bad };
    }

    private static List<JsonObject> Entries(JsonObject request)
    {
        var entries = (request["Entries"] as JsonArray)?.Select(e => e!.AsObject()).ToList() ?? [];
        var problem = entries.Count switch
        {
            0 => "EmptyBatchRequest",
            > MostEntries => "TooManyEntriesInBatchRequest",
            _ when entries.DistinctBy(e => Text(e, "Id")).Count() < entries.Count => "BatchEntryIdsNotDistinct",
            _ => null,
        };
        return problem is null ? entries : throw new SqsError(problem, "The batch is not one.", queryCode: $"AWS.SimpleQueueService.{problem}");
    }

    private SqsQueue Queue(JsonObject request) => queues.GetValueOrDefault(Text(request, "QueueUrl").Split('/')[^1]) ?? throw SqsError.NoQueue();

    private static JsonObject Nothing(Action work)
    {
        work();
        return [];
    }

    private static string Text(JsonObject json, string name) =>
        json[name]?.ToString() is { Length: > 0 } text ? text : throw new SqsError("MissingParameter", $"The request must contain the parameter {name}.");

    private static int? Number(JsonObject json, string name) => json[name] is { } value ? int.Parse(value.ToString(), CultureInfo.InvariantCulture) : null;

    private static IEnumerable<string> Strings(JsonObject json, string name) => (json[name] as JsonArray)?.Select(v => v!.ToString()) ?? [];

    private static string Millis(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
