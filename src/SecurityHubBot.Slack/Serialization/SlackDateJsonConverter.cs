using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecurityHubBot.Slack.Serialization;

/// <summary>Slack's dates without time: <c>yyyy-MM-dd</c>.</summary>
internal sealed class SlackDateJsonConverter : JsonConverter<DateOnly>
{
    private const string Format = "yyyy-MM-dd";

    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && DateOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new JsonException("A date from Slack should be a string such as 2026-01-31.");

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
