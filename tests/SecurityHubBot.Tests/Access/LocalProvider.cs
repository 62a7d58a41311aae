using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecurityHubBot.Tests.Access;

/// <summary>An OpenID Connect provider on loopback, which signs everybody in at once as the person it is told, and refuses what a real one refuses.</summary>
internal sealed class LocalProvider : IAsyncDisposable
{
    public const string ClientId = "shub";
    public const string ClientSecret = "a-client-secret-of-the-tests";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Asked> _codes = new();
    private readonly WebApplication _app;

    private LocalProvider(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    public string Person { get; set; } = "tanaka";

    public string[] Groups { get; set; } = ["everybody"];

    /// <summary>Whether groups are told in the token, or only when asked for.</summary>
    public bool GroupsInToken { get; set; } = true;

    public string? OtherNonce { get; set; }

    public bool OtherKey { get; set; }

    public IReadOnlyList<string> Refusals => [.. _refusals];

    private readonly ConcurrentQueue<string> _refusals = new();

    public static async Task<LocalProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new LocalProvider(builder.Build());
        provider.Map();
        await provider._app.StartAsync();
        provider.Url = new Uri(provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return provider;
    }

    public Dictionary<string, string?> Settings => new()
    {
        ["Oidc:Authority"] = Url.ToString(),
        ["Oidc:ClientId"] = ClientId,
        ["Oidc:ClientSecret"] = ClientSecret,
        ["Oidc:Operators"] = "shub-operators, platform",
        ["Jobs:Enabled"] = "true",
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private string Issuer => Url.ToString().TrimEnd('/');

    private RsaSecurityKey Key => new(_rsa) { KeyId = "1" };

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Issuer,
            authorization_endpoint = $"{Issuer}/authorize",
            token_endpoint = $"{Issuer}/token",
            userinfo_endpoint = $"{Issuer}/userinfo",
            jwks_uri = $"{Issuer}/jwks",
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["RS256"],
            code_challenge_methods_supported = (string[])["S256"],
        }));
        _app.MapGet("/jwks", () =>
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        });
        _app.MapGet("/authorize", (Delegate)Authorize);
        _app.MapPost("/token", (Delegate)Token);
        _app.MapGet("/userinfo", (HttpContext http) => http.Request.Headers.Authorization == "Bearer access"
            ? Results.Json(new { sub = Person, name = Person, groups = Groups })
            : Refuse("userinfo without token"));
    }

    private IResult Authorize(HttpContext http)
    {
        var query = http.Request.Query;
        string Value(string name) => query[name].ToString();
        if (Value("client_id") != ClientId || Value("response_type") != "code" || !Value("scope").Split(' ').Contains("openid"))
        {
            return Refuse("unknown client or response type");
        }

        if (Value("code_challenge_method") != "S256" || Value("code_challenge").Length < 43 || Value("state").Length == 0 || Value("nonce").Length == 0)
        {
            return Refuse("no PKCE, state or nonce");
        }

        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = new Asked(Value("redirect_uri"), Value("nonce"), Value("code_challenge"));
        return Results.Redirect(QueryHelpers.AddQueryString(Value("redirect_uri"), new Dictionary<string, string?> { ["code"] = code, ["state"] = Value("state") }));
    }

    private async Task<IResult> Token(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret || form["grant_type"] != "authorization_code")
        {
            return Refuse("wrong client secret");
        }

        // A code is good once.
        if (!_codes.TryRemove(form["code"].ToString(), out var asked) || form["redirect_uri"] != asked.RedirectUri)
        {
            return Refuse("unknown code or other redirect_uri");
        }

        if (Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
        {
            return Refuse("wrong code_verifier");
        }

        return Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 300, id_token = IdToken(asked) });
    }

    private string IdToken(Asked asked)
    {
        using var other = RSA.Create(2048);
        var claims = new Dictionary<string, object> { ["sub"] = Person, ["name"] = Person, ["nonce"] = OtherNonce ?? asked.Nonce };
        if (GroupsInToken)
        {
            claims["groups"] = Groups;
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            Claims = claims,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(OtherKey ? new RsaSecurityKey(other.ExportParameters(includePrivateParameters: true)) { KeyId = "1" } : Key, SecurityAlgorithms.RsaSha256),
        });
    }

    private IResult Refuse(string why)
    {
        _refusals.Enqueue(why);
        return Results.Json(new { error = "invalid_request", error_description = why }, statusCode: (int)HttpStatusCode.BadRequest);
    }

    private sealed record Asked(string RedirectUri, string Nonce, string Challenge);
}
