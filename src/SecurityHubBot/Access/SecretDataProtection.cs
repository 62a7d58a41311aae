using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace SecurityHubBot.Access;

/// <summary>
/// Protects cookies and tokens with keys derived from a secret that all instances have, so that any of them understands what another
/// has handed out, without a key ring to store. A new secret ends all sessions. AES-256-GCM, keys by HKDF-SHA256 for each purpose.
/// </summary>
internal sealed class SecretDataProtection : IDataProtector
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key;

    public SecretDataProtection(string secret)
        : this(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "securityhubbot"u8.ToArray()))
    {
    }

    private SecretDataProtection(byte[] key) => _key = key;

    public IDataProtector CreateProtector(string purpose) =>
        new SecretDataProtection(HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: Encoding.UTF8.GetBytes(purpose)));

    public byte[] Protect(byte[] plaintext)
    {
        var whole = new byte[NonceLength + plaintext.Length + TagLength];
        var nonce = whole.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagLength);
        aes.Encrypt(nonce, plaintext, whole.AsSpan(NonceLength, plaintext.Length), whole.AsSpan(NonceLength + plaintext.Length));
        return whole;
    }

    /// <exception cref="CryptographicException">Not made by <see cref="Protect"/> with this secret for this purpose.</exception>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceLength + TagLength)
        {
            throw new CryptographicException("Too short to be anything of ours.");
        }

        var plaintext = new byte[protectedData.Length - NonceLength - TagLength];
        var whole = protectedData.AsSpan();
        using var aes = new AesGcm(_key, TagLength);
        aes.Decrypt(whole[..NonceLength], whole.Slice(NonceLength, plaintext.Length), whole[(NonceLength + plaintext.Length)..], plaintext);
        return plaintext;
    }
}
