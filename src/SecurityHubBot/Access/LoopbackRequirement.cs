using System.Net;
using Microsoft.AspNetCore.Authorization;

namespace SecurityHubBot.Access;

/// <summary>
/// The request comes from this machine. What has been forwarded does not, whatever its headers say; and it must name this machine, or a
/// page elsewhere whose name resolves to 127.0.0.1 could use the operator's browser.
/// </summary>
internal sealed class LoopbackRequirement : AuthorizationHandler<LoopbackRequirement>, IAuthorizationRequirement
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "Via"];

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, LoopbackRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsLocal(http))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(http.Request.Headers.ContainsKey)
        && NamesThisMachine(http.Request.Host.Host);

    private static bool NamesThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
