using System.Globalization;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// ASFF's timestamps: <c>2025-05-30T03:30:32.781Z</c>, up to nine digits of a fraction, <c>Z</c> or an offset of up to eighteen
/// hours written <c>+09:00</c> or <c>+0900</c> (more than <see cref="DateTimeOffset"/> can hold, so they are computed here).
/// </summary>
internal static class AsffTime
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";
    private const int SecondsLength = 19;
    private const int MaxOffsetHours = 18;

    /// <summary>UTC, cut to microseconds: what PostgreSQL keeps, so that a stored time compares equal to the one read again.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length <= SecondsLength
            || !DateTime.TryParseExact(text.AsSpan(0, SecondsLength), Seconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text.AsSpan(SecondsLength);
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + fraction - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > 9)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in rest.Slice(1, digits))
        {
            ticks += (digit - '0') * unit;
            unit /= 10;
        }

        rest = rest[(1 + digits)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = default;
        if (rest is "Z" or "z")
        {
            return true;
        }

        var colon = rest is [_, _, _, ':', _, _];
        if ((!colon && rest.Length != 5) || rest[0] is not ('+' or '-')
            || !int.TryParse(rest.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(rest[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > MaxOffsetHours || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}
