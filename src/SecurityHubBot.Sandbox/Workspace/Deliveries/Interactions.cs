using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Deliveries;

/// <summary>Something a person did that does not work; the message is for that person.</summary>
public sealed class WorkspaceUseException(string message) : Exception(message);

/// <summary>Where a click happens: on a message, on a whisper, or in a view.</summary>
internal sealed record Place(string? Channel, string? Ts, string? EphemeralId, string? ViewId);

/// <summary>What people do with the bot: commands, clicks and searches in its selects. Modals are submitted in <see cref="Submissions"/>.</summary>
internal sealed class Interactions(Core core)
{
    public async Task Command(string user, string channelId, string line)
    {
        var (command, text) = Split(line);
        if (core.Seed.Commands.All(c => c.Command != command))
            throw new WorkspaceUseException($"{command} is not a valid command.");

        Delivery delivery;
        ResponseTarget target;
        lock (core.Gate)
        {
            var (person, channel) = (ActivePerson(user), ChannelOf(channelId, user));
            target = core.Responses.Template(channel.Id, user);
            delivery = BotLine.Form($"command {command}", "slack/command", "slash_commands", new JsonObject
            {
                ["token"] = core.Options.VerificationToken,
                ["team_id"] = core.Team,
                ["team_domain"] = core.Seed.Team.Domain,
                ["channel_id"] = channel.Id,
                ["channel_name"] = channel.IsIm ? "directmessage" : channel.IsPrivate ? "privategroup" : channel.Name,
                ["user_id"] = user,
                ["user_name"] = person.Name,
                ["command"] = command,
                ["text"] = text,
                ["api_app_id"] = core.Bot.AppId,
                ["is_enterprise_install"] = "false",
                ["response_url"] = core.Responses.Issue("commands", target),
                ["trigger_id"] = core.Triggers.Issue(user),
            });
        }

        var answer = await core.Line.Send(delivery);
        Fail(command, answer);
        AnswerCommand(command, target, answer.Body);
    }

    public async Task Click(string user, Place place, string blockId, string actionId, JsonObject? given, JsonObject? state)
    {
        JsonObject payload;
        lock (core.Gate)
        {
            payload = ClickPayload(user, place, blockId, actionId, given, state);
        }

        Fail("The app", await core.Line.Send(BotLine.Interaction("slack/action", payload)));
    }

    public async Task<JsonObject> Options(string user, Place place, string blockId, string actionId, string search)
    {
        JsonObject payload;
        lock (core.Gate)
        {
            var (blocks, context) = Context(user, place);
            _ = BlockDefaults.FindElement(blocks, blockId, actionId) ?? throw Gone();
            payload = Common("block_suggestion", user);
            payload["action_id"] = actionId;
            payload["block_id"] = blockId;
            payload["value"] = search;
            Merge(payload, context);
        }

        var answer = await core.Line.Send(BotLine.Interaction("slack/options", payload));
        Fail("The app", answer);
        if (BotLine.ParseObject(answer.Body) is not { } json || (json["options"] is not JsonArray && json["option_groups"] is not JsonArray))
            throw new WorkspaceUseException("The app answered without options.");
        if (Elements.CheckOptions(json) is { Count: > 0 } errors)
            throw new WorkspaceUseException($"The app answered with options that Slack does not take: {string.Join("; ", errors)}");

        return json;
    }

    /// <summary>The fields that every interaction has.</summary>
    public JsonObject Common(string type, string user)
    {
        var person = ActivePerson(user);
        return new JsonObject
        {
            ["type"] = type,
            ["user"] = new JsonObject { ["id"] = user, ["username"] = person.Name, ["name"] = person.Name, ["team_id"] = core.Team },
            ["api_app_id"] = core.Bot.AppId,
            ["token"] = core.Options.VerificationToken,
            ["team"] = new JsonObject { ["id"] = core.Team, ["domain"] = core.Seed.Team.Domain },
            ["enterprise"] = null,
            ["is_enterprise_install"] = false,
        };
    }

    /// <summary>Says to the person, in the client's words, that the app did not do its part.</summary>
    public static void Fail(string what, BotAnswer answer)
    {
        if (answer.Failure is { } failure)
        {
            throw new WorkspaceUseException(failure switch
            {
                "http_timeout" => $"{what} failed because the app did not respond (operation_timeout)",
                "connection_failed" => $"{what} failed because the app could not be reached (dispatch_failed)",
                _ => $"{what} failed because the app answered with HTTP {answer.Status} ({(answer.Status >= 500 ? "http_service_error" : "http_client_error")})",
            });
        }
    }

    public SeedPerson ActivePerson(string user) =>
        core.State.Person(user) is { Deleted: false } person ? person : throw new WorkspaceUseException($"There is nobody active with the id {user}.");

