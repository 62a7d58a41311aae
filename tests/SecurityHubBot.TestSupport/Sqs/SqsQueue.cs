using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>One queue of <see cref="LoopbackSqs"/>, with what tests look at and order.</summary>
#pragma warning disable CA1711 // SQS calls it a queue, though it is none in .NET's sense.
public sealed class SqsQueue
#pragma warning restore CA1711
{
    private const int DefaultMost = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<SqsMessage> _messages = [];
    private readonly Dictionary<string, string> _attributes;
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Random? _order;
    private int _twice;

    internal SqsQueue(string name, string url, JsonObject? attributes, TimeProvider time)
    {
        (Name, Url, _time) = (name, url, time);
        _attributes = new(StringComparer.Ordinal)
        {
            ["VisibilityTimeout"] = "30",
            ["DelaySeconds"] = "0",
            ["ReceiveMessageWaitTimeSeconds"] = "0",
            ["MaximumMessageSize"] = Text(DefaultMost),
            ["MessageRetentionPeriod"] = "345600",
            ["QueueArn"] = $"arn:aws:sqs:ap-northeast-1:{LoopbackSqs.Account}:{name}",
        };
        foreach (var (key, value) in attributes ?? [])
        {
            _attributes[key] = value!.ToString();
        }
    }

    public string Name { get; }

    public string Url { get; }

    /// <summary>How often each message has been delivered, those included that are gone.</summary>
    public Dictionary<string, int> Deliveries { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Bodies => Locked(() => _messages.Select(m => m.Body).ToList());

    public int Count => Locked(() => _messages.Count);

    public int InFlight => Locked(() => _messages.Count(m => m.IsInFlight(Now)));

    public int MostDeliveries => Locked(() => Deliveries.Values.DefaultIfEmpty().Max());

    internal string? DeadLetterArn => RedrivePolicy?["deadLetterTargetArn"]?.ToString();

    internal string Arn => _attributes["QueueArn"];

    private DateTimeOffset Now => _time.GetUtcNow();

    private JsonNode? RedrivePolicy => _attributes.TryGetValue("RedrivePolicy", out var policy) && policy.Length > 0 ? JsonNode.Parse(policy) : null;

    private int MaximumMessageSize => Number("MaximumMessageSize");

    /// <summary>Delivers so many of the next messages a second time at once, as a standard queue may.</summary>
    public void DeliverTwice(int messages) => Locked(() => _twice = messages);

    /// <summary>Delivers in any order, as a standard queue may.</summary>
    public void Shuffle(int seed) => Locked(() => _order = new Random(seed));

    public void Set(string attribute, string value) => Locked(() => _attributes[attribute] = value);

    /// <summary>Puts a message into it, as EventBridge does.</summary>
    public void Send(string body, string? traceHeader = null) => Add(body, traceHeader, delay: null);

    internal SqsMessage Add(string body, string? traceHeader, int? delay)
    {
        Check(body);
        return Locked(() =>
        {
            var message = new SqsMessage(body, traceHeader, Now, Now.AddSeconds(delay ?? Number("DelaySeconds")));
            _messages.Add(message);
            Changed();
            return message;
        });
    }

    internal async Task<IReadOnlyList<SqsMessage>> Receive(int most, int? visibility, int? wait, Action<SqsMessage> dead, CancellationToken cancelled)
    {
        var until = Now.AddSeconds(wait ?? Number("ReceiveMessageWaitTimeSeconds"));
        while (true)
        {
            var (received, changed, next) = Locked(() => (Take(most, visibility ?? Number("VisibilityTimeout"), dead), _changed.Task, Next()));
            if (received.Count > 0 || Now >= until)
            {
                return received;
            }

            var wake = next is { } due && due < until ? due : until;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            await Task.WhenAny(changed, Task.Delay(Max(wake - Now), _time, either.Token));
            await either.CancelAsync();
            cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <summary>With a handle of an older delivery it says yes and does nothing, as SQS does.</summary>
    internal void Delete(string handle) => Locked(() => _messages.Remove(Find(handle, strict: false)!));

    internal void Hide(string handle, int seconds)
    {
        if (seconds is < 0 or > 43_200)
        {
            throw SqsError.Invalid($"Value {seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.");
        }

        Locked(() =>
        {
            Find(handle, strict: true)!.Hide(Now, seconds);
            Changed();
            return 0;
        });
    }

    internal void Bury(SqsMessage message) => Locked(() =>
    {
        message.Move(Now);
        _messages.Add(message);
        Changed();
        return 0;
    });

    internal JsonObject Attributes(IReadOnlyCollection<string> names)
    {
        var all = Locked(() => new Dictionary<string, string>(_attributes, StringComparer.Ordinal)
        {
            ["ApproximateNumberOfMessages"] = Text(_messages.Count(m => m.VisibleAt <= Now)),
            ["ApproximateNumberOfMessagesNotVisible"] = Text(_messages.Count(m => m.IsInFlight(Now))),
            ["ApproximateNumberOfMessagesDelayed"] = Text(_messages.Count(m => !m.IsInFlight(Now) && m.VisibleAt > Now)),
        });
        return new JsonObject(all.Where(a => names.Contains("All") || names.Contains(a.Key)).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
    }

    private List<SqsMessage> Take(int most, int visibility, Action<SqsMessage> dead)
    {
        var kept = Now.AddSeconds(-Number("MessageRetentionPeriod"));
        _messages.RemoveAll(m => m.SentAt < kept);
        var visible = _messages.Where(m => m.VisibleAt <= Now).ToList();
        if (_order is not null)
        {
            _order.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(visible));
        }

        var limit = RedrivePolicy?["maxReceiveCount"]?.ToString() is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : int.MaxValue;
        foreach (var spent in visible.Where(m => m.Receives >= limit))
        {
            _messages.Remove(spent);
            dead(spent);
        }

        var received = visible.Where(m => m.Receives < limit).Take(most).ToList();
        received.ForEach(m => Deliver(m, visibility));
        return received;
    }

    private void Deliver(SqsMessage message, int visibility)
    {
        message.Receive(Now, visibility);
        Deliveries[message.Id] = Deliveries.GetValueOrDefault(message.Id) + 1;
        if (_twice > 0)
        {
            _twice--;
            message.Reappear(Now);
        }
    }

    private SqsMessage? Find(string handle, bool strict)
    {
        var id = IdOf(handle);
        var message = _messages.FirstOrDefault(m => m.Id == id);
        if (strict && message is null)
        {
            throw SqsError.Invalid($"Value {handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.");
        }

        return message?.Handle == handle ? message : strict ? throw SqsError.NotInFlight() : null;
    }

    private static string IdOf(string handle)
    {
        var bytes = new byte[handle.Length];
        return Convert.TryFromBase64String(handle, bytes, out var length) && Encoding.ASCII.GetString(bytes, 0, length).Split(' ') is [var id, _, _]
            ? id
            : throw SqsError.Handle(handle);
    }

    private void Check(string body)
    {
        if (body.Length == 0)
        {
            throw new SqsError("MissingParameter", "The request must contain the parameter MessageBody.");
        }

        if (Encoding.UTF8.GetByteCount(body) > MaximumMessageSize)
        {
            throw SqsError.Invalid($"One or more parameters are invalid. Reason: Message must be shorter than {MaximumMessageSize} bytes.");
        }

        if (!body.EnumerateRunes().All(r => r.Value is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFC) or 0xFFFD or >= 0x10000))
        {
            throw new SqsError("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.");
        }
    }

    private DateTimeOffset? Next() => _messages.Where(m => m.VisibleAt > Now).Select(m => (DateTimeOffset?)m.VisibleAt).Min();

    private void Changed()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private int Number(string attribute) => int.Parse(_attributes[attribute], CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static TimeSpan Max(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(1);
}
