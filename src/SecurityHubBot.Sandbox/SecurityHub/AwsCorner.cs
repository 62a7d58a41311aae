namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>Puts the AWS corner into a host: services, background work and the <c>/aws</c> endpoints.</summary>
public static class AwsCorner
{
    /// <summary>The simulated organisation; its findings set out for the bot as soon as the host runs.</summary>
    public static IServiceCollection AddAwsCorner(this IServiceCollection services, AwsCornerOptions options, Organisation? organisation = null)
    {
        services.AddSingleton(options);
        services.AddSingleton(organisation ?? Organisation.Default);
        services.AddSingleton<BotIntake>();
        services.AddSingleton<EventSender>();
        services.AddSingleton(s => new LocalSecurityHub(
            s.GetRequiredService<Organisation>(),
            new DocumentStore(options.DatabasePath),
            s.GetRequiredService<EventSender>(),
            Time(s),
            s.GetRequiredService<ILogger<LocalSecurityHub>>()));
        services.AddSingleton(s => new Flood(s.GetRequiredService<LocalSecurityHub>(), Time(s)));
        services.AddHostedService(s => s.GetRequiredService<EventSender>());
        services.AddHostedService(s => new Starter(s.GetRequiredService<LocalSecurityHub>(), options));
        services.AddHostedService(s => s.GetRequiredService<Flood>());
        services.TryAddTimeProvider();
        return services;
    }

    /// <summary>The <c>/aws</c> endpoints.</summary>
    public static IEndpointRouteBuilder MapAwsCorner(this IEndpointRouteBuilder endpoints)
    {
        AwsCornerEndpoints.Map(endpoints);
        return endpoints;
    }

    private static TimeProvider Time(IServiceProvider services) => services.GetRequiredService<TimeProvider>();

    private static void TryAddTimeProvider(this IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(TimeProvider)))
        {
            services.AddSingleton(TimeProvider.System);
        }
    }

    private sealed class Starter(LocalSecurityHub hub, AwsCornerOptions options) : BackgroundService
    {
        private IReadOnlyList<TrackedResource> _pending = [];

        // Before anybody can change anything: a change sends itself.
        public override Task StartAsync(CancellationToken cancellationToken)
        {
            _pending = hub.Pending();
            return base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await options.BotReady.WaitAsync(stoppingToken);
            hub.SendUnchanged(_pending);
        }
    }
}
