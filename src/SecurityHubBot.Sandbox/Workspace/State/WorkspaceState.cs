using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Workspace.State;

/// <summary>Everything the workspace remembers, in memory and written through to the document store. Callers hold <see cref="Core.Gate"/>.</summary>
internal sealed class WorkspaceState(DocumentStore store)
{
    private readonly Dictionary<string, SeedPerson> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Channel> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChannelMessages> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ephemeral> _ephemerals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenView> _views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpenView> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResponseTarget> _responses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredFile> _files = new(StringComparer.Ordinal);
    private long _lastTs;

    public IEnumerable<SeedPerson> People => _people.Values;

    public IEnumerable<Channel> Channels => _channels.Values;

    public IEnumerable<Ephemeral> Ephemerals => _ephemerals.Values.OrderBy(e => e.Id, StringComparer.Ordinal);

    public SeedPerson? Person(string id) => _people.GetValueOrDefault(id);

    public Channel? Channel(string id) => _channels.GetValueOrDefault(id);

    public Channel? ChannelByName(string name) => _channels.Values.FirstOrDefault(c => !c.IsIm && c.Name == name.TrimStart('#'));

    public ChannelMessages Messages(string channel) => _messages.TryGetValue(channel, out var messages) ? messages : _messages[channel] = new ChannelMessages();

    public Ephemeral? Ephemeral(string id) => _ephemerals.GetValueOrDefault(id);

    public OpenView? View(string id) => _views.GetValueOrDefault(id);

    public OpenView? ViewByExternalId(string externalId) => _views.Values.FirstOrDefault(v => (string?)v.Json["external_id"] == externalId);

    public IReadOnlyList<OpenView> Stack(string user) => _stacks.TryGetValue(user, out var stack) ? [.. stack.Select(id => _views[id])] : [];

    public OpenView? Home(string user) => _homes.GetValueOrDefault(user);

    public StoredFile? File(string id) => _files.GetValueOrDefault(id);

    public ResponseTarget? Response(string key) => _responses.GetValueOrDefault(key);

    /// <summary>A timestamp that no message has yet: Slack's are unique in a channel, these are in the whole workspace.</summary>
    public string NextTs(DateTimeOffset now)
    {
        var micros = (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        _lastTs = Math.Max(micros, _lastTs + 1);
        return $"{_lastTs / 1_000_000:D10}.{_lastTs % 1_000_000:D6}";
    }

    public void Put(SeedPerson person)
    {
        _people[person.Id] = person;
        store.Put("person", person.Id, JsonSerializer.SerializeToNode(person)!);
    }

    public void Put(Channel channel)
    {
        _channels[channel.Id] = channel;
        store.Put("channel", channel.Id, JsonSerializer.SerializeToNode(channel)!);
    }

    public void RemoveChannel(string id)
    {
        foreach (var message in Messages(id).All)
        {
            store.Delete("message", Key(message));
        }

        _channels.Remove(id);
        _messages.Remove(id);
        store.Delete("channel", id);
    }

    public void Put(StoredMessage message)
    {
        Messages(message.Channel).Put(message);
        store.Put("message", Key(message), JsonSerializer.SerializeToNode(message)!);
    }

    public void Remove(StoredMessage message)
    {
        Messages(message.Channel).Remove(message);
        store.Delete("message", Key(message));
    }

    public void Put(Ephemeral ephemeral)
    {
        _ephemerals[ephemeral.Id] = ephemeral;
        store.Put("ephemeral", ephemeral.Id, JsonSerializer.SerializeToNode(ephemeral)!);
    }

    public void RemoveEphemeral(string id)
    {
        _ephemerals.Remove(id);
        store.Delete("ephemeral", id);
    }

    public void PutView(OpenView view)
    {
        _views[view.Id] = view;
        store.Put("view", view.Id, JsonSerializer.SerializeToNode(view)!);
    }

    public void PutStack(string user, IReadOnlyList<string> ids)
    {
        foreach (var gone in Stack(user).Where(v => !ids.Contains(v.Id)))
        {
            _views.Remove(gone.Id);
            store.Delete("view", gone.Id);
        }

        _stacks[user] = [.. ids];
        store.Put("stack", user, JsonSerializer.SerializeToNode(ids)!.ToWrapped());
    }

    public void PutHome(OpenView view)
    {
        _homes[view.User] = view;
        store.Put("home", view.User, JsonSerializer.SerializeToNode(view)!);
    }

    public void Put(ResponseTarget target)
    {
        _responses[target.Key] = target;
        store.Put("response", target.Key, JsonSerializer.SerializeToNode(target)!);
    }

    public void Put(StoredFile file)
    {
        _files[file.Id] = file;
        store.Put("file", file.Id, JsonSerializer.SerializeToNode(file)!);
    }

    public void Clear()
    {
        _people.Clear();
        _channels.Clear();
        _messages.Clear();
        _ephemerals.Clear();
        _views.Clear();
        _stacks.Clear();
        _homes.Clear();
        _responses.Clear();
        _files.Clear();
        store.Clear();
    }

    /// <summary>Reads what an earlier run left behind; false when there was nothing.</summary>
    public bool Load()
    {
        Each<SeedPerson>("person", p => _people[p.Id] = p);
        Each<Channel>("channel", c => _channels[c.Id] = c);
        Each<StoredMessage>("message", m => Messages(m.Channel).Put(m));
        Each<Ephemeral>("ephemeral", e => _ephemerals[e.Id] = e);
        Each<OpenView>("view", v => _views[v.Id] = v);
        Each<OpenView>("home", v => _homes[v.User] = v);
        Each<ResponseTarget>("response", r => _responses[r.Key] = r);
        Each<StoredFile>("file", f => _files[f.Id] = f);
        foreach (var (user, ids) in store.All("stack"))
        {
            _stacks[user] = [.. ids["items"]!.AsArray().Select(id => (string)id!).Where(_views.ContainsKey)];
        }

        var newest = _messages.Values.SelectMany(m => m.All).Select(m => m.Ts).Concat(_ephemerals.Keys).DefaultIfEmpty("0.0").Max(StringComparer.Ordinal);
        _lastTs = long.Parse(newest!.Replace(".", "", StringComparison.Ordinal));
        return _channels.Count > 0;
    }

    private static string Key(StoredMessage message) => $"{message.Channel}/{message.Ts}";

    private void Each<T>(string kind, Action<T> put)
    {
        foreach (var (_, document) in store.All(kind))
        {
            put(document.Deserialize<T>()!);
        }
    }
}

internal static class JsonNodes
{
    // A property given twice would otherwise surface as an exception wherever the object is first looked into.
    private static readonly System.Text.Json.JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Parses; throws a <see cref="JsonException"/> for anything that is not JSON or names a property twice.</summary>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, documentOptions: Strict);

    public static Task<JsonNode?> Parse(Stream body, CancellationToken cancellationToken) => JsonNode.ParseAsync(body, documentOptions: Strict, cancellationToken: cancellationToken);

    public static JsonObject ToWrapped(this JsonNode items) => new() { ["items"] = items };

    public static JsonObject Copy(this JsonObject json) => json.DeepClone().AsObject();

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode> nodes) => new([.. nodes]);

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    /// <summary>An object in a property, or null when it is absent or something else.</summary>
    public static JsonObject? Child(this JsonNode? node, string name) => (node as JsonObject)?[name] as JsonObject;

    /// <summary>The text of a property, or null when it is absent, null or not a string.</summary>
    public static string? Text(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonNode? node, string name) => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray array ? array.OfType<JsonObject>() : [];
}
