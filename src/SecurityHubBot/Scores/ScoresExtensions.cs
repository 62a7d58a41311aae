namespace SecurityHubBot.Scores;

internal static class ScoresExtensions
{
    public static IServiceCollection AddScores(this IServiceCollection services)
    {
        services.AddSingleton<IControlEnablement, EnabledWhereFound>();
        services.AddSingleton<ScoreQuery>();
        services.AddSingleton<ScoreHistory>();
        services.AddSingleton<ScoreAnswers>();
        return services;
    }
}
