using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>Posting, editing and deleting messages, with everything that follows from it: the pages, the events to the bot, the store.</summary>
internal sealed class MessageBook(Core core)
{
    private WorkspaceState State => core.State;

    /// <summary>The fields of a message that the bot writes.</summary>
    public JsonObject FromBot() => new()
    {
        ["type"] = "message",
        ["user"] = core.Bot.UserId,
        ["bot_id"] = core.Bot.BotId,
        ["app_id"] = core.Bot.AppId,
        ["team"] = core.Team,
        ["bot_profile"] = new JsonObject
        {
            ["id"] = core.Bot.BotId,
            ["app_id"] = core.Bot.AppId,
            ["name"] = core.Bot.RealName,
            ["deleted"] = false,
            ["updated"] = 0,
            ["team_id"] = core.Team,
            ["icons"] = new JsonObject(),
        },
    };

    public JsonObject FromPerson(string user) => new() { ["type"] = "message", ["user"] = user, ["team"] = core.Team };

    public StoredMessage Post(Channel channel, JsonObject author, MessageContent content, string? threadTs = null, bool broadcast = false)
    {
        var message = author.Copy();
        message["ts"] = State.NextTs(core.Now);
        content.ApplyTo(message);
        if (threadTs is not null)
            PutInThread(channel, message, threadTs, broadcast);

        var stored = Store(channel.Id, message);
        core.Hub.Publish(Change("message", stored));
        ShowRootOf(stored);
        core.Events.Message(channel, EventOf(channel, stored));
        return stored;
    }

    public StoredMessage Update(Channel channel, StoredMessage old, MessageContent content, string editor)
    {
        var message = old.Json.Copy();
        content.ApplyTo(message);
        message["edited"] = new JsonObject { ["user"] = editor, ["ts"] = State.NextTs(core.Now) };
        return Changed(channel, old, Store(channel.Id, message));
    }

