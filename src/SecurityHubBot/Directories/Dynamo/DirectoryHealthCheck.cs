using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>
/// Degraded while the bot goes by what it read of DynamoDB earlier: it still works, and taking it away would not help. Unhealthy while it
/// has nothing to go by.
/// </summary>
internal sealed class DirectoryHealthCheck(Database database, DirectoryCopy copy, DirectoryState state, DirectoryOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var last = await database.Read(copy.LastRead, cancellationToken);
        if (last is not { } at)
        {
            return HealthCheckResult.Unhealthy($"The accounts and policies in DynamoDB were never read, so nothing is decided. {state.Fault}");
        }

        var age = time.GetUtcNow() - at;
        var words = string.Create(CultureInfo.InvariantCulture, $"The accounts and policies are those that were read from DynamoDB at {at:u}, {Math.Max(0, age.TotalSeconds):0} seconds ago.");
        var data = new Dictionary<string, object> { ["read_at"] = at, ["age_seconds"] = age.TotalSeconds };
        return state.Fault is { } fault
            ? HealthCheckResult.Degraded($"{words} {fault}.", data: data)
            : age >= options.Old ? HealthCheckResult.Degraded(words, data: data) : HealthCheckResult.Healthy(words, data);
    }
}
