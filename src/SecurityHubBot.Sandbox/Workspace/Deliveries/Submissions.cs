using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Deliveries;

/// <summary>Submitting and closing modals, and what the bot's answer does to them.</summary>
internal sealed class Submissions(Core core, Interactions interactions)
{
    /// <summary>The answer for the page: <c>{result, errors?, view?}</c>.</summary>
    public async Task<JsonObject> Submit(string user, string viewId, JsonObject? values)
    {
        OpenView view;
        JsonObject payload;
        lock (core.Gate)
        {
            view = Owned(user, viewId);
            var blocks = view.Json["blocks"]!.AsArray();
            var filled = ViewState.Build(blocks, values);
            var errors = ViewState.Errors(blocks, filled, interactions.ActivePerson(user).Locale.StartsWith("ja", StringComparison.Ordinal));
            if (errors.Count > 0)
                return new JsonObject { ["result"] = "errors", ["errors"] = errors };

            payload = interactions.Common("view_submission", user);
            payload["trigger_id"] = core.Triggers.Issue(user);
            payload["view"] = WithState(view, filled);
            payload["response_urls"] = new JsonArray();
        }

        var answer = await core.Line.Send(BotLine.Interaction("slack/action", payload));
        Interactions.Fail("The app", answer);
        lock (core.Gate)
        {
            return Apply(view, answer.Body);
        }
    }

    public async Task Close(string user, string viewId, bool all)
    {
        JsonObject payload;
        lock (core.Gate)
        {
            var view = Owned(user, viewId);
            var clears = all || view.Json.Flag("clear_on_close");
            if (clears)
                core.Views.Clear(user);
            else
                core.Views.Close(view);
            if (!view.Json.Flag("notify_on_close"))
                return;

            payload = interactions.Common("view_closed", user);
            payload["view"] = view.Json.Copy();
            payload["is_cleared"] = clears;
        }

        // Slack does not tell the person whether the app has heard of it.
        await core.Line.Send(BotLine.Interaction("slack/action", payload));
    }

    private JsonObject Apply(OpenView view, string body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return Closed(view, "closed");

        var answer = BotLine.ParseObject(body) ?? throw Trouble("the answer is not JSON");
        try
        {
            return answer.Text("response_action") switch
            {
                null when answer.Count == 0 => Closed(view, "closed"),
                "clear" => Cleared(view),
                "errors" => Errors(view, answer),
                "update" => Shown("updated", core.Views.Update(StillOpen(view), Definition(answer))),
                "push" => Shown("pushed", core.Views.Push(view.User, Definition(answer))),
                var other => throw Trouble($"response_action {other ?? "is missing"}"),
            };
        }
        catch (SlackApiException e)
        {
            throw Trouble(string.Join("; ", [e.Code, .. e.Messages]));
        }
    }

    private JsonObject Closed(OpenView view, string result)
    {
        if (core.State.View(view.Id) is { } open)
            core.Views.Close(open);

        return new JsonObject { ["result"] = result };
    }

    private JsonObject Cleared(OpenView view)
    {
        core.Views.Clear(view.User);
        return new JsonObject { ["result"] = "cleared" };
    }

    private static JsonObject Errors(OpenView view, JsonObject answer)
    {
        var inputs = view.Json["blocks"].Objects().Where(b => b.Text("type") == "input").Select(b => b.Text("block_id")).ToHashSet();
        if (answer["errors"] is not JsonObject { Count: > 0 } errors)
            throw Trouble("errors are missing");
        if (errors.FirstOrDefault(e => !inputs.Contains(e.Key)).Key is { } unknown)
            throw Trouble($"there is no input block '{unknown}' in the view");
        if (errors.Any(e => e.Value is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length == 0))
            throw Trouble("every error must be a text");

        return new JsonObject { ["result"] = "errors", ["errors"] = errors.Copy() };
    }

    private static JsonObject Shown(string result, OpenView view) => new() { ["result"] = result, ["view"] = view.Json.Copy() };

    private static JsonObject Definition(JsonObject answer) => answer["view"] as JsonObject ?? throw Trouble("view is missing");

    private OpenView StillOpen(OpenView view) => core.State.View(view.Id) ?? throw new SlackApiException("not_found");

    private static JsonObject WithState(OpenView view, JsonObject values)
    {
        var json = view.Json.Copy();
        json["state"] = new JsonObject { ["values"] = values };
        return json;
    }

    private OpenView Owned(string user, string viewId) =>
        core.State.View(viewId) is { } view && view.User == user ? view : throw new WorkspaceUseException("This view is no longer open.");

    private static WorkspaceUseException Trouble(string why) => new($"We had some trouble connecting. Try again? ({why})");
}
