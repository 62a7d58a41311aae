namespace SecurityHubBot.Persistence;

/// <summary>Instants as the database keeps them: microseconds since 1970-01-01T00:00Z, the finest step both databases and AWS share.</summary>
internal static class Micros
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public static long From(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TicksPerMicrosecond;

    public static long? From(DateTimeOffset? at) => at is { } value ? From(value) : null;

    public static DateTimeOffset ToTime(long micros) => new(DateTimeOffset.UnixEpoch.UtcTicks + (micros * TicksPerMicrosecond), TimeSpan.Zero);

    public static DateTimeOffset? ToTime(long? micros) => micros is { } value ? ToTime(value) : null;
}
