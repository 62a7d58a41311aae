using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Roles;

/// <summary>Asks Slack who somebody is now, and the settings and Slack's user groups what they may. Without an answer nobody may.</summary>
internal sealed partial class SlackRoles(
    ISlackApiClient slack, UserGroups groups, RoleLists lists, BotIdentity bot, TimeProvider time, ILogger<SlackRoles> logger) : IRoles
{
    // A modal has to be answered within three seconds, and this is only the first question.
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Permission Allowed = new Permission.Allowed();

    public async Task<Permission> May(string userId, BotAction action, CancellationToken cancellationToken)
    {
        var roles = RoleRules.WhoMay(action);
        if (roles.Contains(Role.Anyone))
        {
            return Allowed;
        }

        var whoMay = lists.Of(roles);
        var reason = await Ask(userId, whoMay, cancellationToken);
        return reason is { } refused ? new Permission.Refused(refused, whoMay) : Allowed;
    }

    private async Task<RefusalReason?> Ask(string userId, IReadOnlyList<string> whoMay, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await Refusal(userId, whoMay, limit.Token).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await limit.CancelAsync();
            Log.CannotCheck(logger, userId, e.Message);
            return RefusalReason.CannotCheckNow;
        }
    }

    /// <returns>Null when there is nothing against it.</returns>
    private async Task<RefusalReason?> Refusal(string userId, IReadOnlyList<string> whoMay, CancellationToken cancellationToken)
    {
        if (await Person(userId, cancellationToken) is not { } person)
        {
            return RefusalReason.NotAMember;
        }

        if (person.Deleted)
        {
            return RefusalReason.Deactivated;
        }

        if (!await IsMember(person, cancellationToken))
        {
            return RefusalReason.NotAMember;
        }

        return whoMay.Contains(userId) || await IsInGroup(userId, whoMay, cancellationToken) ? null : RefusalReason.NotInList;
    }

    private async Task<User?> Person(string userId, CancellationToken cancellationToken)
    {
        try
        {
            return await slack.Users.Info(userId, cancellationToken: cancellationToken);
        }
        catch (SlackException e) when (e.ErrorCode is "user_not_found" or "user_not_visible")
        {
            return null;
        }
    }

    private async Task<bool> IsMember(User person, CancellationToken cancellationToken)
    {
        if (person.IsBot || person.IsRestricted || person.IsUltraRestricted || person.IsStranger)
        {
            return false;
        }

        // Through a shared channel people of other workspaces can press the bot's buttons too.
        var team = (await bot.Get(cancellationToken)).TeamId;
        return person.TeamId is null || person.TeamId == team || person.EnterpriseUser?.Teams.Contains(team) == true;
    }

    /// <summary>One group that has the person is enough, whatever became of the questions about the others.</summary>
    private async Task<bool> IsInGroup(string userId, IReadOnlyList<string> whoMay, CancellationToken cancellationToken)
    {
        var questions = whoMay.Where(RoleLists.IsGroup).Select(group => groups.Has(group, userId, cancellationToken)).ToList();
        SlackCallException? failure = null;
        await foreach (var question in Task.WhenEach(questions).WithCancellation(cancellationToken))
        {
            try
            {
                if (await question)
                {
                    return true;
                }
            }
            catch (SlackCallException e)
            {
                failure = e;
            }
        }

        return failure is null ? false : throw failure;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5202, Level = LogLevel.Warning, Message = "What {User} may do could not be found out, so it was refused: {Reason}")]
        public static partial void CannotCheck(ILogger logger, string user, string reason);
    }
}
