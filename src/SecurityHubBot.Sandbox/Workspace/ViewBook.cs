using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>The modals on people's screens, in stacks of at most three, and their Home tabs.</summary>
internal sealed class ViewBook(Core core)
{
    private const int MaxStack = 3;
    private const int MaxBytes = 250_000;
    private static readonly string[] FromApp = ["type", "title", "blocks", "submit", "close", "private_metadata", "callback_id", "external_id", "clear_on_close", "notify_on_close", "submit_disabled"];

    private WorkspaceState State => core.State;

    /// <summary>Opens a new stack; what the person had open before goes away.</summary>
    public OpenView Open(string user, JsonObject definition)
    {
        var view = Build(user, Checked(definition, "modal"), null);
        State.PutView(view);
        State.PutStack(user, [view.Id]);
        Tell(user, "open", view);
        return view;
    }

    public OpenView? Top(string user) => State.Stack(user) is [.., var top] ? top : null;

    public OpenView Push(string user, JsonObject definition)
    {
        var stack = State.Stack(user);
        if (stack.Count == 0)
            throw new SlackApiException("not_found");
        if (stack.Count >= MaxStack)
            throw new SlackApiException("push_limit_reached");

        var view = Build(user, Checked(definition, "modal"), stack[^1]);
        State.PutView(view);
        State.PutStack(user, [.. stack.Select(v => v.Id), view.Id]);
        Tell(user, "push", view);
        return view;
    }

    public OpenView Update(OpenView old, JsonObject definition)
    {
        var json = Checked(definition, "modal", old.Id);
        var view = old with { Json = Fill(json, old.Id, old.Json.Text("root_view_id") ?? old.Id, old.Json.Text("previous_view_id")) };
        State.PutView(view);
        Tell(old.User, "update", view);
        return view;
    }

    public OpenView Publish(string user, JsonObject definition)
    {
        var id = State.Home(user)?.Id ?? NewId();
        var view = new OpenView(id, user, Fill(Checked(definition, "home", id), id, id, null));
        State.PutHome(view);
        core.Hub.Publish(new JsonObject { ["type"] = "home", ["user"] = user, ["view"] = view.Json.Copy() }, user);
        return view;
    }

    /// <summary>Takes a view off the screen, with those on top of it.</summary>
    public void Close(OpenView view)
    {
        var rest = State.Stack(view.User).TakeWhile(v => v.Id != view.Id).ToList();
        State.PutStack(view.User, [.. rest.Select(v => v.Id)]);
        Tell(view.User, rest.Count == 0 ? "clear" : "update", rest.LastOrDefault());
    }

    public void Clear(string user)
    {
        State.PutStack(user, []);
        Tell(user, "clear", null);
    }

    /// <summary>A modal that is open: by its id, or by the id that the app gave it.</summary>
    public OpenView Find(string? viewId, string? externalId) =>
        (viewId is null ? null : State.View(viewId)) ?? (externalId is null ? null : State.ViewByExternalId(externalId)) ?? throw new SlackApiException("not_found");

    private JsonObject Checked(JsonObject definition, string type, string? replaces = null)
    {
        var errors = definition.Text("type") is "modal" or "home" && definition.Text("type") != type ? [$"must be a {type} view [json-pointer:/view/type]"] : BlockKit.CheckView(definition);
        if (errors.Count > 0)
            throw new SlackApiException("invalid_arguments", ["failed to match all allowed schemas [json-pointer:/view]", .. errors]);
        if (System.Text.Encoding.UTF8.GetByteCount(definition.ToJsonString(Readable)) > MaxBytes)
            throw new SlackApiException("view_too_large");
        if (definition.Text("external_id") is { Length: > 0 } external && State.ViewByExternalId(external) is { } other && other.Id != replaces)
            throw new SlackApiException("duplicate_external_id");

        return definition;
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private OpenView Build(string user, JsonObject definition, OpenView? below)
    {
        var id = NewId();
        return new OpenView(id, user, Fill(definition, id, below?.Json.Text("root_view_id") ?? id, below?.Id));
    }

    private JsonObject Fill(JsonObject definition, string id, string root, string? previous)
    {
        var json = new JsonObject { ["id"] = id, ["team_id"] = core.Team };
        foreach (var name in FromApp)
        {
            json[name] = definition[name]?.DeepClone();
        }

        json["blocks"] = BlockDefaults.Complete(definition["blocks"]!.AsArray());
        json["private_metadata"] ??= "";
        json["callback_id"] ??= "";
        json["external_id"] ??= "";
        json["clear_on_close"] ??= false;
        json["notify_on_close"] ??= false;
        json["submit_disabled"] ??= false;
        json["state"] = new JsonObject { ["values"] = ViewState.Build(json["blocks"]!.AsArray(), null) };
        json["hash"] = $"{core.Now.ToUnixTimeSeconds()}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        json["root_view_id"] = root;
        json["previous_view_id"] = previous;
        json["app_id"] = core.Bot.AppId;
        json["app_installed_team_id"] = core.Team;
        json["bot_id"] = core.Bot.BotId;
        return json;
    }

    private void Tell(string user, string action, OpenView? view) => core.Hub.Publish(
        new JsonObject
        {
            ["type"] = "view",
            ["user"] = user,
            ["action"] = action,
            ["view"] = view?.Json.Copy(),
            ["stack"] = State.Stack(user).Select(v => v.Json.Copy()).ToJsonArray(),
        },
        user);

    private static string NewId() => "V0" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 9);
}
