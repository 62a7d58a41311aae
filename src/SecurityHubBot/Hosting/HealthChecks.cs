using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Hosting;

/// <summary>Ready when the database answers: without it an event would be answered 503 anyway.</summary>
internal sealed class DatabaseHealthCheck(Database database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.Read(session => session.Scalar<long>("select version from directory_version"), cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database cannot be reached.", exception);
        }
    }
}
