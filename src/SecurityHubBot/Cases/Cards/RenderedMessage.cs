using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Cases.Cards;

/// <summary>A message's content, without where it goes.</summary>
/// <param name="Text">mrkdwn for notifications and screen readers.</param>
public sealed record RenderedMessage(string Text, IReadOnlyList<Block> Blocks);

/// <summary>Says whether a message already shows what it should, without keeping it.</summary>
public static class ContentHash
{
    /// <summary>64 lower-case hex digits; the same for the same content in every process.</summary>
    public static string Of(RenderedMessage message)
    {
        var content = SlackJson.Serialize(new { message.Text, message.Blocks });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }
}
