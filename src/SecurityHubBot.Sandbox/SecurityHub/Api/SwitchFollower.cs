namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Lets findings follow their controls' switches for as long as the server runs.</summary>
internal sealed class SwitchFollower : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LocalSecurityHub _hub;
    private readonly PeriodicTimer _timer = new(Pause, TimeProvider.System);
    private readonly Task _work;

    public SwitchFollower(LocalSecurityHub hub, LocalLandscape landscape)
    {
        _hub = hub;
        hub.OffSince = landscape.OffSince;
        _work = Task.Run(Work);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _work;
    }

    private async Task Work()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            _hub.FollowSwitches();
        }
    }
}
