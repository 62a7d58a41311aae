using Microsoft.Playwright;
using SecurityHubBot.BrowserTests;
using SecurityHubBot.TestSupport;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SecurityHubBot.BrowserTests;

/// <summary>One browser for all tests, started by the first that needs it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(Start);

    public async Task<IBrowser> Get() => (await _started.Value).Browser;

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;

        var (driver, browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> Start()
    {
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browser.ExecutablePath,
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        }));
    }
}
