using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>What signs calls: a user's lasting key, or a role's session that ends.</summary>
/// <param name="Arn">Who it is, as GetCallerIdentity says.</param>
/// <param name="SessionToken">Null for a lasting key.</param>
public sealed record AccessKey(string AccessKeyId, string SecretAccessKey, string? SessionToken, string AccountId, string Arn, DateTimeOffset? Ends);

/// <summary>The keys of the organisation: one for each account, and those that AssumeRole gave out.</summary>
internal sealed class AccessKeys(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, AccessKey> _sessions = new(StringComparer.Ordinal);

    /// <summary>An account's own lasting key; always the same.</summary>
    public static AccessKey Of(string accountId) =>
        new($"AKIA{accountId}", $"local-secret-of-{accountId}", null, accountId, $"arn:aws:iam::{accountId}:user/local", null);

    public AccessKey Start(string accountId, string arn, TimeSpan length)
    {
        var key = new AccessKey(
            $"ASIA{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}",
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20)),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
            accountId,
            arn,
            time.GetUtcNow() + length);
        return _sessions[key.AccessKeyId] = key;
    }

    public AccessKey? Find(string accessKeyId) =>
        accessKeyId.StartsWith("AKIA", StringComparison.Ordinal) ? Of(accessKeyId[4..]) : _sessions.GetValueOrDefault(accessKeyId);

    /// <summary>Ends every session of an account, or of all, now.</summary>
    public void Expire(string? accountId)
    {
        foreach (var session in _sessions.Values.Where(s => accountId is null || s.AccountId == accountId))
        {
            _sessions[session.AccessKeyId] = session with { Ends = time.GetUtcNow() };
        }
    }
}
