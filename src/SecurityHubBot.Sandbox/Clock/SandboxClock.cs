using System.Globalization;

namespace SecurityHubBot.Sandbox.Clock;

/// <summary>
/// The one clock of the sandbox: the system's, put forward by what people have asked for. It never goes back, and a restart finds
/// it where it was. Timers run in real time: what waits a second waits a second.
/// </summary>
internal sealed class SandboxClock : TimeProvider
{
    private readonly string _file;
    private long _ahead;

    private SandboxClock(string file, TimeSpan ahead) => (_file, _ahead) = (file, ahead.Ticks);

    /// <exception cref="SandboxStartException">The file holds something else.</exception>
    public static SandboxClock In(string file)
    {
        if (!File.Exists(file))
        {
            return new SandboxClock(file, TimeSpan.Zero);
        }

        return TimeSpan.TryParseExact(File.ReadAllText(file).Trim(), "c", CultureInfo.InvariantCulture, out var ahead) && ahead >= TimeSpan.Zero
            ? new SandboxClock(file, ahead)
            : throw new SandboxStartException($"{file} does not say how far the clock was put forward, such as 7.00:00:00: delete it, or begin again with --reset.");
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Makes it this time, where it is not that late already. One caller at a time.</summary>
    public void PutForwardTo(DateTimeOffset at)
    {
        var ahead = at - base.GetUtcNow();
        if (ahead.Ticks <= Volatile.Read(ref _ahead))
        {
            return;
        }

        // Kept first: what happens at the new time must not be met again by a clock that has gone back.
        WholeFile.Write(_file, ahead.ToString("c", CultureInfo.InvariantCulture));
        Volatile.Write(ref _ahead, ahead.Ticks);
    }
}
