using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Roles;

/// <summary>Who is in which user group. Known for a few seconds, so that a crowd of clicks is one question; a failure is never kept.</summary>
internal sealed partial class UserGroups(ISlackApiClient slack, TimeProvider time, ILogger<UserGroups> logger)
{
    internal static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Question> _asked = new(StringComparer.Ordinal);

    public async Task<bool> Has(string groupId, string userId, CancellationToken cancellationToken) =>
        (await Members(groupId).WaitAsync(cancellationToken)).Contains(userId);

    private Task<IReadOnlySet<string>> Members(string groupId)
    {
        lock (_gate)
        {
            if (!_asked.TryGetValue(groupId, out var question) || IsOver(question))
            {
                _asked[groupId] = question = new Question(Ask(groupId), time.GetTimestamp());
            }

            return question.Answer;
        }
    }

    private bool IsOver(Question question) =>
        question.Answer.IsCompleted && (!question.Answer.IsCompletedSuccessfully || time.GetElapsedTime(question.Asked) > KnownFor);

    // Not with the token of whoever asks first: others wait for the same answer.
    private async Task<IReadOnlySet<string>> Ask(string groupId)
    {
        try
        {
            return (await slack.UserGroupUsers.List(groupId)).ToHashSet(StringComparer.Ordinal);
        }
        catch (SlackException e) when (e.ErrorCode == "no_such_subteam")
        {
            Log.NoSuchGroup(logger, groupId);
            return new HashSet<string>();
        }
    }

    private sealed record Question(Task<IReadOnlySet<string>> Answer, long Asked);

    private static partial class Log
    {
        [LoggerMessage(EventId = 5211, Level = LogLevel.Warning, Message = "User group {Group} in Slack:Approvers or Slack:Operators does not exist or is switched off; nobody is in it")]
        public static partial void NoSuchGroup(ILogger logger, string group);
    }
}
