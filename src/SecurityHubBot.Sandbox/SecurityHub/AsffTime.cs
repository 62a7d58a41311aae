using System.Globalization;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>Times as ASFF and EventBridge write them.</summary>
internal static class AsffTime
{
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>EventBridge's own <c>time</c> has no fraction.</summary>
    public static string FormatSeconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Now, cut to the millisecond that ASFF can hold, so that what is stored equals what is sent.</summary>
    public static DateTimeOffset AsffNow(this TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
