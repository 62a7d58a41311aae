using System.Text;
using System.Text.Json;

namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// Reads what an SQS message carries: an EventBridge event, or one in the envelope that SNS puts around it where raw message delivery
/// is off.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html</remarks>
public static class SnsEnvelope
{
    private const string InMessage = "In the Message of the SNS notification: ";

    public static EventReading Read(ReadOnlyMemory<byte> body)
    {
        if (!LooksLikeOne(body.Span))
        {
            return SecurityHubEventReader.Read(body);
        }

        using var document = JsonBody.TryParse(body, out var reason);
        return document is null ? Malformed(reason) : Open(document.RootElement);
    }

    private static EventReading Open(JsonElement root)
    {
        var fields = new FieldReader("$");
        var type = fields.Text(root, "", "Type", maxLength: 64, required: true);
        if (fields.Problem is not null)
        {
            return Malformed(fields.Problem);
        }

        if (type is "SubscriptionConfirmation" or "UnsubscribeConfirmation")
        {
            return Malformed($"The body is no event but SNS's {type}; confirm the subscription with the SubscribeURL in it.");
        }

        if (type != "Notification")
        {
            return Malformed("$.Type must be Notification in what SNS sends.");
        }

        return root.GetProperty("Message") is { ValueKind: JsonValueKind.String } message
            ? Inside(SecurityHubEventReader.Read(Encoding.UTF8.GetBytes(message.GetString()!)))
            : Malformed("$.Message must be text in an SNS notification.");
    }

    private static EventReading Inside(EventReading reading) =>
        reading is EventReading.Malformed malformed ? Malformed(InMessage + malformed.Reason) : reading;

    /// <summary>An event has a detail-type and no Type; the envelope has Type and Message. Anything else is left to the event's own reader.</summary>
    private static bool LooksLikeOne(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
        var (type, message) = (false, false);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("detail-type"u8))
                {
                    return false;
                }

                type |= json.ValueTextEquals("Type"u8);
                message |= json.ValueTextEquals("Message"u8);
                json.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return type && message;
    }

    private static EventReading.Malformed Malformed(string reason) => new(PlainText.OneLine(reason, SecurityHubEventReader.MaxReason));
}
