namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>Lets findings follow their controls' switches, and keeps the switches, for as long as the server runs.</summary>
internal sealed class SwitchKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly LocalSecurityHub _hub;
    private readonly ControlSwitches _switches;
    private readonly PeriodicTimer _timer = new(Pause, TimeProvider.System);
    private readonly Task _work;

    public SwitchKeeper(LocalSecurityHub hub, LocalLandscape landscape, ControlSwitches switches)
    {
        (_hub, _switches) = (hub, switches);
        hub.OffSince = landscape.OffSince;
        _work = Task.Run(Work);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _work;
        _switches.Save();
    }

    private async Task Work()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            _switches.Save();
            _hub.FollowSwitches();
        }
    }
}
