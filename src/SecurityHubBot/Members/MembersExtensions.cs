namespace SecurityHubBot.Members;

internal static class MembersExtensions
{
    /// <summary>Who is a member is asked where there is a Security Hub to ask.</summary>
    public static IServiceCollection AddMembers(this IServiceCollection services)
    {
        services.AddSingleton<AccountDiscovery>();
        return services;
    }
}
