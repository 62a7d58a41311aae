using System.Security.Cryptography;
using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace SecurityHubBot.Access;

/// <summary>The bot's own pages, for operators: signed in through OpenID Connect, or on this machine where that is not configured.</summary>
internal static class AccessExtensions
{
    private const string Operators = "operators";
    private const string Dashboard = "/hangfire";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OidcOptions>().Bind(configuration.GetSection(OidcOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<OidcOptions>>().Value);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, OperatorAccess>();
        // The dashboard's buttons are forms; without this it would take them from any page.
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);
        var oidc = configuration.GetSection(OidcOptions.Section).Get<OidcOptions>() ?? new OidcOptions();
        services.ProtectWith(oidc.IsConfigured ? oidc.ClientSecret : RandomNumberGenerator.GetHexString(64));
        if (!oidc.IsConfigured)
        {
            services.AddAuthorizationBuilder().AddPolicy(Operators, policy => policy.AddRequirements(new LoopbackRequirement()));
            return services;
        }

        OidcSignIn.AddTo(services, oidc);
        services.AddAuthorizationBuilder().AddPolicy(Operators, policy => policy
            .RequireAuthenticatedUser()
            .RequireAssertion(context => OidcSignIn.IsOperator(context.User, oidc)));
        return services;
    }

    /// <summary>Before anything that answers.</summary>
    public static void UseAccess(this WebApplication app)
    {
        var oidc = app.Services.GetRequiredService<OidcOptions>();
        app.UseWhen(http => IsPage(http.Request.Path), pages => pages.Use((http, next) => Prepare(http, next, oidc)));
        if (oidc.IsConfigured)
        {
            app.UseAuthentication();
        }

        app.UseAuthorization();
    }

    public static void MapDashboard(this WebApplication app)
    {
        if (app.Services.GetService<JobStorage>() is { } storage)
        {
            var options = new DashboardOptions
            {
                // Who may in is decided by the policy below, like for every page.
                Authorization = [],
                AppPath = null,
                DashboardTitle = "SecurityHubBot",
                DisplayStorageConnectionString = false,
            };
            app.MapHangfireDashboard(Dashboard, options, storage).RequireAuthorization(Operators);
        }
    }

    /// <summary>In place of the framework's ring of keys, which would be a file of this machine, unencrypted, that other instances do not have.</summary>
    private static void ProtectWith(this IServiceCollection services, string secret)
    {
        services.AddDataProtection();
        services.AddSingleton<IDataProtectionProvider>(new SecretDataProtection(secret));
        foreach (var ring in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Namespace?.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal) == true).ToList())
        {
            services.Remove(ring);
        }
    }

    private static bool IsPage(PathString path) =>
        path.StartsWithSegments(Dashboard, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(OidcSignIn.CallbackPath, StringComparison.OrdinalIgnoreCase);

    private static Task Prepare(HttpContext http, RequestDelegate next, OidcOptions oidc)
    {
        if (oidc.IsConfigured && Uri.TryCreate(oidc.PublicUrl, UriKind.Absolute, out var url))
        {
            // As people see it: what a proxy's headers say about that, anybody could say.
            (http.Request.Scheme, http.Request.Host) = (url.Scheme, new HostString(url.Authority));
        }

        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        return next(http);
    }
}
