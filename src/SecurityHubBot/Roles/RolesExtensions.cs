namespace SecurityHubBot.Roles;

internal static class RolesExtensions
{
    public static IServiceCollection AddRoles(this IServiceCollection services)
    {
        services.AddSingleton<RoleLists>();
        services.AddSingleton<UserGroups>();
        services.AddSingleton<IRoles, SlackRoles>();
        services.AddHostedService<EmptyLists>();
        return services;
    }
}
