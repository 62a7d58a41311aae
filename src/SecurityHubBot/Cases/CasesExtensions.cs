using Microsoft.Extensions.Options;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Cases;

internal static class CasesExtensions
{
    public static IServiceCollection AddCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SyncOptions>().Bind(configuration.GetSection(SyncOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<SyncOptions>>().Value);
        services.AddSingleton(ControlCatalogue.Default);
        services.AddSingleton<Wake>();
        services.AddSingleton<CaseDecisions>();
        services.AddSingleton<DecisionWorker>();
        services.AddHostedService(sp => sp.GetRequiredService<DecisionWorker>());
        services.AddSingleton<ICaseActions, CaseActions>();
        services.AddSingleton<ChannelDirectory>();
        services.AddSingleton<CardTarget>();
        services.AddSingleton<ElsewhereFinder>();
        services.AddSingleton<MessageQueue>();
        services.AddSingleton<MessageContent>();
        services.AddSingleton<MessageFinder>();
        services.AddSingleton<MessagePoster>();
        services.AddSingleton<MessageSync>();
        services.AddHostedService<SyncWorker>();
        return services;
    }

    public static SlackServiceBuilder RegisterCases(this SlackServiceBuilder slack) => slack
        .RegisterCaseHandlers()
        .UseEventStore<DatabaseSlackEventStore>()
        .RegisterEventHandler<MessageDeleted, SlackChanges>()
        .RegisterEventHandler<MessageChanged, SlackChanges>()
        .RegisterEventHandler<MemberJoinedChannel, SlackChanges>()
        .RegisterEventHandler<MemberLeftChannel, SlackChanges>()
        .RegisterEventHandler<ChannelArchive, SlackChanges>()
        .RegisterEventHandler<ChannelUnarchive, SlackChanges>();
}