    private JsonObject ClickPayload(string user, Place place, string blockId, string actionId, JsonObject? given, JsonObject? state)
    {
        var (blocks, context) = Context(user, place);
        var element = BlockDefaults.FindElement(blocks, blockId, actionId) ?? throw Gone();
        var payload = Common("block_actions", user);
        payload["trigger_id"] = core.Triggers.Issue(user);
        Merge(payload, context);
        if (payload["view"] is JsonObject view)
        {
            view["state"] = new JsonObject { ["values"] = ViewState.Build(view["blocks"]!.AsArray(), state.Child("values")) };
        }
        else
        {
            payload["state"] = new JsonObject { ["values"] = ViewState.Build(blocks, state.Child("values")) };
            var target = core.Responses.Template(place.Channel!, user) with { MessageTs = place.Ts, EphemeralId = place.EphemeralId, ThreadTs = context["container"].Text("thread_ts") };
            payload["response_url"] = core.Responses.Issue("actions", target);
        }

        payload["actions"] = new JsonArray(Action(element, blockId, given));
        return payload;
    }

    // The page says what was chosen; what was there to choose is what the bot sent.
    private JsonObject Action(JsonObject element, string blockId, JsonObject? given)
    {
        var type = element.Text("type")!;
        var action = new JsonObject { ["type"] = type, ["action_id"] = element.Text("action_id"), ["block_id"] = blockId, ["action_ts"] = core.State.NextTs(core.Now) };
        foreach (var name in (string[])["text", "value", "style", "placeholder", "confirm"])
        {
            if ((type is "button" or "workflow_button" or "icon_button" || name is "placeholder" or "confirm") && element[name] is { } own)
                action[name] = own.DeepClone();
        }

        if (ViewState.ValueName(type) is { } valueName)
        {
            action[valueName] = given?[valueName]?.DeepClone();
            var choices = Elements.ChoicesOf(element).Select(o => o.Text("value")).ToList();
            if (action[valueName] is JsonObject option && choices.Count > 0 && !choices.Contains(option.Text("value")))
                throw new WorkspaceUseException("That option is not one of the choices.");
        }

        return action;
    }

    private (JsonArray Blocks, JsonObject Context) Context(string user, Place place)
    {
        if (place.ViewId is { } viewId)
        {
            var view = core.State.View(viewId) ?? (core.State.Home(user) is { } home && home.Id == viewId ? home : null);
            return view?.User != user ? throw Gone() : (view.Json["blocks"]!.AsArray(), new JsonObject
            {
                ["container"] = new JsonObject { ["type"] = "view", ["view_id"] = viewId },
                ["view"] = view.Json.Copy(),
            });
        }

        var channel = ChannelOf(place.Channel ?? "", user);
        var context = new JsonObject { ["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.IsIm ? "directmessage" : channel.IsPrivate ? "privategroup" : channel.Name } };
        if (place.EphemeralId is { } ephemeralId)
        {
            var whisper = core.State.Ephemeral(ephemeralId) is { } found && found.User == user ? found : throw Gone();
            context["container"] = Container(channel, ephemeralId, whisper.ThreadTs, ephemeral: true);
            return (whisper.Message["blocks"] as JsonArray ?? [], context);
        }

        var message = core.State.Messages(channel.Id).Find(place.Ts ?? "") ?? throw Gone();
        context["container"] = Container(channel, message.Ts, message.ThreadTs, ephemeral: false);
        context["message"] = core.Messages.Show(message, withMetadata: true);
        return (message.Json["blocks"] as JsonArray ?? [], context);
    }

    private static JsonObject Container(Channel channel, string ts, string? thread, bool ephemeral)
    {
        var container = new JsonObject { ["type"] = "message", ["message_ts"] = ts, ["channel_id"] = channel.Id, ["is_ephemeral"] = ephemeral };
        if (thread is not null)
            container["thread_ts"] = thread;

        return container;
    }

    private void AnswerCommand(string command, ResponseTarget target, string body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return;

        try
        {
            lock (core.Gate)
            {
                core.Responses.Answer(target, BotLine.ParseObject(body) ?? new JsonObject { ["text"] = body });
            }
        }
        catch (SlackApiException e)
        {
            throw new WorkspaceUseException($"{command} failed because the app's answer is not valid (invalid_command_response: {e.Code}{string.Concat(e.Messages.Select(m => "; " + m))})");
        }
    }

    private Channel ChannelOf(string id, string user) =>
        core.State.Channel(id) is { } channel && channel.Members.Contains(user) ? channel
            : core.State.Channel(id) is { IsPrivate: false } open ? open : throw new WorkspaceUseException($"There is no channel {id} for this person.");

    private static WorkspaceUseException Gone() => new("This message or view is no longer there.");

    private static void Merge(JsonObject payload, JsonObject context)
    {
        foreach (var (name, value) in context)
        {
            payload[name] = value?.DeepClone();
        }
    }

    private static (string Command, string Text) Split(string line)
    {
        var trimmed = line.Trim();
        var space = trimmed.IndexOfAny([' ', '\t', '\n']);
        return space < 0 ? (trimmed, "") : (trimmed[..space], trimmed[space..].Trim());
    }
}