    /// <summary>Deletes; a root that has replies stays as a tombstone until the last of them is gone.</summary>
    public void Delete(Channel channel, StoredMessage message)
    {
        if (State.Messages(channel.Id).Replies(message.Ts).Count > 0)
        {
            Changed(channel, message, Store(channel.Id, Tombstone(message)));
            return;
        }

        State.Remove(message);
        core.Hub.Publish(Change("message_deleted", message));
        core.Events.Message(channel, new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_deleted",
            ["hidden"] = true,
            ["channel"] = channel.Id,
            ["channel_type"] = channel.EventType,
            ["deleted_ts"] = message.Ts,
            ["previous_message"] = Show(message, withMetadata: false),
            ["ts"] = State.NextTs(core.Now),
            ["event_ts"] = State.NextTs(core.Now),
        });
        if (message.IsReply && State.Messages(channel.Id).Find(message.ThreadTs!) is { IsTombstone: true } root && State.Messages(channel.Id).Replies(root.Ts).Count == 0)
        {
            State.Remove(root);
            core.Hub.Publish(Change("message_deleted", root));
        }
        else
        {
            ShowRootOf(message);
        }
    }

    public Ephemeral Whisper(string channel, string user, MessageContent content, string? threadTs)
    {
        var message = FromBot();
        message["ts"] = State.NextTs(core.Now);
        message["is_ephemeral"] = true;
        content.ApplyTo(message);
        if (threadTs is not null)
            message["thread_ts"] = threadTs;

        var ephemeral = new Ephemeral((string)message["ts"]!, channel, user, message, threadTs);
        State.Put(ephemeral);
        core.Hub.Publish(Change("ephemeral", ephemeral), user);
        return ephemeral;
    }

    public void Replace(Ephemeral old, MessageContent content)
    {
        var message = old.Message.Copy();
        message.Remove("blocks");
        message.Remove("attachments");
        message["text"] = "";
        content.ApplyTo(message);
        var replaced = old with { Message = message };
        State.Put(replaced);
        core.Hub.Publish(Change("ephemeral_replaced", replaced), old.User);
    }

    public void Delete(Ephemeral ephemeral)
    {
        State.RemoveEphemeral(ephemeral.Id);
        core.Hub.Publish(Change("ephemeral_deleted", ephemeral), ephemeral.User);
    }

    /// <summary>A message as the Web API shows it, with what Slack counts about its thread.</summary>
    public JsonObject Show(StoredMessage message, bool withMetadata)
    {
        var json = message.Json.Copy();
        if (!withMetadata)
            json.Remove("metadata");

        var replies = message.IsReply ? [] : State.Messages(message.Channel).Replies(message.Ts);
        if (replies.Count == 0)
            return json;

        var users = replies.Select(r => r.Json.Text("user") ?? "").Distinct().ToList();
        json["thread_ts"] = message.Ts;
        json["reply_count"] = replies.Count;
        json["reply_users_count"] = users.Count;
        json["latest_reply"] = replies[^1].Ts;
        json["reply_users"] = users.ToJsonArray();
        json["is_locked"] = false;
        json["subscribed"] = true;
        return json;
    }

    /// <summary>A message as the page gets it: with its channel.</summary>
    public JsonObject ShowOnPage(StoredMessage message)
    {
        var json = Show(message, withMetadata: true);
        json["channel"] = message.Channel;
        return json;
    }

    public static JsonObject ShowOnPage(Ephemeral ephemeral)
    {
        var json = ephemeral.Message.Copy();
        json["channel"] = ephemeral.Channel;
        json["ephemeral_id"] = ephemeral.Id;
        return json;
    }

    private static JsonObject Tombstone(StoredMessage message) => new()
    {
        ["type"] = "message",
        ["subtype"] = "tombstone",
        ["text"] = "This message was deleted.",
        ["user"] = "USLACKBOT",
        ["hidden"] = true,
        ["ts"] = message.Ts,
        ["thread_ts"] = message.Ts,
    };

    private void PutInThread(Channel channel, JsonObject message, string threadTs, bool broadcast)
    {
        var root = State.Messages(channel.Id).Find(threadTs);
        message["thread_ts"] = threadTs;
        if (root?.Json.Text("user") is { } parent)
            message["parent_user_id"] = parent;
        if (broadcast)
        {
            message["subtype"] = "thread_broadcast";
            message["root"] = root is null ? null : Show(root, withMetadata: false);
        }
    }

    private StoredMessage Changed(Channel channel, StoredMessage old, StoredMessage changed)
    {
        core.Hub.Publish(Change("message_changed", changed));
        core.Events.Message(channel, new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = "message_changed",
            ["hidden"] = true,
            ["channel"] = channel.Id,
            ["channel_type"] = channel.EventType,
            ["message"] = Show(changed, withMetadata: false),
            ["previous_message"] = Show(old, withMetadata: false),
            ["ts"] = State.NextTs(core.Now),
            ["event_ts"] = State.NextTs(core.Now),
        });
        return changed;
    }

    private StoredMessage Store(string channel, JsonObject message)
    {
        var stored = new StoredMessage(channel, (string)message["ts"]!, message, Mrkdwn.Pings(message));
        State.Put(stored);
        return stored;
    }

    // The page shows the number of replies under the root.
    private void ShowRootOf(StoredMessage reply)
    {
        if (reply.IsReply && State.Messages(reply.Channel).Find(reply.ThreadTs!) is { } root)
            core.Hub.Publish(Change("message_changed", root));
    }

    private JsonObject EventOf(Channel channel, StoredMessage message)
    {
        var json = Show(message, withMetadata: false);
        json["channel"] = channel.Id;
        json["channel_type"] = channel.EventType;
        json["event_ts"] = message.Ts;
        return json;
    }

    private JsonObject Change(string type, StoredMessage message) =>
        new() { ["type"] = type, ["channel"] = message.Channel, ["message"] = ShowOnPage(message), ["ts"] = message.Ts };

    private static JsonObject Change(string type, Ephemeral ephemeral) => new()
    {
        ["type"] = type,
        ["channel"] = ephemeral.Channel,
        ["user"] = ephemeral.User,
        ["ephemeral_id"] = ephemeral.Id,
        ["message"] = ShowOnPage(ephemeral),
        ["thread_ts"] = ephemeral.ThreadTs,
    };
}
