namespace SecurityHubBot.Reminders;

internal static class RemindersExtensions
{
    public static IServiceCollection AddReminders(this IServiceCollection services)
    {
        services.AddSingleton<ReminderAudiences>();
        services.AddSingleton<ReminderQueries>();
        services.AddSingleton<ReminderJob>();
        foreach (var kind in Enum.GetValues<ReminderKind>())
        {
            services.AddSingleton<Bulletins.IBulletinContent>(sp => ActivatorUtilities.CreateInstance<ReminderContent>(sp, kind));
        }

        return services;
    }
}
