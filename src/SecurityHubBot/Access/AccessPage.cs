using System.Net;

namespace SecurityHubBot.Access;

/// <summary>The few pages that say why there is nothing to see.</summary>
internal static class AccessPage
{
    public static Task Write(HttpContext http, HttpStatusCode status, string title, string text)
    {
        http.Response.StatusCode = (int)status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(title)}</title></head>
            <body><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(text)}</p></body>
            </html>
            """);
    }
}
