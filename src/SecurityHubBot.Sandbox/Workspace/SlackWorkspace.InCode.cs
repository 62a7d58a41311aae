using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Blocks;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

// What people do on the page, in code. Channels go by id or by name.
public sealed partial class SlackWorkspace
{
    /// <summary>What a channel shows, oldest first: roots and broadcast replies.</summary>
    public IReadOnlyList<WorkspaceMessage> Messages(string channel) => Read(() => _core.State.Messages(Find(channel).Id).Visible.Select(Seen).ToList());

    /// <summary>A root and its replies.</summary>
    public IReadOnlyList<WorkspaceMessage> Thread(string channel, string ts) => Read(() =>
    {
        var messages = _core.State.Messages(Find(channel).Id);
        return messages.Find(ts) is { } root ? messages.Replies(ts).Prepend(root).Select(Seen).ToList() : [];
    });

    /// <summary>What only this person sees, in every channel, oldest first.</summary>
    public IReadOnlyList<WorkspaceMessage> Ephemerals(string user) => Read(() =>
        _core.State.Ephemerals.Where(e => e.User == user).Select(e => new WorkspaceMessage(e.Channel, e.Id, e.Message.Copy(), Mrkdwn.Pings(e.Message))).ToList());

    /// <summary>The modal on top of a person's screen.</summary>
    public JsonObject? OpenView(string user) => Read(() => _core.Views.Top(user)?.Json.Copy());

    /// <summary>All modals of a person, the bottom one first.</summary>
    public IReadOnlyList<JsonObject> ViewStack(string user) => Read(() => _core.State.Stack(user).Select(v => v.Json.Copy()).ToList());

    public JsonObject? Home(string user) => Read(() => _core.State.Home(user)?.Json.Copy());

    public bool HasBot(string channel) => Read(() => _core.Rooms.HasBot(Find(channel)));

    /// <summary>The direct message of a person with the bot.</summary>
    public static string DirectMessage(string user) => "D" + user[1..];

    public Task<string> SayAsync(string user, string channel, string text, string? threadTs = null) => Task.FromResult(Read(() => _people.Say(user, Find(channel).Id, text, threadTs)));

    public Task DeleteMessageAsync(string user, string channel, string ts) => Do(() => _people.Delete(user, Find(channel).Id, ts));

    public Task SetBotAsync(string user, string channel, bool member) => Do(() => _people.SetBot(user, Find(channel).Id, member));

    public Task ArchiveAsync(string user, string channel, bool archived = true) => Do(() => _people.Archive(user, Find(channel).Id, archived));

    public Task RenameChannelAsync(string channel, string name) => Do(() => _core.Rooms.Rename(Find(channel), name));

    public Task DeleteChannelAsync(string user, string channel) => Do(() => _core.Rooms.Delete(Find(channel), user));

    public Task CreateChannelAsync(string id, string name, bool isPrivate = false, params string[] members) => Do(() => _core.Rooms.Create(id, name, isPrivate, members));

    /// <summary>Switches a person's account off or on again, as an admin does when somebody leaves.</summary>
    public Task DeactivateAsync(string user, bool deactivated = true) => Do(() => _people.Deactivate(user, deactivated));

    /// <summary>The bytes of a file that a message carries, as a person would download them.</summary>
    public byte[] FileContent(string fileId) => Read(() =>
        Convert.FromBase64String(_core.State.File(fileId)?.Content ?? throw new WorkspaceUseException($"There is no file {fileId}.")));

    public Task<JsonObject> OpenHomeAsync(string user, string tab = "home") => Task.FromResult(Read(() => _people.OpenHome(user, tab)));

    /// <summary>Types a slash command, such as <c>/shub list high</c>.</summary>
    public Task CommandAsync(string user, string channel, string text) => _interactions.Command(user, Read(() => Find(channel).Id), text);

    /// <summary>Presses what has this action id on a message, or on a whisper when the timestamp is one's. For a select, <paramref name="value"/> is the option's value.</summary>
    public Task ClickAsync(string user, string channel, string ts, string actionId, string? value = null)
    {
        var (place, element, blockId) = Read(() =>
        {
            var id = Find(channel).Id;
            var whisper = _core.State.Ephemeral(ts);
            var blocks = (whisper?.Message ?? _core.State.Messages(id).Find(ts)?.Json)?["blocks"];
            var (found, block) = ElementOf(blocks, actionId);
            return (new Place(id, whisper is null ? ts : null, whisper?.Id, null), found, block);
        });
        return _interactions.Click(user, place, blockId, actionId, Given(element, value), null);
    }

    /// <summary>Presses what has this action id in the person's topmost modal, or in the Home tab.</summary>
    public Task ClickInViewAsync(string user, string actionId, string? value = null)
    {
        var (view, element, blockId) = Read(() =>
        {
            var open = _core.Views.Top(user) ?? _core.State.Home(user) ?? throw new WorkspaceUseException("No view is open.");
            var (found, block) = ElementOf(open.Json["blocks"], actionId);
            return (open, found, block);
        });
        return _interactions.Click(user, new Place(null, null, null, view.Id), blockId, actionId, Given(element, value), null);
    }

