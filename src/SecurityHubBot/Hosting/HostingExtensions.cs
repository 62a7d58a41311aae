using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Directories;
using SecurityHubBot.Slack;
using Serilog;
using Serilog.Formatting.Compact;

namespace SecurityHubBot.Hosting;

internal static class HostingExtensions
{
    private const string SecretsFolder = "/run/secrets";

    /// <summary>Environment variables win over secret files, which win over <c>appsettings.json</c>.</summary>
    public static IConfigurationBuilder AddBotSettings(this IConfigurationBuilder configuration, string[] args)
    {
        if (Directory.Exists(SecretsFolder))
        {
            configuration.AddKeyPerFile(SecretsFolder, optional: true);
        }

        return configuration.AddEnvironmentVariables().AddCommandLine(args);
    }

    /// <summary>One JSON object a line in production, for machines; readable lines in development, for people.</summary>
    public static void AddLogs(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(logs =>
        {
            logs.ReadFrom.Configuration(builder.Configuration).Enrich.FromLogContext();
            if (builder.Environment.IsDevelopment())
            {
                logs.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}");
            }
            else
            {
                logs.WriteTo.Console(new RenderedCompactJsonFormatter());
            }
        });

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Telemetry>();
        services.AddSingleton<PrometheusMeters>();
        services.AddHostedService<BacklogMetrics>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(Telemetry.Name))
            .WithTracing(t => t.AddSource(Telemetry.Name, SlackTelemetry.Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddNpgsql())
            .WithMetrics(m => m.AddMeter(Telemetry.Meters));
        // The standard variable says where to; without it nothing is sent, and /metrics still answers.
        if (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return services;
    }

    public static IServiceCollection AddOrganisation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OrganisationOptions>().Bind(configuration.GetSection(OrganisationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<OrganisationOptions>>().Value);
        services.AddOptions<DeadlineOptions>().Bind(configuration.GetSection(DeadlineOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<DeadlineOptions>>().Value);
        services.AddSingleton<DueDates>();
        return services.AddDirectory(configuration);
    }
}
