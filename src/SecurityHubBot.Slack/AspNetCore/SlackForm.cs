using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.AspNetCore;

/// <summary>Reads the form bodies of commands and interactions from the very bytes whose signature was checked.</summary>
internal static class SlackForm
{
    /// <exception cref="JsonException">No command in it.</exception>
    public static SlashCommand Command(byte[] body)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in Fields(body))
            fields[name] = value.ToString();

        var command = fields.Deserialize<SlashCommand>(SlackJson.Options)!;
        return command is { Command.Length: > 0, UserId.Length: > 0 }
            ? command
            : throw new JsonException("A slash command has a command and a user_id.");
    }

    /// <exception cref="JsonException">No payload in it, or not of a known shape.</exception>
    public static InteractionRequest Interaction(byte[] body) =>
        Fields(body).TryGetValue("payload", out var payload) && payload is [{ } json]
            ? SlackJson.Deserialize<InteractionRequest>(json)
            : throw new JsonException("An interaction has one field payload.");

    /// <summary>Slack asks now and then, unsigned, whether the address is alive.</summary>
    public static bool IsSslCheck(byte[] body)
    {
        if (body.AsSpan().IndexOf("ssl_check="u8) < 0)
            return false;

        try
        {
            return Fields(body).TryGetValue("ssl_check", out var value) && value == "1";
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static Dictionary<string, StringValues> Fields(byte[] body)
    {
        try
        {
            using var reader = new FormReader(EventDelivery.StrictUtf8.GetString(body));
            return reader.ReadForm();
        }
        catch (InvalidDataException e)
        {
            throw new JsonException("The form has too many or too long fields.", e);
        }
    }
}
