using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace SecurityHubBot.Access;

/// <summary>Signing in: authorization code with PKCE, state and nonce; afterwards a cookie that holds who it is and why they may in.</summary>
internal static partial class OidcSignIn
{
    public const string CallbackPath = "/signin-oidc";

    private const string SessionCookie = "shub.session";
    private const string Subject = "sub";
    private const string Name = "name";

    // Whoever is taken out of the group at the provider is out after this time.
    private static readonly TimeSpan SessionLasts = TimeSpan.FromHours(1);

    public static void AddTo(IServiceCollection services, OidcOptions oidc) => services
        .AddAuthentication(options =>
        {
            options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
        })
        .AddCookie(options =>
        {
            options.Cookie.Name = SessionCookie;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.ExpireTimeSpan = SessionLasts;
            options.SlidingExpiration = false;
        })
        .AddOpenIdConnect(options => Configure(options, oidc));

    /// <summary>Whether one of the person's claims makes an operator of them.</summary>
    public static bool IsOperator(ClaimsPrincipal person, OidcOptions oidc) =>
        person.Identity?.IsAuthenticated == true
        && person.FindAll(oidc.OperatorClaim).Any(claim => oidc.OperatorValues.Contains(claim.Value))
        // An address that nobody has checked may be anybody's.
        && (oidc.OperatorClaim != "email" || person.FindFirst("email_verified")?.Value is null or "true" or "True");

    private static void Configure(OpenIdConnectOptions options, OidcOptions oidc)
    {
        options.Authority = oidc.Authority;
        options.RequireHttpsMetadata = oidc.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        options.ClientId = oidc.ClientId;
        options.ClientSecret = oidc.ClientSecret;
        options.CallbackPath = CallbackPath;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // The answer comes as a plain link: cookies need not travel with a form of another site.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.DisableTelemetry = true;
        options.Scope.Clear();
        foreach (var scope in oidc.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        options.ClaimActions.MapJsonKey(oidc.OperatorClaim, oidc.OperatorClaim);
        options.Events.OnTicketReceived = received => LetIn(received, oidc);
        options.Events.OnRemoteFailure = Failed;
    }

    private static async Task LetIn(TicketReceivedContext received, OidcOptions oidc)
    {
        var person = received.Principal!;
        if (!IsOperator(person, oidc))
        {
            Log.Refused(Logger(received.HttpContext), person.FindFirst(Subject)?.Value ?? "");
            received.HandleResponse();
            await OperatorAccess.Refuse(received.HttpContext);
            return;
        }

        // A person may be in hundreds of groups, and all of them would travel in the cookie.
        var needed = person.Claims.Where(c => c.Type is Subject or Name || (c.Type == oidc.OperatorClaim && oidc.OperatorValues.Contains(c.Value)));
        received.Principal = new ClaimsPrincipal(new ClaimsIdentity(needed, person.Identity!.AuthenticationType, Name, roleType: null));
        Log.SignedIn(Logger(received.HttpContext), person.FindFirst(Subject)?.Value ?? "");
    }

    private static Task Failed(RemoteFailureContext failed)
    {
        Log.Failed(Logger(failed.HttpContext), failed.Failure?.Message ?? "");
        failed.HandleResponse();
        return AccessPage.Write(failed.HttpContext, HttpStatusCode.BadRequest, "Signing in did not work", "The answer of the provider does not belong to a sign-in that was begun in this browser, or it was refused there. Open the page again to begin anew.");
    }

    private static ILogger Logger(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn));

    private static partial class Log
    {
        [LoggerMessage(EventId = 7111, Level = LogLevel.Information, Message = "Operator {Subject} signed in")]
        public static partial void SignedIn(ILogger logger, string subject);

        [LoggerMessage(EventId = 7112, Level = LogLevel.Warning, Message = "{Subject} signed in at the provider but is no operator")]
        public static partial void Refused(ILogger logger, string subject);

        [LoggerMessage(EventId = 7113, Level = LogLevel.Warning, Message = "A sign-in failed: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
