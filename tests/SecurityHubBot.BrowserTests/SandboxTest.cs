using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using SecurityHubBot.Sandbox;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace SecurityHubBot.BrowserTests;

/// <summary>A sandbox of its own with an open page for every test; whatever the browser complains about fails the test.</summary>
public abstract class SandboxTest(Chromium chromium) : IAsyncLifetime
{
    protected const string Ito = AozoraHosting.Ito;
    protected const string Tanaka = AozoraHosting.Tanaka;
    protected const string Miller = AozoraHosting.Miller;

    // The machine may be busy with other tests; a page that never gets there is still found.
    private const float Patience = 40_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("shub-browser-").FullName;
    private readonly ConcurrentQueue<string> _complaints = [];
    private SandboxApplication? _sandbox;
    private IBrowserContext? _context;

    protected SandboxApplication Sandbox => _sandbox!;

    protected SlackWorkspace Workspace => Sandbox.Workspace;

    protected IPage Page { get; set; } = null!;

    /// <summary>For tests in which the server goes away: the browser reports every connection that it could not make.</summary>
    protected bool AllowLostConnections { get; set; }

    protected ILocator Clock => Page.GetByTestId("clock");

    protected ILocator Panel => Page.GetByTestId("clock-panel");

    protected string BotDatabase => Path.Combine(_folder, "bot.db");

    public virtual async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Browser.SkipReason is not null, Browser.SkipReason ?? "");
        SetDefaultExpectTimeout(Patience);
        _sandbox = await StartSandbox(pagePort: 0);
        Page = await Open(new());
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_context is not null)
        {
            if (TestContext.Current.TestState is { Result: TestResult.Failed })
                await Shot("failed-" + TestContext.Current.TestMethod?.MethodName);

            await _context.DisposeAsync();
        }

        if (_sandbox is not null)
            await _sandbox.DisposeAsync();

        Directory.Delete(_folder, recursive: true);
        _complaints.ShouldBeEmpty();
    }

    /// <summary>A fresh browser profile at the page's address.</summary>
    protected async Task<IPage> Open(BrowserNewContextOptions options, string path = "")
    {
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        options.Locale ??= "ja-JP";
        options.ReducedMotion ??= ReducedMotion.Reduce;
        if (_context is not null)
            await _context.DisposeAsync();

        _context = await (await chromium.Get()).NewContextAsync(options);
        _context.SetDefaultTimeout(Patience);
        var page = await _context.NewPageAsync();
        page.Console += (_, message) => Complain(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Complain(true, $"page: {error}");
        await page.GotoAsync(new Uri(Sandbox.PageUrl, path).ToString());
        await Expect(page.GetByTestId("person-switch")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Ends the sandbox as Ctrl+C does and starts it again in the same folder, at the same address.</summary>
    protected async Task Restart(Func<Task> whileAway)
    {
        AllowLostConnections = true;
        var port = Sandbox.PageUrl.Port;
        await _sandbox!.DisposeAsync();
        _sandbox = null;
        await whileAway();
        _sandbox = await StartSandbox(port);
    }

    protected async Task Become(string person)
    {
        await Page.GetByTestId("person-switch").ClickAsync();
        await Page.GetByTestId($"person-{person}").ClickAsync();
        await Expect(Page.GetByTestId("person-switch")).ToHaveAttributeAsync("data-person", person);
    }

    protected async Task OpenChannel(string name)
    {
        await Page.GetByTestId($"channel-{name}").ClickAsync();
        await Expect(Page.GetByTestId("channel-header").Locator("h1")).ToHaveTextAsync(name);
    }

    /// <summary>The card in the open channel whose header names this control.</summary>
    protected ILocator Card(string control) => Page.GetByTestId("message-list").Locator("article.message").Filter(new() { Has = Page.Locator(".block-header", new() { HasText = $"({control})" }) });

    /// <summary>The only card of this control on an account.</summary>
    protected ILocator Card(string control, string account) => Card(control).Filter(new() { HasText = account });

    protected static ILocator Button(ILocator place, string actionId) => place.Locator($"[data-action-id='{actionId}']");

    /// <summary>What the bot said last to the person alone.</summary>
    protected ILocator Answer => Page.GetByTestId("message-list").GetByTestId("ephemeral").Last;

    protected async Task Type(string command)
    {
        await Page.GetByTestId("composer").FillAsync(command);
        await Page.GetByTestId("composer-send").ClickAsync();
        await Expect(Page.GetByTestId("composer")).ToHaveValueAsync("");
    }

    protected async Task<ILocator> Aws(string? tab = null)
    {
        if (!await Page.Locator(".aws").IsVisibleAsync())
            await Page.GetByTestId("aws-toggle").ClickAsync();

        await Page.GetByTestId($"aws-tab-{tab ?? "resources"}").ClickAsync();
        return Page.Locator(".aws");
    }

    /// <summary>The one row of the AWS corner for a resource.</summary>
    protected async Task<ILocator> Resource(string control, string name)
    {
        var corner = await Aws();
        await corner.GetByTestId("aws-search").FillAsync(name);
        var row = corner.Locator($"[data-testid=aws-resource][data-control='{control}']").Filter(new() { HasText = name });
        await Expect(row).ToHaveCountAsync(1);
        return row;
    }

    protected async Task Fix(string control, string name)
    {
        var row = await Resource(control, name);
        await row.GetByTestId("aws-fix").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "PASSED");
    }

    /// <summary>Puts the clock forward, and waits until it is there.</summary>
    /// <param name="shot">The name of a picture of the panel by then.</param>
    protected async Task Advance(string by, string? shot = null)
    {
        await Clock.ClickAsync();
        await Panel.GetByTestId($"clock-{by}").ClickAsync();
        // Every hour of the way is lived through, and other tests run beside this one.
        await Expect(Page.GetByTestId("toast").Filter(new() { HasText = "まで進めました" }).Last).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await Expect(Panel.GetByTestId($"clock-{by}")).ToBeVisibleAsync();
        if (shot is not null)
            await Shot(shot);

        await Page.Keyboard.PressAsync("Escape");
        await Expect(Panel).ToHaveCountAsync(0);
    }

    /// <summary>Waits until Security Hub has told everything and the bot has brought all of it to Slack.</summary>
    protected async Task Quiet()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.PageUrl };
        for (var turn = 0; turn < 400; turn++)
        {
            var delivery = JsonNode.Parse(await http.GetStringAsync("aws/state", TestContext.Current.CancellationToken))!["delivery"]!;
            if ((int)delivery["waiting"]! == 0 && (int)delivery["sent"]! > 0 && Cards.AllAreAsTheyShouldBe(BotDatabase))
                return;

            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }

        Assert.Fail("The bot has not brought everything to Slack.");
    }

    /// <summary>A picture for people, when the environment names a folder for them.</summary>
    protected async Task Shot(string name, IPage? page = null)
    {
        if (Environment.GetEnvironmentVariable("SHUB_SCREENSHOTS") is { Length: > 0 } folder)
            await (page ?? Page).ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    private Task<SandboxApplication> StartSandbox(int pagePort) =>
        SandboxApplication.Start(new SandboxOptions { Folder = _folder, PagePort = pagePort, BotPort = 0 }, TestContext.Current.CancellationToken);

    private void Complain(bool isBad, string complaint)
    {
        // Whoever asks while the server is starting is told so with 503; the page asks again.
        var isAway = complaint.Contains("net::ERR_", StringComparison.Ordinal) || complaint.Contains("status of 503", StringComparison.Ordinal);
        if (isBad && !(AllowLostConnections && isAway))
            _complaints.Enqueue(complaint);
    }
}
