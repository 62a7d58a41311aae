using Microsoft.Extensions.Time.Testing;

namespace SecurityHubBot.Slack.Tests.Support;

internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static async Task Until(Func<bool> condition, string what)
    {
        var deadline = DateTime.UtcNow + Longest;
        while (!condition())
        {
            if (DateTime.UtcNow > deadline)
                throw new TimeoutException($"Waited in vain for: {what}");
            await Task.Delay(10);
        }
    }

    /// <summary>For what ends although no time passes: a broken limiter then fails the test and does not hang it.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Longest);

    /// <summary>Lets the fake clock run until the task has ended; the time in between is what the task saw.</summary>
    public static async Task<T> Running<T>(this FakeTimeProvider clock, Task<T> task)
    {
        var deadline = DateTime.UtcNow + Longest;
        while (!task.IsCompleted)
        {
            if (DateTime.UtcNow > deadline)
                throw new TimeoutException("The task does not end, however much time passes.");
            await Task.WhenAny(task, Task.Delay(15));
            if (!task.IsCompleted)
                clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        return await task;
    }

    /// <summary>For what must not happen: long enough for it to show, short enough to wait for.</summary>
    public static Task AMoment() => Task.Delay(150);
}
