namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>A way in which a call to Slack goes wrong.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>HTTP 429 with <c>Retry-After</c>; the call is not done.</summary>
    public sealed record RateLimited(TimeSpan RetryAfter) : Fault;

    /// <summary>HTTP 500 with a page for people; the call is not done.</summary>
    public sealed record ServerError : Fault;

    /// <summary>No answer until the client gives up; the call is not done.</summary>
    public sealed record Timeout : Fault;

    /// <summary>The call is done, but the connection breaks before the answer.</summary>
    public sealed record AnswerLost : Fault;

    /// <summary>The call is done, but no answer comes until the client gives up.</summary>
    public sealed record AnswerHeld : Fault;

    /// <summary>HTTP 200 with <c>ok: false</c>; the call is not done.</summary>
    public sealed record Refusal(string Code) : Fault;
}

/// <summary>The faults waiting for the next calls, per method. <c>response_url</c> stands for posts to a response URL, <c>*</c> for any method.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Fault>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Lets the next <paramref name="count"/> calls of a method go wrong, after those already planned.</summary>
    public void Next(string method, Fault fault, int count = 1)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(method, out var queue))
            {
                _waiting[method] = queue = new Queue<Fault>();
            }

            for (var i = 0; i < count; i++)
            {
                queue.Enqueue(fault);
            }
        }
    }

    public void Clear(string? method = null)
    {
        lock (_gate)
        {
            if (method is null)
                _waiting.Clear();
            else
                _waiting.Remove(method);
        }
    }

    public int Waiting(string method)
    {
        lock (_gate)
        {
            return _waiting.TryGetValue(method, out var queue) ? queue.Count : 0;
        }
    }

    internal Fault? Take(string method)
    {
        lock (_gate)
        {
            return Dequeue(method) ?? Dequeue("*");
        }
    }

    private Fault? Dequeue(string method) =>
        _waiting.TryGetValue(method, out var queue) && queue.TryDequeue(out var fault) ? fault : null;
}
