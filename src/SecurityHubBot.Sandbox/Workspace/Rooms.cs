using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>Channels: who is in them, and what happens to them.</summary>
internal sealed class Rooms(Core core)
{
    private WorkspaceState State => core.State;

    /// <summary>A channel as the bot may see it: a private one only from inside.</summary>
    public Channel Visible(string? id)
    {
        var channel = id is null ? null : State.Channel(id);
        return channel is null || (channel.IsPrivate && !HasBot(channel)) ? throw new SlackApiException("channel_not_found") : channel;
    }

    /// <summary>Where the bot may write: by id, by name, or a person's id for the direct message.</summary>
    public Channel Writable(string? target)
    {
        var direct = target is not null && State.Person(target) is { Deleted: false } ? "D" + target[1..] : null;
        var channel = Visible(direct ?? (target is null || State.Channel(target) is not null ? target : State.ChannelByName(target)?.Id));
        if (channel.IsArchived)
            throw new SlackApiException("is_archived");
        if (!HasBot(channel))
            throw new SlackApiException("not_in_channel");

        return channel;
    }

    public Channel Readable(string? id)
    {
        var channel = Visible(id);
        return HasBot(channel) ? channel : throw new SlackApiException("not_in_channel");
    }

    public bool HasBot(Channel channel) => channel.Members.Contains(core.Bot.UserId);

    public void Join(Channel channel, string user, string inviter)
    {
        if (channel.Members.Contains(user))
            return;

        var joined = channel with { Members = [.. channel.Members, user] };
        Put(joined);
        core.Events.Channel(joined, "member_joined_channel", Membership("member_joined_channel", joined, user, inviter));
    }

    public void Leave(Channel channel, string user, string actor)
    {
        if (!channel.Members.Contains(user))
            return;

        var left = channel with { Members = [.. channel.Members.Where(m => m != user)] };
        Put(left);
        // The bot still hears of its own removal, as a member and as the one who was removed.
        core.Events.Channel(channel, "member_left_channel", Membership("member_left_channel", left, user, null));
        if (user == core.Bot.UserId)
        {
            var type = channel.IsPrivate ? "group_left" : "channel_left";
            core.Events.Channel(channel, type, new JsonObject { ["type"] = type, ["channel"] = channel.Id, ["actor_id"] = actor, ["event_ts"] = State.NextTs(core.Now) });
        }
    }

    public void Archive(Channel channel, string user, bool archived)
    {
        if (channel.IsArchived == archived)
            return;

        Put(channel with { IsArchived = archived });
        var type = archived ? "channel_archive" : "channel_unarchive";
        core.Events.Channel(channel, type, new JsonObject { ["type"] = type, ["channel"] = channel.Id, ["user"] = user, ["is_moved"] = 0, ["event_ts"] = State.NextTs(core.Now) });
    }

    public void Rename(Channel channel, string name)
    {
        Put(channel with { Name = name });
        var json = new JsonObject { ["id"] = channel.Id, ["name"] = name, ["created"] = channel.Created };
        core.Events.Channel(channel, "channel_rename", new JsonObject { ["type"] = "channel_rename", ["channel"] = json, ["event_ts"] = State.NextTs(core.Now) });
    }

    public void Delete(Channel channel, string user)
    {
        State.RemoveChannel(channel.Id);
        core.Hub.Publish(new JsonObject { ["type"] = "channel_deleted", ["channel"] = channel.Id });
        core.Events.Channel(channel, "channel_deleted", new JsonObject { ["type"] = "channel_deleted", ["channel"] = channel.Id, ["actor_id"] = user, ["event_ts"] = State.NextTs(core.Now) });
    }

    public Channel Create(string id, string name, bool isPrivate, IEnumerable<string> members)
    {
        var channel = new Channel(id, name, "", isPrivate, core.Now.ToUnixTimeSeconds()) { Members = [.. members] };
        Put(channel);
        return channel;
    }

    public JsonObject Show(Channel channel)
    {
        if (channel.ImUser is { } user)
        {
            return new JsonObject
            {
                ["id"] = channel.Id,
                ["created"] = channel.Created,
                ["is_im"] = true,
                ["is_archived"] = channel.IsArchived,
                ["is_org_shared"] = false,
                ["user"] = user,
                ["is_user_deleted"] = State.Person(user)?.Deleted ?? true,
                ["is_open"] = true,
                ["priority"] = 0,
            };
        }

        return new JsonObject
        {
            ["id"] = channel.Id,
            ["name"] = channel.Name,
            ["name_normalized"] = channel.Name,
            ["is_channel"] = !channel.IsPrivate,
            ["is_group"] = false,
            ["is_im"] = false,
            ["is_mpim"] = false,
            ["is_private"] = channel.IsPrivate,
            ["is_archived"] = channel.IsArchived,
            ["is_general"] = channel.Name == "general",
            ["is_shared"] = false,
            ["is_ext_shared"] = false,
            ["is_org_shared"] = false,
            ["created"] = channel.Created,
            ["creator"] = core.Seed.People[0].Id,
            ["unlinked"] = 0,
            ["is_member"] = HasBot(channel),
            ["topic"] = Described(channel.Topic),
            ["purpose"] = Described(""),
            ["context_team_id"] = core.Team,
            ["updated"] = channel.Created * 1000,
        };
    }

    public JsonObject ShowOnPage(Channel channel, int unread = 0) => new()
    {
        ["id"] = channel.Id,
        ["name"] = channel.Name,
        ["is_private"] = channel.IsPrivate,
        ["is_im"] = channel.IsIm,
        ["user"] = channel.ImUser,
        ["is_archived"] = channel.IsArchived,
        ["topic"] = channel.Topic,
        ["member_ids"] = channel.Members.ToJsonArray(),
        ["bot_is_member"] = HasBot(channel),
        ["unread"] = unread,
    };

    private JsonObject Membership(string type, Channel channel, string user, string? inviter)
    {
        var json = new JsonObject
        {
            ["type"] = type,
            ["user"] = user,
            ["channel"] = channel.Id,
            ["channel_type"] = channel.IsPrivate ? "G" : "C",
            ["team"] = core.Team,
            ["event_ts"] = State.NextTs(core.Now),
        };
        if (inviter is not null)
            json["inviter"] = inviter;

        return json;
    }

    private void Put(Channel channel)
    {
        State.Put(channel);
        core.Hub.Publish(new JsonObject { ["type"] = "channel", ["channel"] = ShowOnPage(channel) });
    }

    private static JsonObject Described(string value) => new() { ["value"] = value, ["creator"] = "", ["last_set"] = 0 };
}
