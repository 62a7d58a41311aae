using SecurityHubBot.Aws;

namespace SecurityHubBot.Workflows;

internal static class WorkflowsExtensions
{
    /// <summary>Without <c>Aws:Region</c> nothing is determined, and without <c>Aws:Mode=act</c> nothing is written.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<WorkflowLooks>();
        services.AddSingleton<WorkflowState>();
        services.AddSingleton<PendingQueries>();
        services.AddSingleton<PendingAnswers>();
        if (configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() is not { IsSet: true } aws)
        {
            return services;
        }

        services.AddSingleton<WorkflowSettler>();
        services.AddSingleton<WorkflowPass>();
        services.AddHostedService<SettleWorker>();
        if (aws.Acts)
        {
            services.AddSingleton<WorkflowQueue>();
            services.AddSingleton<WorkflowNotes>();
            services.AddSingleton<WorkflowSync>();
            services.AddHostedService<WriteWorker>();
            services.AddHealthChecks().AddCheck<WorkflowHealthCheck>("workflow");
        }

        return services;
    }
}
