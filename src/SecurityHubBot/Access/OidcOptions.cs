using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Access;

/// <summary>How operators sign in to the bot's own pages: <c>Oidc:*</c>. Without an authority the pages are for this machine only.</summary>
public sealed class OidcOptions : IValidatableObject
{
    public const string Section = "Oidc";

    /// <summary>The provider's issuer address, under which its <c>.well-known/openid-configuration</c> is.</summary>
    public string Authority { get; set => field = value ?? ""; } = "";

    public string ClientId { get; set => field = value ?? ""; } = "";

    public string ClientSecret { get; set => field = value ?? ""; } = "";

    /// <summary>Asked for; a provider may want one more for groups.</summary>
    public string Scope { get; set => field = value ?? ""; } = "openid profile email";

    /// <summary>Which claim says who is an operator.</summary>
    public string OperatorClaim { get; set => field = value ?? ""; } = "groups";

    /// <summary>Values of that claim, separated by commas: one of them is enough.</summary>
    public string Operators { get; set => field = value ?? ""; } = "";

    /// <summary>The address at which people reach the bot, where something in front of it ends TLS.</summary>
    public string PublicUrl { get; set => field = value ?? ""; } = "";

    public bool IsConfigured => Authority.Length > 0;

    public IReadOnlySet<string> OperatorValues =>
        Operators.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl.Length > 0 && !IsSafe(PublicUrl))
        {
            yield return Problem(nameof(PublicUrl), $"Oidc:PublicUrl '{PublicUrl}' is no address such as https://shub.example.com.");
        }

        if (!IsConfigured)
        {
            foreach (var (key, value) in ((string, string)[])[(nameof(ClientId), ClientId), (nameof(ClientSecret), ClientSecret), (nameof(Operators), Operators)])
            {
                if (value.Length > 0)
                {
                    yield return Problem(key, $"Oidc:{key} is set without Oidc:Authority, so nobody could sign in; set the authority, such as https://login.example.com, or neither.");
                }
            }

            yield break;
        }

        if (!IsSafe(Authority))
        {
            yield return Problem(nameof(Authority), $"Oidc:Authority '{Authority}' is no address such as https://login.example.com; it must be https.");
        }

        foreach (var missing in Missing())
        {
            yield return missing;
        }
    }

    private IEnumerable<ValidationResult> Missing()
    {
        if (ClientId.Length == 0)
        {
            yield return Problem(nameof(ClientId), "Oidc:ClientId is missing; it is the id under which the provider knows the bot.");
        }

        if (ClientSecret.Length == 0)
        {
            yield return Problem(nameof(ClientSecret), "Oidc:ClientSecret is missing; the provider gives it together with the client id.");
        }

        if (OperatorClaim.Length == 0 || OperatorValues.Count == 0)
        {
            yield return Problem(nameof(Operators), "Oidc:Operators is missing; it is a list of values of the claim Oidc:OperatorClaim, such as the group shub-operators, separated by commas. Without it nobody may in.");
        }

        if (!Scope.Split(' ').Contains("openid"))
        {
            yield return Problem(nameof(Scope), "Oidc:Scope must contain openid; it is a list such as 'openid profile email groups'.");
        }
    }

    /// <summary>Https, or this machine itself.</summary>
    private static bool IsSafe(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static ValidationResult Problem(string property, string text) => new(text, [property]);
}
