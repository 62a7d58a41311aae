namespace SecurityHubBot.Reconcile;

internal static class ReconcileExtensions
{
    /// <summary>Compares with whatever <see cref="ISecurityHubTruth"/> is registered, and without one with nothing.</summary>
    public static IServiceCollection AddReconcile(this IServiceCollection services)
    {
        services.AddSingleton<TruthPace>();
        services.AddSingleton<TruthReader>();
        services.AddSingleton<ReconcileStore>();
        services.AddSingleton<VanishedFindings>();
        services.AddSingleton<ScopeComparison>();
        services.AddSingleton<ReconcileJob>();
        return services;
    }
}
