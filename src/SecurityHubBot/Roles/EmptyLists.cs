using SecurityHubBot.Domain.Roles;

namespace SecurityHubBot.Roles;

/// <summary>Says at start what nobody will be able to do, before somebody finds it out in Slack.</summary>
internal sealed partial class EmptyLists(RoleLists lists, ILogger<EmptyLists> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (lists.Of(Role.Approver).Count == 0)
        {
            Log.NoApprovers(logger);
        }

        if (lists.Of(Role.Operator).Count == 0)
        {
            Log.NoOperators(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 5203, Level = LogLevel.Warning, Message = "Slack:Approvers is empty: nobody can approve or reject exceptions")]
        public static partial void NoApprovers(ILogger logger);

        [LoggerMessage(EventId = 5204, Level = LogLevel.Warning, Message = "Slack:Operators is empty: nobody can change policies and accounts from Slack")]
        public static partial void NoOperators(ILogger logger);
    }
}
