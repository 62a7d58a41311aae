using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using SecurityHubBot.Cases;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Sync;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets;

internal static class TicketsExtensions
{
    private const string Client = "tickets";

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddTickets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TicketOptions>().Bind(configuration.GetSection(TicketOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<TicketOptions>>().Value);
        services.AddHttpClient(Client, (sp, http) =>
            {
                http.BaseAddress = sp.GetRequiredService<TicketOptions>().BaseUrl;
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = TrackerHttp.MaxAnswerBytes;
            })
            // A redirect could carry the key to another server. Backlog's key is part of the address, so addresses are not logged.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false })
            .RemoveAllLoggers()
            .AddResilienceHandler(Client, Resilience);
        services.AddSingleton<TrackerPause>();
        services.AddSingleton<TicketQueue>();
        services.AddSingleton<TicketRecorder>();
        services.AddSingleton<TicketContents>();
        services.AddSingleton<TicketViews>();
        services.AddSingleton<TicketWebhook>(sp => new TicketWebhook(
            sp.GetRequiredService<Database>(), sp.GetRequiredService<TicketOptions>(), sp.GetRequiredService<Wake>(), sp.GetRequiredService<ILogger<TicketWebhook>>(), sp.GetService<ITicketTracker>()));
        services.AddSingleton<TicketPoll>();
        if (configuration[$"{TicketOptions.Section}:{nameof(TicketOptions.Tracker)}"] is null or "" or TicketOptions.None)
        {
            services.AddSingleton<ITicketCheck, NoTicketCheck>();
            return services;
        }

        services.AddSingleton(Tracker);
        services.AddSingleton<ITicketCheck, TicketCheck>();
        services.AddSingleton<TicketCreator>();
        services.AddSingleton<TicketFollower>();
        services.AddSingleton<TicketSync>();
        services.AddHostedService<TicketWorker>();
        return services;
    }

    public static void MapTickets(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(TicketWebhook.Route, (string tracker, HttpContext context, TicketWebhook webhook) => webhook.Handle(tracker, context));

    /// <summary>Also for one tracker by itself, as tests do.</summary>
    internal static ITicketTracker Tracker(HttpClient http, TicketOptions options, TimeProvider time) => options.Tracker switch
    {
        TicketOptions.Redmine => new RedmineTracker(http, options, time),
        TicketOptions.Jira => new JiraTracker(http, options, time),
        TicketOptions.Backlog => new BacklogTracker(http, options, time),
        TicketOptions.GitHub => new GitHubTracker(http, options, time),
        _ => throw new InvalidOperationException($"'{options.Tracker}' is no tracker."),
    };

    private static ITicketTracker Tracker(IServiceProvider services) => Tracker(
        services.GetRequiredService<IHttpClientFactory>().CreateClient(Client), services.GetRequiredService<TicketOptions>(), services.GetRequiredService<TimeProvider>());

    /// <summary>Questions are asked again at once when the network stumbles; whatever changes something is not repeated here.</summary>
    private static void Resilience(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(200),
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Context.GetRequestMessage()?.Method == HttpMethod.Get && attempt.Outcome.Exception is HttpRequestException or Polly.Timeout.TimeoutRejectedException),
        })
        .AddTimeout(AttemptTimeout);
}