    /// <summary>
    /// Submits the person's topmost modal. Values go by block id or action id, as text: an option's value, a date as <c>2026-12-24</c>, several values with commas.
    /// Answers <c>{result: closed|errors|updated|pushed|cleared, errors?, view?}</c>.
    /// </summary>
    public Task<JsonObject> SubmitAsync(string user, IReadOnlyDictionary<string, string> values)
    {
        var (id, state) = Read(() =>
        {
            var view = _core.Views.Top(user) ?? throw new WorkspaceUseException("No view is open.");
            return (view.Id, StateOf(view.Json["blocks"], values));
        });
        return _submissions.Submit(user, id, state);
    }

    public Task CloseViewAsync(string user, bool all = false) =>
        _submissions.Close(user, Read(() => _core.Views.Top(user)?.Id ?? throw new WorkspaceUseException("No view is open.")), all);

    /// <summary>Searches in an external select of a message.</summary>
    public Task<JsonObject> OptionsAsync(string user, string channel, string ts, string actionId, string search)
    {
        var (id, block) = Read(() => (Find(channel).Id, ElementOf(_core.State.Messages(Find(channel).Id).Find(ts)?.Json["blocks"], actionId).BlockId));
        return _interactions.Options(user, new Place(id, ts, null, null), block, actionId, search);
    }

    /// <summary>Searches in an external select of the person's topmost modal, or of the Home tab.</summary>
    public Task<JsonObject> OptionsInViewAsync(string user, string actionId, string search)
    {
        var (view, block) = Read(() =>
        {
            var open = _core.Views.Top(user) ?? _core.State.Home(user) ?? throw new WorkspaceUseException("No view is open.");
            return (open.Id, ElementOf(open.Json["blocks"], actionId).BlockId);
        });
        return _interactions.Options(user, new Place(null, null, null, view), block, actionId, search);
    }

    /// <summary>Slack's check of an events URL: true when the bot answers the challenge.</summary>
    public async Task<bool> VerifyEventsUrlAsync()
    {
        var challenge = Guid.NewGuid().ToString("N");
        var answer = await _core.Events.SendEnvelope(new JsonObject { ["token"] = _core.Options.VerificationToken, ["challenge"] = challenge, ["type"] = "url_verification" });
        return answer.Failure is null && (answer.Body.Trim() == challenge || BotLine.ParseObject(answer.Body).Text("challenge") == challenge);
    }

    /// <summary>Delivers an event that was delivered before once more, as Slack does after an answer it did not like. Answers the HTTP status.</summary>
    public async Task<int> RedeliverAsync(WorkspaceCall delivery, int retry = 1, string reason = "http_timeout") =>
        (await _core.Events.SendEnvelope(delivery.Sent.Copy(), retry, reason)).Status;

    /// <summary>Sends an event of any kind to the bot in Slack's envelope; subscribed or not.</summary>
    public async Task<int> SendEventAsync(JsonObject json, string? eventId = null) =>
        (await _core.Events.SendEnvelope(_core.Events.Envelope(eventId ?? "Ev0" + Guid.NewGuid().ToString("N")[..8].ToUpperInvariant(), json))).Status;

    /// <summary>Socket Mode: announces the end of every connection to the bot, and cuts it unless it is only a warning.</summary>
    public Task DisconnectSocketsAsync(string reason = "refresh_requested", bool cut = true) => _core.Line.Sockets.Disconnect(reason, cut);

    public int SocketCount => _core.Line.Sockets.Count;

    private static (JsonObject Element, string BlockId) ElementOf(JsonNode? blocks, string actionId) =>
        blocks.Objects().SelectMany(b => BlockDefaults.ElementsOf(b).Select(e => (e, b.Text("block_id")!))).FirstOrDefault(p => p.e.Text("action_id") == actionId) is { e: not null } found
            ? found
            : throw new WorkspaceUseException($"There is nothing with the action id '{actionId}'.");

    private static JsonObject? Given(JsonObject element, string? value) => value is null ? null : ViewState.FromText(element, value);

    private static JsonObject StateOf(JsonNode? blocks, IReadOnlyDictionary<string, string> values)
    {
        var left = values.Keys.ToHashSet();
        var state = new JsonObject();
        foreach (var (block, element) in blocks.Objects().SelectMany(b => BlockDefaults.ElementsOf(b).Select(e => (b, e))))
        {
            foreach (var name in (string[])[block.Text("block_id")!, element.Text("action_id") ?? ""])
            {
                if (values.TryGetValue(name, out var text) && left.Remove(name))
                    state[block.Text("block_id")!] = new JsonObject { [element.Text("action_id")!] = ViewState.FromText(element, text) };
            }
        }

        return left.Count == 0 ? state : throw new WorkspaceUseException($"The view has no input '{left.First()}'.");
    }

    private Channel Find(string channel) =>
        _core.State.Channel(channel) ?? _core.State.ChannelByName(channel) ?? throw new WorkspaceUseException($"There is no channel {channel}.");

    private WorkspaceMessage Seen(StoredMessage message) => new(message.Channel, message.Ts, _core.Messages.Show(message, withMetadata: true), message.Pings);

    private T Read<T>(Func<T> look)
    {
        lock (_core.Gate)
        {
            return look();
        }
    }

    private Task Do(Action work)
    {
        lock (_core.Gate)
        {
            work();
        }

        return Task.CompletedTask;
    }
}
