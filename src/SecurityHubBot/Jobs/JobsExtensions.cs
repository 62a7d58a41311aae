using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.Options;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Jobs;

internal static class JobsExtensions
{
    private const int Workers = 4;

    // Less than the host gives everybody together.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJobsSchema(configuration);
        services.AddSingleton(RecurringJobs.All);
        services.AddSingleton<JobRuns>();
        services.AddSingleton<JobQueries>();
        services.AddSingleton<JobWishes>();
        services.AddSingleton<JobAnswers>();
        services.AddHostedService<JobMetrics>();
        if (!(configuration.GetSection(JobsOptions.Section).Get<JobsOptions>() ?? new JobsOptions()).Enabled)
        {
            return services;
        }

        services.AddSingleton<JobLock>();
        // Registered here and not left to the configuration below, which is one for the whole process.
        services.AddSingleton<JobActivator>(sp => new AspNetCoreJobActivator(sp.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<JobStorage>(sp => CreateStorage(sp.GetRequiredService<DatabaseOptions>()));
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = Workers;
            server.ShutdownTimeout = StopWithin;
            server.CancellationCheckInterval = TimeSpan.FromSeconds(5);
        });
        services.AddHostedService<JobSchedule>();
        return services;
    }

    /// <summary>What <c>migrate</c> needs.</summary>
    public static IServiceCollection AddJobsSchema(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobsOptions>().Bind(configuration.GetSection(JobsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<JobsOptions>>().Value);
        services.AddSingleton<JobsSchema>();
        return services;
    }

    private static JobStorage CreateStorage(DatabaseOptions database)
    {
        if (!database.IsPostgres)
        {
            return new InMemoryStorage();
        }

        var options = new PostgreSqlStorageOptions
        {
            SchemaName = JobsSchema.Name,
            PrepareSchemaIfNecessary = false,
            QueuePollInterval = TimeSpan.FromSeconds(5),
            // A run that takes long is not given to a second worker.
            UseSlidingInvisibilityTimeout = true,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(database.ConnectionString, options), options);
    }
}
