using System.Net.Http.Headers;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Ui;

/// <summary>Uploaded files for the page. What is no picture is downloaded and never shown, whatever the bot put into it.</summary>
internal sealed class FileServer(Core core)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/files/{id}/{name?}", Send);

    private async Task Send(HttpContext context, string id)
    {
        StoredFile? file;
        lock (core.Gate)
        {
            file = core.State.File(id);
        }

        if (file?.Content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var shown = file.IsPicture && context.Request.Query["download"] != "1";
        context.Response.ContentType = shown ? file.MimeType : "application/octet-stream";
        context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment") { FileNameStar = file.Name }.ToString();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(Convert.FromBase64String(file.Content), context.RequestAborted);
    }
}
