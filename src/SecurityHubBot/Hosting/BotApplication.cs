using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Prometheus;
using SecurityHubBot.Access;
using SecurityHubBot.Aws;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Commands;
using SecurityHubBot.Controls;
using SecurityHubBot.Digest;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Home;
using SecurityHubBot.Intake;
using SecurityHubBot.Jobs;
using SecurityHubBot.Members;
using SecurityHubBot.Persistence;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Reminders;
using SecurityHubBot.Retention;
using SecurityHubBot.Roles;
using SecurityHubBot.Scores;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Summaries;
using SecurityHubBot.Tickets;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Hosting;

/// <summary>The bot as a web application; the sandbox and the tests start this very one.</summary>
public static class BotApplication
{
    private const string Live = "live";

    /// <param name="configure">Has the last word about settings, such as a sandbox's.</param>
    /// <param name="services">Has the last word about services, such as a test's clock.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Settings(args);
        configure?.Invoke(builder);
        builder.AddLogs();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services
            .AddTelemetry(builder.Configuration)
            .AddPersistence(builder.Configuration)
            .AddOrganisation(builder.Configuration)
            .AddAws(builder.Configuration)
            .AddSlack(builder.Configuration)
            .AddRoles()
            .AddIntake(builder.Configuration)
            .AddCases(builder.Configuration)
            .AddWorkflows(builder.Configuration)
            .AddExceptions()
            .AddBulletins()
            .AddTickets(builder.Configuration)
            .AddSummaries()
            .AddCommands()
            .AddScores()
            .AddHome()
            .AddReconcile()
            .AddMembers()
            .AddControls(builder.Configuration)
            .AddRetention(builder.Configuration)
            .AddReminders()
            .AddDigest(builder.Configuration)
            .AddJobs(builder.Configuration)
            .AddAccess(builder.Configuration);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        // Before anything is touched, and all that is wrong at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAccess();
        app.MapIntake();
        app.MapSlackNet();
        app.MapTickets();
        app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/health/ready");
        app.MapMetrics(metrics => metrics.Registry = app.Services.GetRequiredService<PrometheusMeters>().Registry);
        app.MapDashboard();
        return app;
    }

    /// <summary>A builder that has every setting and nothing else yet.</summary>
    internal static WebApplicationBuilder Settings(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddBotSettings(args);
        return builder;
    }

    /// <summary>Brings the database up to date, where the settings say that <c>serve</c> does so.</summary>
    public static void MigrateAtStart(WebApplication app)
    {
        if (app.Services.GetRequiredService<DatabaseOptions>().MigrateAtStart)
        {
            app.Services.GetRequiredService<Migrator>().Migrate();
        }
    }
}
