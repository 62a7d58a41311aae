using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace.Ui;

/// <summary>What a person sees and does without the bot's help. Callers hold the gate.</summary>
internal sealed partial class People(Core core, Interactions interactions)
{
    private readonly Dictionary<(string User, string Channel), string> _read = [];

    public JsonObject StateFor(string? user)
    {
        var me = user is null ? core.Seed.FirstPerson ?? core.Seed.People[0].Id : interactions.ActivePerson(user).Id;
        return new JsonObject
        {
            ["team"] = new JsonObject { ["id"] = core.Team, ["name"] = core.Seed.Team.Name, ["domain"] = core.Seed.Team.Domain },
            ["me"] = me,
            ["first_channel"] = core.Seed.FirstChannel,
            ["people"] = core.State.People.Select(ShowPerson).Append(ShowBot()).ToJsonArray(),
            ["channels"] = core.State.Channels.Where(c => Sees(c, me)).Select(c => core.Rooms.ShowOnPage(c, Unread(me, c))).ToJsonArray(),
            ["groups"] = core.Seed.Groups.Select(g => new JsonObject { ["id"] = g.Id, ["handle"] = g.Handle, ["name"] = g.Name, ["member_ids"] = g.Members.ToJsonArray() }).ToJsonArray(),
            ["commands"] = core.Seed.Commands.Select(c => new JsonObject { ["command"] = c.Command, ["description"] = c.Description, ["usage_hint"] = c.UsageHint }).ToJsonArray(),
            ["bot"] = new JsonObject
            {
                ["user_id"] = core.Bot.UserId,
                ["bot_id"] = core.Bot.BotId,
                ["app_id"] = core.Bot.AppId,
                ["name"] = core.Bot.RealName,
                ["connected"] = core.Line.IsConnected,
            },
            ["limits"] = new JsonObject
            {
                ["blocks_in_message"] = BlockKit.BlocksInMessage,
                ["blocks_in_view"] = BlockKit.BlocksInView,
                ["answer_seconds"] = core.Options.Limits.AnswerTime.TotalSeconds,
                ["posts_per_second_per_channel"] = core.Options.Limits.PostsPerSecondPerChannel,
            },
            ["stack"] = core.State.Stack(me).Select(v => v.Json.Copy()).ToJsonArray(),
            ["home"] = core.State.Home(me)?.Json.Copy(),
        };
    }

    public JsonObject Messages(string id, string? user)
    {
        var channel = ChannelFor(id, user);
        var visible = core.State.Messages(id).Visible.ToList();
        if (user is not null)
            _read[(user, id)] = visible.LastOrDefault()?.Ts ?? "";

        return new JsonObject
        {
            ["messages"] = visible.Select(core.Messages.ShowOnPage).ToJsonArray(),
            ["ephemerals"] = core.State.Ephemerals.Where(e => e.Channel == channel.Id && e.User == user).Select(MessageBook.ShowOnPage).ToJsonArray(),
        };
    }

    public JsonObject Thread(string id, string ts)
    {
        var messages = core.State.Messages(ChannelFor(id, null).Id);
        var root = messages.Find(ts) ?? throw new WorkspaceUseException("This thread is no longer there.");
        return new JsonObject { ["messages"] = messages.Replies(root.Ts).Prepend(root).Select(core.Messages.ShowOnPage).ToJsonArray() };
    }

    public string Say(string user, string channelId, string text, string? threadTs)
    {
        var (_, channel) = (interactions.ActivePerson(user), ChannelFor(channelId, user));
        if (text.StartsWith('/'))
            throw new WorkspaceUseException("This is a command, not a message.");
        if (channel.IsArchived)
            throw new WorkspaceUseException($"#{channel.Name} is archived.");
        if (!channel.Members.Contains(user))
            throw new WorkspaceUseException($"You are not a member of #{channel.Name}.");

        var root = threadTs is null ? null : core.State.Messages(channel.Id).Find(threadTs) ?? throw new WorkspaceUseException("This thread is no longer there.");
        var content = new MessageContent(Mrkdwn.Normalize(WithMentions(text)), null, null, null);
        return core.Messages.Post(channel, core.Messages.FromPerson(user), content, root is { IsReply: true } ? root.ThreadTs : threadTs).Ts;
    }

    /// <summary>People delete what they wrote, and, as workspace admins may, what the bot wrote.</summary>
    public void Delete(string user, string channelId, string ts)
    {
        var channel = ChannelFor(channelId, user);
        var message = core.State.Messages(channelId).Find(ts) is { IsTombstone: false } found ? found : throw new WorkspaceUseException("This message is no longer there.");
        if (message.Json.Text("user") != user && message.Json.Text("bot_id") is null)
            throw new WorkspaceUseException("This message is somebody else's.");

        core.Messages.Delete(channel, message);
    }

