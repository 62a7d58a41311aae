using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.Sandbox.Workspace.State;
using SecurityHubBot.Sandbox.Workspace.Ui;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>The workspace without its HTTP side. Whoever reads or changes <see cref="State"/> holds <see cref="Gate"/>, and never across an await.</summary>
internal sealed class Core : IAsyncDisposable
{
    private readonly DocumentStore _store;

    public Core(WorkspaceOptions options)
    {
        Options = options;
        BotUrl = options.BotUrl;
        _store = new DocumentStore(options.StatePath);
        State = new WorkspaceState(_store);
        Rates = new RateLimiter(options.Limits, options.TimeProvider);
        Triggers = new Triggers(options.TimeProvider, options.Limits.TriggerLife);
        Line = new BotLine(this);
        Events = new EventSender(this);
        Messages = new MessageBook(this);
        Rooms = new Rooms(this);
        Views = new ViewBook(this);
        Responses = new ResponseUrls(this);
        Files = new FileShelf(this);
        if (!State.Load())
            Plant();
    }

    public WorkspaceOptions Options { get; }

    public WorkspaceSeed Seed => Options.Seed;

    public SeedBot Bot => Seed.Bot;

    public string Team => Seed.Team.Id;

    public Uri? BotUrl { get; set; }

    /// <summary>The workspace's own address, with a slash at the end; known once the server listens.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1/");

    public Lock Gate { get; } = new();

    public WorkspaceState State { get; }

    public EventHub Hub { get; } = new();

    public CallLog Calls { get; } = new();

    public Faults Faults { get; } = new();

    public RateLimiter Rates { get; }

    public Triggers Triggers { get; }

    public BotLine Line { get; }

    public EventSender Events { get; }

    public MessageBook Messages { get; }

    public Rooms Rooms { get; }

    public ViewBook Views { get; }

    public ResponseUrls Responses { get; }

    public FileShelf Files { get; }

    public CancellationTokenSource Stopping { get; } = new();

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    public void Record(WorkspaceCall call)
    {
        Calls.Add(call);
        Hub.Publish(new JsonObject { ["type"] = "calls", ["call"] = call.ToJson() });
    }

    /// <summary>Back to the seed, as if nothing had ever been said.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            State.Clear();
            Plant();
            Calls.Clear();
            Faults.Clear();
            Rates.Reset();
        }

        Hub.Publish(new JsonObject { ["type"] = "reset" });
    }

    public async ValueTask DisposeAsync()
    {
        await Stopping.CancelAsync();
        Hub.Close();
        await Events.DisposeAsync();
        Line.Dispose();
        lock (Gate)
        {
            _store.Dispose();
        }

        Stopping.Dispose();
    }

    private void Plant()
    {
        var created = Now.ToUnixTimeSeconds();
        foreach (var person in Seed.People)
        {
            State.Put(person);
        }

        foreach (var channel in Seed.Channels)
        {
            State.Put(new Channel(channel.Id, channel.Name, channel.Topic, channel.IsPrivate, created) { IsArchived = channel.IsArchived, Members = [.. channel.Members] });
        }

        foreach (var person in Seed.People.Where(p => !p.Deleted))
        {
            State.Put(new Channel("D" + person.Id[1..], Bot.Name, "", IsPrivate: true, created) { ImUser = person.Id, Members = [person.Id, Bot.UserId] });
        }
    }
}
