using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>
/// Degraded while the bot goes by what it read of DynamoDB earlier: it still works, and taking it away would not help. Unhealthy while it
/// has nothing to go by.
/// </summary>
internal sealed class DirectoryHealthCheck(Database database, IDirectoryTables tables, DirectoryOptions options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var condition = await database.Read(tables.Condition, cancellationToken);
        if (condition is not { ReadAt: { } at, Age: { TotalSeconds: var seconds } })
        {
            return HealthCheckResult.Unhealthy($"The accounts and policies in DynamoDB were never read, so nothing is decided. {condition.Fault}");
        }

        string?[] words =
        [
            string.Create(CultureInfo.InvariantCulture, $"The accounts and policies are those that were read from DynamoDB at {at:u}, {Math.Max(0, seconds):0} seconds ago."),
            condition.Fault is { } fault ? $"{fault}." : null,
            .. condition.Emptied.Select(Empty),
        ];
        var description = string.Join(' ', words.OfType<string>());
        var data = new Dictionary<string, object> { ["read_at"] = at, ["age_seconds"] = seconds };
        return condition is { Fault: null, IsOld: false, Emptied: [] } ? HealthCheckResult.Healthy(description, data) : HealthCheckResult.Degraded(description, data: data);
    }

    private string Empty(EmptiedTable table) =>
        $"The table {(table.Name == DirectoryTable.Accounts.Name ? options.AccountTable : options.PolicyTable)} is empty, and its last {table.Rows} rows are used: put them back, or enter one row if it is meant to be empty.";
}
