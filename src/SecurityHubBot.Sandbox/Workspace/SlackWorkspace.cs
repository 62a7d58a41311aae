using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SecurityHubBot.Sandbox.Workspace.Api;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.Sandbox.Workspace.Ui;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>
/// A local Slack over real HTTP: the Web API under <c>/api/</c> with Slack's limits and error codes, signed deliveries to the bot,
/// the page under <c>/</c> and its API under <c>/ui/</c>. The other members let tests do in code what people do on the page.
/// </summary>
public sealed partial class SlackWorkspace : IAsyncDisposable
{
    private readonly Core _core;
    private readonly Interactions _interactions;
    private readonly Submissions _submissions;
    private readonly People _people;
    private readonly WebApplication _app;
    private bool _disposed;

    private SlackWorkspace(WorkspaceOptions options)
    {
        _core = new Core(options);
        _interactions = new Interactions(_core);
        _submissions = new Submissions(_core, _interactions);
        _people = new People(_core, _interactions);
        _app = Build(options);
    }

    /// <summary>The workspace's address, with a slash at the end.</summary>
    public Uri Url => _core.Url;

    /// <summary>What was put beside the workspace with <see cref="WorkspaceOptions.AddServices"/>.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>What the bot gets as <c>Slack:ApiUrl</c>.</summary>
    public Uri ApiUrl => new(_core.Url, "api/");

    /// <summary>Where deliveries go; null lets events vanish and people's clicks fail.</summary>
    public Uri? BotUrl
    {
        get => _core.BotUrl;
        set => _core.BotUrl = value;
    }

    public string SigningSecret => _core.Options.SigningSecret;

    public string BotToken => _core.Options.BotToken;

    public string AppToken => _core.Options.AppToken;

    public SeedBot Bot => _core.Bot;

    public WorkspaceSeed Seed => _core.Seed;

    /// <summary>What goes wrong next.</summary>
    public Faults Faults => _core.Faults;

    /// <summary>Calls of the bot and deliveries to it, oldest first.</summary>
    public IReadOnlyList<WorkspaceCall> Calls => _core.Calls.All;

    public static async Task<SlackWorkspace> StartAsync(WorkspaceOptions? options = null, CancellationToken cancellationToken = default)
    {
        var workspace = new SlackWorkspace(options ?? new WorkspaceOptions());
        try
        {
            await workspace._app.StartAsync(cancellationToken);
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }

        var address = workspace._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        workspace._core.Url = new Uri(address.TrimEnd('/') + "/");
        return workspace;
    }

    /// <summary>Forgets everything that was said and done.</summary>
    public void Reset() => _core.Reset();

    /// <summary>Tells the open pages about something of another part of the sandbox, such as a flood's progress.</summary>
    public void Publish(System.Text.Json.Nodes.JsonObject change) => _core.Hub.Publish(change);

    /// <summary>
    /// Puts the clock forward, unless something is on its way to the bot or somebody's click may still open a view: what was signed
    /// or issued a moment ago would be hours old.
    /// </summary>
    internal bool BetweenClicks(Action putForward)
    {
        lock (_core.Gate)
        {
            return !_core.Triggers.AnyAlive && _core.Line.Between(putForward);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        _disposed = true;
        await _core.Stopping.CancelAsync();
        _core.Hub.Close();
        await _app.DisposeAsync();
        await _core.DisposeAsync();
    }

    private WebApplication Build(WorkspaceOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddLogging();
        options.AddServices?.Invoke(builder.Services);
        var app = builder.Build();
        app.Use(OnlyForThisMachine);
        app.UseWebSockets();
        app.UseRouting();
        new ApiServer(_core).Map(app);
        new UiServer(_core, _people, _interactions, _submissions).Map(app);
        new FileServer(_core).Map(app);
        app.Map("/socket", _core.Line.Sockets.Accept);
        app.MapGet("/archives/{channel}/{message}", (HttpContext context, string channel, string message) =>
            context.Response.Redirect($"/?channel={Uri.EscapeDataString(channel)}&ts={Uri.EscapeDataString(Dotted(message))}"));
        options.MapEndpoints?.Invoke(app, this);
        PageFiles.Map(app);
        return app;
    }

    // A name that somebody else points at 127.0.0.1 must not open the workspace to their web page.
    private static Task OnlyForThisMachine(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]")
            return next(context);

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static string Dotted(string permalinkPart) => permalinkPart is ['p', .. { Length: > 6 } digits] ? $"{digits[..^6]}.{digits[^6..]}" : "";
}
