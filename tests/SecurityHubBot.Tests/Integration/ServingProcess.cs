using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace SecurityHubBot.Tests.Integration;

/// <summary>The bot as a process of its own, which can be killed without warning.</summary>
internal sealed class ServingProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private ServingProcess(Process process, Uri url) => (_process, _http, Url) = (process, new HttpClient { BaseAddress = url }, url);

    public Uri Url { get; }

    public static async Task<ServingProcess> Start(Dictionary<string, string?> settings)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SecurityHubBot.dll"), "serve"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        // The lease of a killed process has to run out before another takes over.
        start.Environment["Sync__Lease"] = "00:00:04";
        start.Environment["ASPNETCORE_URLS"] = url.ToString();
        var process = System.Diagnostics.Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var bot = new ServingProcess(process, url);
        await bot.WaitUntilReady();
        return bot;
    }

    public async Task Accept(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/intake/eventbridge") { Content = new ByteArrayContent(body), Headers = { { "X-Api-Key", TestBot.ApiKey } } };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        _http.Dispose();
    }

    private async Task WaitUntilReady()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if ((await _http.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
