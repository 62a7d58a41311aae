using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SecurityHubBot.Access;

namespace SecurityHubBot.Tests.Access;

public class SecretDataProtectionTests
{
    private static readonly byte[] Text = "who it is"u8.ToArray();

    [Fact]
    public void What_one_protects_another_with_the_same_secret_reads()
    {
        var hidden = Protector("secret", "cookies").Protect(Text);

        Protector("secret", "cookies").Unprotect(hidden).ShouldBe(Text);
        hidden.ShouldNotBe(Protector("secret", "cookies").Protect(Text), "never the same twice");
    }

    [Fact]
    public void Another_secret_or_purpose_and_a_changed_or_short_text_are_refused()
    {
        var hidden = Protector("secret", "cookies").Protect(Text);
        byte[] changed = [.. hidden];
        changed[^1] ^= 1;

        Should.Throw<CryptographicException>(() => Protector("other", "cookies").Unprotect(hidden));
        Should.Throw<CryptographicException>(() => Protector("secret", "tokens").Unprotect(hidden));
        Should.Throw<CryptographicException>(() => Protector("secret", "cookies").Unprotect(changed));
        Should.Throw<CryptographicException>(() => Protector("secret", "cookies").Unprotect(hidden[..20]));
        Should.Throw<CryptographicException>(() => Protector("secret", "cookies").Unprotect([]));
    }

    private static IDataProtector Protector(string secret, string purpose) => new SecretDataProtection(secret).CreateProtector(purpose);
}
