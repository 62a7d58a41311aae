using SecurityHubBot.Bulletins;

namespace SecurityHubBot.Summaries;

internal static class SummariesExtensions
{
    public static IServiceCollection AddSummaries(this IServiceCollection services)
    {
        services.AddSingleton<SummaryPlanner>();
        services.AddSingleton<SummaryReader>();
        services.AddSingleton<SummaryMaker>();
        services.AddSingleton<MonthlySummaryJob>();
        services.AddSingleton<PastSummaries>();
        services.AddSingleton<IBulletinContent, TeamSummary>();
        services.AddSingleton<IBulletinContent, OrganisationSummary>();
        return services;
    }
}
