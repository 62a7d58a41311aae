using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Benchmarks.Intake;

/// <summary>
/// The real bot on a free port. There is no Slack: the worker that speaks to it is taken out of the services, and so is the one
/// that decides about cases unless it is asked for.
/// </summary>
internal sealed class BenchmarkBot : IAsyncDisposable
{
    public const string ApiKey = "intake-benchmark-api-key";
    /// <summary>By its id: there is no Slack that would know a name.</summary>
    public const string SecurityChannel = "C0SECURITY";

    private const string Decider = "DecisionWorker";
    private const string Sync = "SyncWorker";

    private readonly WebApplication _app;

    private BenchmarkBot(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BenchmarkBot> Start(string connectionString, bool decides)
    {
        var app = BotApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(connectionString));
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Host.UseServiceProviderFactory(new WithoutWorkers(decides ? [Sync] : [Sync, Decider]));
        });
        BotApplication.MigrateAtStart(app);
        await app.StartAsync();
        return new BenchmarkBot(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal static Dictionary<string, string?> Settings(string connectionString) => new()
    {
        ["Database:Provider"] = "postgres",
        ["ConnectionStrings:Bot"] = connectionString,
        ["Slack:BotToken"] = "xoxb-benchmark",
        ["Slack:SigningSecret"] = "benchmark",
        ["Slack:ApiUrl"] = "http://127.0.0.1:9/",
        ["Slack:SecurityChannel"] = SecurityChannel,
        ["Intake:ApiKey"] = ApiKey,
        // No request is logged at the shipped level either.
        ["Serilog:MinimumLevel:Default"] = "Error",
        ["Serilog:MinimumLevel:Override:Microsoft.AspNetCore"] = "Error",
    };

    /// <summary>The bot adds its services after everybody else had a say, so they are taken out when all are there.</summary>
    private sealed class WithoutWorkers(string[] names) : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services)
        {
            foreach (var name in names)
            {
                services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && Worker(s) == name));
            }

            return services;
        }

        public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();

        private static string? Worker(ServiceDescriptor service) =>
            (service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments.Last())?.Name;
    }
}
