namespace SecurityHubBot.Bulletins;

internal static class BulletinsExtensions
{
    public static IServiceCollection AddBulletins(this IServiceCollection services)
    {
        services.AddSingleton<BulletinQueue>();
        services.AddSingleton<BulletinPlaces>();
        services.AddSingleton<BulletinSync>();
        services.AddHostedService<BulletinWorker>();
        return services;
    }
}
