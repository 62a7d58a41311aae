using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Cli;

/// <summary>
/// <c>health</c>: asks the bot that runs with the same settings on this machine whether it lives. For a container's health check: its
/// image has neither curl nor wget.
/// </summary>
internal static class HealthCommand
{
    private const string Path = "health/live";

    // ASP.NET Core's own, where nothing is set.
    private const string DefaultUrl = "http://localhost:5000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> Ask(string[] settings, CancellationToken cancellationToken)
    {
        var address = Address(BotApplication.Settings(settings).Configuration);
        if (await Problem(address, cancellationToken) is { } problem)
        {
            await Console.Error.WriteLineAsync($"The bot does not answer at {address}: {OneLine.Of(problem)}");
            return ExitCodes.NotAlive;
        }

        Console.WriteLine("The bot is alive.");
        return ExitCodes.Ok;
    }

    /// <summary>Where the bot listens, as this machine reaches it; Kestrel takes <c>urls</c> before <c>http_ports</c>.</summary>
    public static Uri Address(IConfiguration configuration)
    {
        var first = First(configuration["urls"]) ?? (First(configuration["http_ports"]) is { } port ? $"http://*:{port}" : DefaultUrl);
        var binding = BindingAddress.Parse(first);
        var host = binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : binding.Host;
        return new Uri($"{binding.Scheme}://{host}:{binding.Port}/{Path}");
    }

    private static async Task<string?> Problem(Uri address, CancellationToken cancellationToken)
    {
        // Not by way of a proxy that the environment names.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"HTTP {(int)response.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"nothing came within {Patience.TotalSeconds:0} seconds";
        }
    }

    private static string? First(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
}
