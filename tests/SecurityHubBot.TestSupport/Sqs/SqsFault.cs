using System.Collections.Concurrent;

namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>Something that goes wrong with a call on order.</summary>
public abstract record SqsFault
{
    private SqsFault()
    {
    }

    /// <summary>500, and nothing is done.</summary>
    public sealed record ServerError : SqsFault;

    public sealed record Throttled : SqsFault;

    public sealed record AccessDenied : SqsFault;

    public sealed record ExpiredCredentials : SqsFault;

    public sealed record QueueMissing : SqsFault;

    public sealed record KeyDenied : SqsFault;

    /// <summary>It is done, and the connection breaks before the answer.</summary>
    public sealed record AnswerLost : SqsFault;

    /// <summary>Nothing is done and nothing answered for as long as the client waits.</summary>
    public sealed record Held : SqsFault;

    internal SqsError? Error => this switch
    {
        ServerError => new SqsError("InternalError", "We encountered an internal error. Please try again.", 500),
        Throttled => new SqsError("RequestThrottled", "The request was denied due to request throttling.", 400),
        AccessDenied => new SqsError("AccessDeniedException", "User is not authorized to perform this action on the resource.", 403, "AccessDenied"),
        ExpiredCredentials => new SqsError("ExpiredTokenException", "The security token included in the request is expired.", 403, "ExpiredToken"),
        QueueMissing => SqsError.NoQueue(),
        KeyDenied => new SqsError("KmsAccessDenied", "The ciphertext refers to a customer master key that you may not use.", 400, "KMS.AccessDeniedException"),
        _ => null,
    };
}

/// <summary>The faults that are waiting for their calls.</summary>
public sealed class SqsFaults
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SqsFault>> _next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SqsFault> _always = new(StringComparer.Ordinal);

    /// <param name="action">Such as <c>ReceiveMessage</c>.</param>
    public void Next(string action, SqsFault fault, int count = 1)
    {
        var queue = _next.GetOrAdd(action, _ => new());
        for (var i = 0; i < count; i++)
        {
            queue.Enqueue(fault);
        }
    }

    /// <summary>Until <see cref="Clear"/>.</summary>
    public void Always(string action, SqsFault fault) => _always[action] = fault;

    public void Clear() => _always.Clear();

    internal SqsFault? Take(string action) =>
        _next.TryGetValue(action, out var queue) && queue.TryDequeue(out var fault) ? fault : _always.GetValueOrDefault(action);
}
