using Microsoft.Extensions.Options;
using SecurityHubBot.Aws;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Controls;

internal static class ControlsExtensions
{
    public static IServiceCollection AddControls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddControlPlanning(configuration);
        if (configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() is { IsSet: true })
        {
            services.AddSingleton<SharedPlanner>();
        }

        services.AddSingleton<ControlAnswers>();
        services.AddSingleton<LateAnswers>();
        services.AddHostedService(sp => sp.GetRequiredService<LateAnswers>());
        services.AddOptions<ControlOptions>().Bind(configuration.GetSection(ControlOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<ControlOptions>>().Value);
        services.AddSingleton<ApplySignal>();
        services.AddSingleton<PlanDecisions>();
        services.AddSingleton<PlanAnnouncer>();
        services.AddSingleton<IBulletinContent, PlanContent>();
        services.AddSingleton<IBulletinContent, DriftContent>();
        services.AddSingleton<DriftJob>();
        services.AddSingleton<ApplyWorker>();
        services.AddHostedService(sp => sp.GetRequiredService<ApplyWorker>());
        return services;
    }

    /// <summary>What <c>controls plan</c> needs; comparing is possible only where a Region is set.</summary>
    public static IServiceCollection AddControlPlanning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OrganisationUnits>();
        services.AddSingleton<WantedControls>();
        services.AddSingleton<RegionReader>();
        services.AddSingleton<ControlExceptionStore>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<PlanProposals>();
        if (configuration.GetSection(AwsOptions.Section).Get<AwsOptions>() is { IsSet: true })
        {
            services.AddSingleton<ControlLandscapes>();
            services.AddSingleton<CentralConfigurations>();
            services.AddSingleton<ControlPlanner>();
            services.AddSingleton<BatchRunner>();
            services.AddSingleton<PolicyRunner>();
            services.AddSingleton<BatchWork>();
        }

        return services;
    }

    public static SlackServiceBuilder RegisterControls(this SlackServiceBuilder slack) => slack
        .RegisterBlockActionHandler<ButtonAction, PlanHandler>(PlanView.ApproveAction)
        .RegisterBlockActionHandler<ButtonAction, PlanHandler>(PlanView.RejectAction);
}