    /// <summary>Switches a person's account off or on again, as an admin does when somebody leaves.</summary>
    public void Deactivate(string user, bool deactivated)
    {
        var person = (core.State.Person(user) ?? throw new WorkspaceUseException($"There is nobody with the id {user}.")) with { Deleted = deactivated };
        core.State.Put(person);
        // Somebody who was never active in here has had no conversation with the bot yet.
        if (!deactivated && core.State.Channel("D" + user[1..]) is null)
            core.State.Put(new Channel("D" + user[1..], core.Bot.Name, "", IsPrivate: true, core.Now.ToUnixTimeSeconds()) { ImUser = user, Members = [user, core.Bot.UserId] });

        core.Hub.Publish(new JsonObject { ["type"] = "person", ["person"] = ShowPerson(person) });
        core.Events.Send("user_change", new JsonObject { ["type"] = "user_change", ["user"] = Api.UserMethods.Show(core, person, locale: true), ["event_ts"] = core.State.NextTs(core.Now) });
    }

    public void SetBot(string user, string channelId, bool member)
    {
        var channel = ChannelFor(channelId, user);
        if (channel.IsArchived || channel.IsIm)
            throw new WorkspaceUseException("Nobody can be added to or removed from this channel.");

        if (member)
            core.Rooms.Join(channel, core.Bot.UserId, interactions.ActivePerson(user).Id);
        else
            core.Rooms.Leave(channel, core.Bot.UserId, interactions.ActivePerson(user).Id);
    }

    public void Archive(string user, string channelId, bool archived)
    {
        var channel = ChannelFor(channelId, user);
        if (channel.IsIm)
            throw new WorkspaceUseException("A direct message cannot be archived.");

        core.Rooms.Archive(channel, interactions.ActivePerson(user).Id, archived);
    }

    /// <summary>A person opens the app's Home or Messages tab.</summary>
    public JsonObject OpenHome(string user, string tab)
    {
        _ = interactions.ActivePerson(user);
        var home = core.State.Home(user);
        var json = new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = "D" + user[1..], ["tab"] = tab, ["event_ts"] = core.State.NextTs(core.Now) };
        if (tab == "home" && home is not null)
            json["view"] = home.Json.Copy();

        core.Events.Send("app_home_opened", json);
        return new JsonObject { ["view"] = home?.Json.Copy() };
    }

    private JsonObject ShowPerson(SeedPerson person) => new()
    {
        ["id"] = person.Id,
        ["name"] = person.Name,
        ["real_name"] = person.RealName,
        ["title"] = person.Title,
        ["color"] = person.Color,
        ["initials"] = Initials(person.RealName),
        ["locale"] = person.Locale,
        ["tz"] = person.TimeZone,
        ["is_bot"] = false,
        ["deleted"] = person.Deleted,
    };

    private JsonObject ShowBot() => new()
    {
        ["id"] = core.Bot.UserId,
        ["name"] = core.Bot.Name,
        ["real_name"] = core.Bot.RealName,
        ["title"] = "",
        ["color"] = "d9480f",
        ["initials"] = "SH",
        ["locale"] = "ja-JP",
        ["tz"] = "Asia/Tokyo",
        ["is_bot"] = true,
        ["deleted"] = false,
    };

    // A Japanese name is known by its family name's first character, a Latin one by two initials.
    private static string Initials(string name) =>
        name.All(c => c < 0x250) ? string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w[0]).Take(2)) : name[..1];

    private int Unread(string user, Channel channel)
    {
        var read = _read.GetValueOrDefault((user, channel.Id), "");
        return core.State.Messages(channel.Id).Visible.Count(m => string.CompareOrdinal(m.Ts, read) > 0 && m.Json.Text("user") != user);
    }

    private static bool Sees(Channel channel, string user) => channel.IsIm ? channel.ImUser == user : !channel.IsPrivate || channel.Members.Contains(user);

    private Channel ChannelFor(string id, string? user) =>
        core.State.Channel(id) is { } channel && (user is null || Sees(channel, user)) ? channel : throw new WorkspaceUseException($"There is no channel {id} for this person.");

    // The composer of a client turns @name, @channel and #channel into references.
    private string WithMentions(string text) => Reference().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        if (match.Groups["mark"].Value == "#")
            return core.State.ChannelByName(name) is { IsPrivate: false } channel ? $"<#{channel.Id}>" : match.Value;
        if (name is "channel" or "here" or "everyone")
            return $"<!{name}>";
        if (string.Equals(name, core.Bot.Name, StringComparison.OrdinalIgnoreCase))
            return $"<@{core.Bot.UserId}>";

        var person = core.State.People.FirstOrDefault(p => p.Name == name);
        var group = core.Seed.Groups.FirstOrDefault(g => g.Handle == name);
        return person is not null ? $"<@{person.Id}>" : group is not null ? $"<!subteam^{group.Id}>" : match.Value;
    });

    [GeneratedRegex(@"(?<![\w<@#!])(?<mark>[@#])(?<name>[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]|[A-Za-z0-9])", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
