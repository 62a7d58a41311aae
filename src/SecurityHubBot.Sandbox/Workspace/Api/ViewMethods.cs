using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Api;

internal static class ViewMethods
{
    public static JsonObject Open(Core core, ApiRequest request)
    {
        var view = request.Object("view");
        return Answer(core.Views.Open(core.Triggers.Exchange(request.Required("trigger_id")), view));
    }

    public static JsonObject Push(Core core, ApiRequest request)
    {
        var view = request.Object("view");
        return Answer(core.Views.Push(core.Triggers.Exchange(request.Required("trigger_id")), view));
    }

    public static JsonObject Update(Core core, ApiRequest request)
    {
        var definition = request.Object("view");
        var view = core.Views.Find(request.Text("view_id"), request.Text("external_id"));
        CheckHash(view, request);
        return Answer(core.Views.Update(view, definition));
    }

    public static JsonObject Publish(Core core, ApiRequest request)
    {
        var definition = request.Object("view");
        var user = request.Required("user_id");
        if (core.State.Person(user) is not { Deleted: false })
            throw new SlackApiException("user_not_found");
        if (core.State.Home(user) is { } home)
            CheckHash(home, request);

        return Answer(core.Views.Publish(user, definition));
    }

    private static void CheckHash(OpenView view, ApiRequest request)
    {
        if (request.Text("hash") is { } hash && hash != view.Json.Text("hash"))
            throw new SlackApiException("hash_conflict");
    }

    private static JsonObject Answer(OpenView view) => new() { ["ok"] = true, ["view"] = view.Json.Copy() };
}
