namespace SecurityHubBot.Controls;

/// <summary>
/// Reads everything once for all who ask this instance at the same time: a large organisation takes minutes, and two at once would
/// only share AWS's rates. Ends when the bot does, whoever still waits.
/// </summary>
internal sealed class SharedPlanner(ControlPlanner planner, WantedControls wanted, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Reading? _current;

    /// <summary>When the plan that is being made now was begun; null when none is.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_lock)
            {
                return _current?.Since;
            }
        }
    }

    /// <param name="cancellationToken">Only whoever asks stops waiting; others may wait for the same.</param>
    public async Task<ControlPlan> Make(CancellationToken cancellationToken)
    {
        var (reading, isJoined) = Join();
        if (!isJoined)
        {
            return await reading.Plan.WaitAsync(cancellationToken);
        }

        // What somebody else had begun may be of policies that have changed since; what begins from now on is not.
        var asked = await wanted.Read(cancellationToken);
        var plan = await reading.Plan.WaitAsync(cancellationToken);
        return plan.Wanted == asked.Fingerprint(plan.Regions.Select(r => r.Account)) ? plan : await Join().Reading.Plan.WaitAsync(cancellationToken);
    }

    private (Reading Reading, bool IsJoined) Join()
    {
        lock (_lock)
        {
            if (_current is { } current)
            {
                return (current, true);
            }

            var begun = new Reading(time.GetUtcNow());
            _current = begun;
            _ = Task.Run(() => Read(begun), CancellationToken.None);
            return (begun, false);
        }
    }

    private async Task Read(Reading reading)
    {
        ControlPlan? plan = null;
        Exception? failure = null;
        try
        {
            plan = await planner.Make(lifetime.ApplicationStopping);
        }
#pragma warning disable CA1031 // It is told to everybody who waits for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        // Before anybody hears of it, so that whoever asks again gets another one.
        lock (_lock)
        {
            _current = null;
        }

        reading.End(plan, failure);
    }

    private sealed class Reading(DateTimeOffset since)
    {
        private readonly TaskCompletionSource<ControlPlan> _plan = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public DateTimeOffset Since => since;

        public Task<ControlPlan> Plan => _plan.Task;

        public void End(ControlPlan? plan, Exception? failure)
        {
            if (plan is not null)
            {
                _plan.SetResult(plan);
            }
            else
            {
                _plan.SetException(failure!);
            }
        }
    }
}
