using System.Text.Json;
using SecurityHubBot.Sandbox.SecurityHub;

namespace SecurityHubBot.Sandbox.Clock;

/// <summary>The page's clock: <c>/clock</c>.</summary>
internal static class ClockEndpoints
{
    private const string Starting = "The bot is still starting.";

    /// <param name="find">Null while the bot is still starting.</param>
    public static void Map(IEndpointRouteBuilder endpoints, Func<ClockAdvance?> find)
    {
        var clock = endpoints.MapGroup("/clock");
        clock.MapGet("", () => find() is { } advance ? Answer(advance.State) : Refuse(StatusCodes.Status503ServiceUnavailable, Starting));
        clock.MapPost("/advance", async (HttpRequest request) => find() is { } advance
            ? Advance(advance, await Leap(request))
            : Refuse(StatusCodes.Status503ServiceUnavailable, Starting));
        // The body says nothing, but a form on some other web page cannot send this content type.
        clock.MapPost("/stop", (HttpRequest request) =>
        {
            if (!request.HasJsonContentType())
            {
                return Refuse(StatusCodes.Status400BadRequest, "The body must be application/json.");
            }

            find()?.Stop();
            return find() is { } advance ? Answer(advance.State) : Refuse(StatusCodes.Status503ServiceUnavailable, Starting);
        });
    }

    private static IResult Advance(ClockAdvance advance, ClockLeap? leap)
    {
        if (leap is not { } wanted)
        {
            return Refuse(StatusCodes.Status400BadRequest, """The clock is put forward with {"by": "hour"}, "day", "week" or "month".""");
        }

        return advance.Begin(wanted)
            ? Answer(advance.State, StatusCodes.Status202Accepted)
            : Refuse(StatusCodes.Status409Conflict, "The clock is being put forward already.");
    }

    private static async Task<ClockLeap?> Leap(HttpRequest request)
    {
        try
        {
            return request.HasJsonContentType() ? ClockLeaps.Parse((await request.ReadFromJsonAsync<AdvanceRequest>(EmbeddedData.Json))?.By) : null;
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static IResult Answer(ClockState state, int status = StatusCodes.Status200OK) => Results.Json(state, EmbeddedData.Json, statusCode: status);

    private static IResult Refuse(int status, string error) => Results.Json(new ErrorView(error), EmbeddedData.Json, statusCode: status);

    private sealed record AdvanceRequest(string? By);
}
