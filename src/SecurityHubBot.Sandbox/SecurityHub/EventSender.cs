using System.Text;
using System.Threading.Channels;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>
/// Brings events to the bot as EventBridge does: several at a time, again and again with growing pauses while the bot is away or
/// says 5xx or 429, and never a finding's newer event before its older one.
/// </summary>
internal sealed partial class EventSender(AwsCornerOptions options, BotIntake intake, TimeProvider time, ILogger<EventSender> logger) : BackgroundService
{
    private const int RefusalsKept = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Outbound>> _byFinding = [];
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>();
    private readonly Queue<RefusedEvent> _refused = [];
    private int _waiting;
    private long _sent;
    private long _failed;
    private long _lost;
    private string? _lastProblem;

    public SenderState State
    {
        get
        {
            lock (_lock)
            {
                return new SenderState(_waiting, _sent, _failed, _lastProblem, [.. _refused.Reverse()], IsLosing, _lost);
            }
        }
    }

    /// <summary>Events get lost on the way, as when a rule is switched off: nobody sends them again, and the bot never hears of them.</summary>
    public bool IsLosing { get; set; }

    public bool HasRoom(int events)
    {
        lock (_lock)
        {
            return _waiting + events <= options.QueueLimit;
        }
    }

    /// <summary>Takes the event; the task ends when the bot has taken it, or will not.</summary>
    /// <param name="finding">The finding's id: its events stay in order.</param>
    /// <param name="what">A few words for the page, should it be refused.</param>
    public Task<DeliveryOutcome> Enqueue(string finding, string what, string json)
    {
        var outbound = new Outbound(what, Encoding.UTF8.GetBytes(json), time.GetUtcNow());
        lock (_lock)
        {
            if (IsLosing)
            {
                _lost++;
                return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Lost());
            }

            _waiting++;
            if (_byFinding.TryGetValue(finding, out var queue))
            {
                queue.Enqueue(outbound);
            }
            else
            {
                _byFinding[finding] = new Queue<Outbound>([outbound]);
                _ready.Writer.TryWrite(finding);
            }
        }

        return outbound.Done.Task;
    }

    /// <summary>Forgets every event that waits.</summary>
    public void Clear()
    {
        List<Outbound> forgotten;
        lock (_lock)
        {
            forgotten = [.. _byFinding.Values.SelectMany(q => q)];
            _byFinding.Clear();
            _refused.Clear();
            _waiting = 0;
            _lastProblem = null;
        }

        forgotten.ForEach(f => f.Done.TrySetResult(new DeliveryOutcome.Abandoned()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Work(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not delivered is marked so in the state, and leaves again at the next start.
        }
        finally
        {
            Clear();
        }
    }

    private async Task Work(CancellationToken stopping)
    {
        await foreach (var finding in _ready.Reader.ReadAllAsync(stopping))
        {
            if (Head(finding) is not { } outbound)
            {
                continue;
            }

            var (outcome, pause) = await Attempt(outbound, stopping);
            if (outcome is not null)
            {
                Finish(finding, outbound, outcome);
            }
            else
            {
                _ = TryAgain(finding, pause, stopping);
            }
        }
    }

    private Outbound? Head(string finding)
    {
        lock (_lock)
        {
            return _byFinding.TryGetValue(finding, out var queue) ? queue.Peek() : null;
        }
    }

    /// <summary>An outcome, or null and how long to wait before the next attempt.</summary>
    private async Task<(DeliveryOutcome? Outcome, TimeSpan Pause)> Attempt(Outbound outbound, CancellationToken stopping)
    {
        outbound.Attempts++;
        string problem;
        TimeSpan? retryAfter = null;
        try
        {
            (var answer, retryAfter) = await intake.Post(outbound.Json, stopping);
            if (answer.Status is >= 200 and < 300)
            {
                return (new DeliveryOutcome.Accepted(answer.Status), default);
            }

            if (answer.Status is not (408 or 429 or >= 500))
            {
                return (new DeliveryOutcome.Refused(answer.Status, answer.Body), default);
            }

            problem = $"The bot answered {answer.Status}.";
        }
        catch (HttpRequestException e)
        {
            problem = $"The bot does not answer at {options.BotUrl}: {e.HttpRequestError}.";
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            problem = $"The bot did not answer within {options.AttemptTimeout.TotalSeconds:0.#} s.";
        }

        lock (_lock)
        {
            _lastProblem = problem;
        }

        if (outbound.Attempts >= options.MaxAttempts || time.GetUtcNow() - outbound.At >= options.MaxAge)
        {
            return (new DeliveryOutcome.GivenUp($"{problem} Given up after {outbound.Attempts} attempts."), default);
        }

        return (null, Pause(outbound.Attempts, retryAfter));
    }

    /// <summary>Doubling pauses with up to a quarter of jitter; a longer <c>Retry-After</c> is kept to.</summary>
    private TimeSpan Pause(int attempts, TimeSpan? retryAfter)
    {
        var doubled = options.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 20));
        var backoff = (doubled < options.LongestRetry ? doubled : options.LongestRetry) * (1 - (Random.Shared.NextDouble() / 4));
        var asked = retryAfter < TimeSpan.FromMinutes(1) ? retryAfter.Value : TimeSpan.Zero;
        return asked > backoff ? asked : backoff;
    }

    private async Task TryAgain(string finding, TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, time, stopping);
            _ready.Writer.TryWrite(finding);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the event is still marked as not delivered.
        }
    }

    private void Finish(string finding, Outbound outbound, DeliveryOutcome outcome)
    {
        lock (_lock)
        {
            // The queue may have been cleared meanwhile, and even filled again.
            if (_byFinding.TryGetValue(finding, out var queue) && ReferenceEquals(queue.Peek(), outbound))
            {
                queue.Dequeue();
                _waiting--;
                if (queue.Count > 0)
                {
                    _ready.Writer.TryWrite(finding);
                }
                else
                {
                    _byFinding.Remove(finding);
                }
            }

            Count(outbound, outcome);
        }

        outbound.Done.TrySetResult(outcome);
    }

    private void Count(Outbound outbound, DeliveryOutcome outcome)
    {
        if (outcome is DeliveryOutcome.Accepted)
        {
            _sent++;
            _lastProblem = _waiting == 0 ? null : _lastProblem;
            return;
        }

        _failed++;
        var refusal = outcome switch
        {
            DeliveryOutcome.Refused refused => new RefusedEvent(time.GetUtcNow(), outbound.What, refused.Status, refused.Body),
            DeliveryOutcome.GivenUp givenUp => new RefusedEvent(time.GetUtcNow(), outbound.What, null, givenUp.Reason),
            _ => null,
        };
        if (refusal is null)
        {
            return;
        }

        Log.Failed(logger, refusal.Status, outbound.Attempts);
        _refused.Enqueue(refusal);
        while (_refused.Count > RefusalsKept)
        {
            _refused.Dequeue();
        }
    }

    private sealed record Outbound(string What, byte[] Json, DateTimeOffset At)
    {
        public int Attempts { get; set; }

        public TaskCompletionSource<DeliveryOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The bot did not take an event: status {Status} after {Attempts} attempts")]
        public static partial void Failed(ILogger logger, int? status, int attempts);
    }
}
