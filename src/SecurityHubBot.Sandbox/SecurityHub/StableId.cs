using System.Security.Cryptography;
using System.Text;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>Ids that look random and are the same for the same thing, so that they survive a restart and a reset.</summary>
internal static class StableId
{
    public static string Hex(int length, params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(Hash(parts))[..length];

    public static Guid Guid(params ReadOnlySpan<string> parts) => new(Hash(parts).AsSpan(0, 16));

    private static byte[] Hash(ReadOnlySpan<string> parts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
