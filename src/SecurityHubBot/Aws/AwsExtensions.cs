using Amazon.RateLimits;
using Amazon.Runtime;
using Microsoft.Extensions.Options;
using SecurityHubBot.Members;
using SecurityHubBot.Reconcile;

namespace SecurityHubBot.Aws;

internal static class AwsExtensions
{
    /// <summary>Clients exist only where a Region is set: without one the bot lives on events alone.</summary>
    public static IServiceCollection AddAws(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AwsOptions>().Bind(configuration.GetSection(AwsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<AwsOptions>>().Value);
        services.AddSingleton<AwsEndpoints>();
        services.AddSingleton<AwsRateLimits>();
        services.AddSingleton<AwsPatience>();
        if (configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() is { IsSet: true })
        {
            services.AddSingleton(sp => new AwsClients(
                sp.GetRequiredService<AwsOptions>(), sp.GetRequiredService<AwsEndpoints>(), sp.GetRequiredService<AwsRateLimits>(), sp.GetService<AWSCredentials>()));
            services.AddSingleton<MemberReader>();
            services.AddSingleton<ISecurityHubTruth, SecurityHubTruth>();
        }

        return services;
    }
}
