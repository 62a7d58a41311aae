namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>A way in which a call to AWS goes wrong.</summary>
public abstract record AwsFault
{
    private AwsFault()
    {
    }

    /// <summary>Refused with a code and status of the caller's choice; the call is not done.</summary>
    public sealed record Error(string Code, int Status, string Message = "Ordered by a test.") : AwsFault;

    /// <summary>A load balancer's page without any code; the call is not done.</summary>
    public sealed record Page(int Status) : AwsFault;

    /// <summary>The connection breaks before anything is done.</summary>
    public sealed record Cut : AwsFault;

    /// <summary>The call is done, and the connection breaks before the answer.</summary>
    public sealed record AnswerLost : AwsFault;

    /// <summary>The call is done, and the answer does not come for as long as the caller waits.</summary>
    public sealed record AnswerHeld : AwsFault;

    /// <summary>Nothing is done and nothing is answered for as long as the caller waits.</summary>
    public sealed record Held : AwsFault;

    /// <summary>The first so many items of a batch stay undone with this code; the others are done.</summary>
    public sealed record Partial(string Code, int Items = 1) : AwsFault;

    public static AwsFault Throttled => new Error("ThrottlingException", StatusCodes.Status429TooManyRequests, "Rate exceeded");

    public static AwsFault LimitExceeded => new Error("LimitExceededException", StatusCodes.Status429TooManyRequests, "Rate exceeded");

    public static AwsFault Internal => new Error("InternalException", StatusCodes.Status500InternalServerError, "Internal server error.");

    public static AwsFault ExpiredToken => new Error("ExpiredTokenException", StatusCodes.Status403Forbidden, "The security token included in the request is expired");
}

/// <summary>The faults that wait for the next calls, by operation; <c>*</c> stands for any.</summary>
public sealed class AwsFaults
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];

    /// <summary>Lets the next calls go wrong, after those already planned.</summary>
    /// <param name="accountId">Only calls of this account; null for any.</param>
    /// <param name="region">Only calls to this Region; null for any.</param>
    public void Next(string operation, AwsFault fault, int count = 1, string? accountId = null, string? region = null)
    {
        lock (_gate)
        {
            _waiting.Add(new Waiting(operation, accountId, region, fault) { Left = count });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _waiting.Clear();
        }
    }

    internal AwsFault? Take(string operation, string accountId, string region)
    {
        lock (_gate)
        {
            var found = _waiting.Find(w =>
                (w.Operation == "*" || w.Operation == operation) && (w.AccountId ?? accountId) == accountId && (w.Region ?? region) == region);
            if (found is not null && --found.Left == 0)
            {
                _waiting.Remove(found);
            }

            return found?.Fault;
        }
    }

    private sealed record Waiting(string Operation, string? AccountId, string? Region, AwsFault Fault)
    {
        public int Left { get; set; }
    }
}
