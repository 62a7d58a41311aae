using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Slack;

/// <summary>
/// A message's <c>ts</c>: its identity inside a channel and the time it was posted, as seconds and microseconds,
/// <c>1700000000.000100</c>. Always printed with six digits, because Slack compares it as text.
/// Source: "Retrieving messages", docs.slack.dev.
/// </summary>
[JsonConverter(typeof(SlackTimestampJsonConverter))]
public readonly record struct SlackTimestamp : IComparable<SlackTimestamp>
{
    private const int MicrosecondsPerSecond = 1_000_000;
    private const int FractionDigits = 6;
    private const int MaxSecondsDigits = 11;

    private readonly long _microseconds;

    private SlackTimestamp(long microseconds) => _microseconds = microseconds;

    /// <exception cref="FormatException">Not digits, a point and six digits.</exception>
    public static SlackTimestamp Parse(string text) =>
        TryParse(text, out var timestamp) ? timestamp : throw new FormatException("A Slack timestamp looks like 1700000000.000100.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SlackTimestamp timestamp)
    {
        timestamp = default;
        if (text is null)
            return false;

        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point is < 1 or > MaxSecondsDigits || text.Length - point - 1 != FractionDigits)
            return false;
        if (!long.TryParse(text.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var fraction))
            return false;

        timestamp = new SlackTimestamp((seconds * MicrosecondsPerSecond) + fraction);
        return string.Equals(timestamp.ToString(), text, StringComparison.Ordinal);
    }

    public static SlackTimestamp FromDateTimeOffset(DateTimeOffset time) =>
        new((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(_microseconds * TimeSpan.TicksPerMicrosecond);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_microseconds / MicrosecondsPerSecond}.{_microseconds % MicrosecondsPerSecond:D6}");

    public int CompareTo(SlackTimestamp other) => _microseconds.CompareTo(other._microseconds);

    public static bool operator <(SlackTimestamp left, SlackTimestamp right) => left.CompareTo(right) < 0;

    public static bool operator >(SlackTimestamp left, SlackTimestamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(SlackTimestamp left, SlackTimestamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SlackTimestamp left, SlackTimestamp right) => left.CompareTo(right) >= 0;
}

internal sealed class SlackTimestampJsonConverter : JsonConverter<SlackTimestamp>
{
    public override SlackTimestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && SlackTimestamp.TryParse(reader.GetString(), out var timestamp)
            ? timestamp
            : throw new JsonException("A Slack timestamp should be a string such as 1700000000.000100.");

    public override void Write(Utf8JsonWriter writer, SlackTimestamp value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
