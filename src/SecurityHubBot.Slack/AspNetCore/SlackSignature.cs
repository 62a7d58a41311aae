using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecurityHubBot.Slack.AspNetCore;

/// <summary>
/// Tells whether a request was made by Slack, and just now. Source: "Verifying requests from Slack", docs.slack.dev.
/// </summary>
public static class SlackSignature
{
    public const string SignatureHeader = "X-Slack-Signature";
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>In seconds, into the past and into the future.</summary>
    public const int Tolerance = 300;

    private const string Version = "v0";

    /// <summary><c>v0=</c> and the HMAC-SHA256 of <c>v0:timestamp:body</c> in lower-case hex.</summary>
    public static string Sign(string signingSecret, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(signingSecret));
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}:{timestamp}:")));
        hmac.AppendData(body);
        return $"{Version}={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }

    /// <param name="signingSecret">Empty refuses everything.</param>
    /// <param name="timestamp">The header as it came; null when it was missing or there several times.</param>
    /// <param name="signature">As <paramref name="timestamp"/>.</param>
    internal static bool IsValid(string signingSecret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (signingSecret.Length == 0 || timestamp is null || signature is null)
            return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance)
            return false;

        // The text that was signed is the header itself; one with leading zeros was not written by Slack and does not match.
        var expected = Encoding.ASCII.GetBytes(Sign(signingSecret, seconds, body));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
    }
}
