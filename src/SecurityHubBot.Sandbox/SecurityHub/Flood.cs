using System.Threading.Channels;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>How far a flood has come; counted in resources that begin to fail.</summary>
public sealed record FloodProgress(bool Running, int Total, int Sent, int Failed);

/// <summary>Lets many resources of many controls fail at once, in one account or in all.</summary>
public sealed class Flood : BackgroundService
{
    public const int MaxCount = 20_000;

    private static readonly IReadOnlyList<SecurityControl> Mix = [.. SecurityControls.All.Where(c => !c.ChecksTheAccount && !c.IsThreat)];

    private readonly LocalSecurityHub _hub;
    private readonly TimeProvider _time;
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();
    private readonly Lock _lock = new();
    private FloodProgress? _progress;

    internal Flood(LocalSecurityHub hub, TimeProvider time)
    {
        _hub = hub;
        _time = time;
    }

    /// <summary>Called at every step, on a pool thread; the page's live stream hangs here.</summary>
    public Action<FloodProgress>? OnProgress { get; set; }

    public FloodProgress? Progress
    {
        get
        {
            lock (_lock)
            {
                return _progress;
            }
        }
    }

    /// <param name="channels"><c>spread</c> over all accounts, or <c>one</c>.</param>
    public void Start(int? count, string? channels, string? accountId)
    {
        if (count is not (>= 1 and <= MaxCount))
        {
            throw new RequestException($"count must be between 1 and {MaxCount}.");
        }

        var accounts = Accounts(channels, accountId);
        lock (_lock)
        {
            if (_progress is { Running: true })
            {
                throw new RequestException("A flood is running; wait until it is over.", StatusCodes.Status409Conflict);
            }

            _progress = new FloodProgress(Running: true, count.Value, 0, 0);
        }

        _orders.Writer.TryWrite(new Order(count.Value, accounts));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken))
            {
                await Run(order, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What has been made and not sent leaves at the next start.
        }
    }

    private List<OrganisationAccount> Accounts(string? channels, string? accountId)
    {
        var all = _hub.Organisation.Accounts.Where(a => a.InTable).ToList();
        return (channels ?? "spread", accountId) switch
        {
            ("spread", null or "") => all,
            ("spread", _) => throw new RequestException("account_id goes with channels \"one\" only."),
            ("one", null or "") => [all[0]],
            ("one", var id) => [_hub.Organisation.Find(id) ?? throw new RequestException($"There is no account {id} in this organisation.")],
            _ => throw new RequestException("channels must be \"spread\" or \"one\"."),
        };
    }

    private async Task Run(Order order, CancellationToken stopping)
    {
        var run = StableId.Hex(4, AsffTime.Format(_time.AsffNow()));
        var sends = new List<Task>(order.Count);
        for (var i = 0; i < order.Count; i++)
        {
            // Every account gets the whole mix: the control changes once all accounts have had the one before.
            var account = order.Accounts[i % order.Accounts.Count];
            var control = Mix[i / order.Accounts.Count % Mix.Count];
            var region = account.Regions[i / order.Accounts.Count % account.Regions.Count];
            var change = await Fail(account, region, control, $"flood-{run}-{i:00000}", stopping);
            sends.Add(Follow(change));
        }

        await Task.WhenAll(sends).WaitAsync(stopping);
        Step(p => p with { Running = false });
    }

    private async Task<Change> Fail(
        OrganisationAccount account, string region, SecurityControl control, string name, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return _hub.Fail(account.AccountId, region, control.Id, name);
            }
            catch (RequestException e) when (e.Status == StatusCodes.Status429TooManyRequests)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), _time, stopping);
            }
        }
    }

    private async Task Follow(Change change)
    {
        var outcome = await change.Delivered;
        Step(p => outcome is DeliveryOutcome.Accepted ? p with { Sent = p.Sent + 1 } : p with { Failed = p.Failed + 1 });
    }

    private void Step(Func<FloodProgress, FloodProgress> step)
    {
        FloodProgress next;
        lock (_lock)
        {
            next = _progress = step(_progress!);
        }

        OnProgress?.Invoke(next);
    }

    private sealed record Order(int Count, List<OrganisationAccount> Accounts);
}
