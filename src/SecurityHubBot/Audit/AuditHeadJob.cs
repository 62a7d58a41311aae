using SecurityHubBot.Jobs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Audit;

/// <summary>Writes the end of the audit log into the bot's own log, which is kept elsewhere: <c>verify-audit --expect</c> holds one against the other.</summary>
internal sealed partial class AuditHeadJob(Database database, ILogger<AuditHeadJob> logger) : IRecurringJob
{
    public async Task Run(CancellationToken cancellationToken)
    {
        if (await database.Read(AuditLog.Head, cancellationToken) is { } last)
        {
            Log.Head(logger, last.Seq, last.Hash);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "The audit log ends with {Seq}:{Hash}")]
        public static partial void Head(ILogger logger, long seq, string hash);
    }
}
