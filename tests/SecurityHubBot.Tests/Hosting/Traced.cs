using System.Diagnostics;
using SecurityHubBot.Tests.Integration;

namespace SecurityHubBot.Tests.Hosting;

/// <summary>Events sent as part of a trace of the test's own, by which its spans are told from those of other tests in this process.</summary>
internal static class Traced
{
    public static async Task Accept(TestBot bot, byte[] body, ActivityTraceId trace)
    {
        using var caller = new Activity("a test").SetParentId(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        await bot.Accept(body);
    }
}
