using System.Reflection;

namespace SecurityHubBot.Sandbox.Workspace.Ui;

/// <summary>The page's files, which travel inside the assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "wwwroot/";
    private const string Index = "index.html";

    // The page runs only its own scripts and loads nothing from elsewhere, whatever a message may contain.
    private const string Policy = "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly Assembly Assembly = typeof(PageFiles).Assembly;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) => Send(context, Index));
        routes.MapGet("/{**path}", (HttpContext context, string path) => Send(context, path));
    }

    private static async Task Send(HttpContext context, string path)
    {
        await using var file = Assembly.GetManifestResourceStream(Prefix + path);
        if (file is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = TypeOf(path);
        context.Response.ContentLength = file.Length;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".json" or ".map" => "application/json; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
}
