using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.SocketMode;

/// <summary>Handles one envelope and makes its acknowledgement, with the dispatcher and the event store that HTTP uses too.</summary>
internal sealed partial class SocketModeReceiver(SlackDispatcher dispatcher, SlackEventInbox inbox, ILogger<SocketModeReceiver> logger)
{
    /// <returns>What to send back; null when the envelope failed, so that Slack delivers it again or tells the person.</returns>
    public async Task<string?> Handle(SocketModeEnvelope envelope)
    {
        var outcome = "ok";
        try
        {
            return Acknowledgement(envelope, await Dispatch(envelope));
        }
        catch (SlackNoHandlerException)
        {
            outcome = "unknown";
            return null;
        }
        catch (JsonException)
        {
            outcome = "malformed";
            Log.Malformed(logger, envelope.Type, envelope.EnvelopeId);
            return null;
        }
#pragma warning disable CA1031 // One failing envelope must not end the connection for all others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            outcome = "failed";
            Log.Failed(logger, e, envelope.Type, envelope.EnvelopeId);
            return null;
        }
        finally
        {
            SlackTelemetry.Deliveries.Add(1, new TagList { { "kind", envelope.Type }, { "outcome", outcome } });
        }
    }

    private async Task<string?> Dispatch(SocketModeEnvelope envelope)
    {
        switch (envelope.Type)
        {
            case "slash_commands":
                return await dispatcher.Command(SlackJson.Deserialize<SlashCommand>(envelope.Payload));
            case "interactive" or "options":
                return await dispatcher.Interaction(SlackJson.Deserialize<InteractionRequest>(envelope.Payload));
            case "events_api":
                await inbox.Accept(EventDelivery.Parse(envelope.Payload.GetRawText()), CancellationToken.None);
                return null;
            default:
                Log.Unknown(logger, envelope.Type);
                return null;
        }
    }

    private string Acknowledgement(SocketModeEnvelope envelope, string? answer)
    {
        var acknowledgement = new JsonObject { ["envelope_id"] = envelope.EnvelopeId };
        if (answer is not null && envelope.AcceptsResponsePayload)
            acknowledgement["payload"] = JsonNode.Parse(answer);
        else if (answer is not null)
            Log.AnswerNotAccepted(logger, envelope.Type);
        return acknowledgement.ToJsonString(SlackJson.Options);
    }

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Warning, "A Socket Mode {Type} {EnvelopeId} cannot be read")]
        public static partial void Malformed(ILogger logger, string type, string envelopeId);

        [LoggerMessage(1502, LogLevel.Error, "A Socket Mode {Type} {EnvelopeId} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string type, string envelopeId);

        [LoggerMessage(1503, LogLevel.Warning, "A Socket Mode envelope of unknown type {Type} was acknowledged and left alone")]
        public static partial void Unknown(ILogger logger, string type);

        [LoggerMessage(1504, LogLevel.Warning, "Slack takes no answer to this Socket Mode {Type}; it was dropped")]
        public static partial void AnswerNotAccepted(ILogger logger, string type);
    }
}
