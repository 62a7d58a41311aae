using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace SecurityHubBot.Access;

/// <summary>Answers whoever is not let in with a page that says why, and not with a bare status or an exception.</summary>
internal sealed partial class OperatorAccess(OidcOptions oidc, ILogger<OperatorAccess> logger) : IAuthorizationMiddlewareResultHandler
{
    private const string Title = "For operators only";

    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (!oidc.IsConfigured)
        {
            return AccessPage.Write(
                context, HttpStatusCode.Forbidden, Title, "This page opens only on the machine that runs the bot. For other machines, set Oidc:Authority and the other Oidc settings.");
        }

        return authorizeResult.Challenged ? SignIn(next, context, policy, authorizeResult) : Refuse(context);
    }

    public static Task Refuse(HttpContext context) => AccessPage.Write(
        context, HttpStatusCode.Forbidden, Title, "You are signed in, but you are not one of the operators of this bot. Whoever runs it decides that with Oidc:Operators.");

    private async Task SignIn(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            // What was posted would be lost on the way through the provider.
            await AccessPage.Write(context, HttpStatusCode.Unauthorized, Title, "Your session has ended. Open the page again to sign in.");
            return;
        }

        try
        {
            await _default.HandleAsync(next, context, policy, result);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            Log.NoProvider(logger, e);
            await AccessPage.Write(context, HttpStatusCode.ServiceUnavailable, "Signing in is not possible now", "The provider at which operators sign in cannot be reached. Please try again later.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7101, Level = LogLevel.Error, Message = "The OpenID Connect provider cannot be reached, so nobody can sign in")]
        public static partial void NoProvider(ILogger logger, Exception exception);
    }
}
