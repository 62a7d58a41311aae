using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Tests.Roles;

/// <summary>Slack as far as it says who people are: answers from memory, fails as told, and counts the questions.</summary>
internal sealed class FakePeople : ISlackApiClient, IUsersApi, IUserGroupUsersApi, IAuthApi
{
    public const string Team = "T0HOME001";

    public Dictionary<string, User> People { get; } = [];

    public Dictionary<string, List<string>> Groups { get; } = [];

    public Dictionary<string, Exception> FailGroups { get; } = [];

    public Exception? FailUsers { get; set; }

    /// <summary>Set: no answer comes before it does.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public int GroupQuestions { get; private set; }

    public IUsersApi Users => this;

    public IUserGroupsApi UserGroups => throw new NotSupportedException();

    public IUserGroupUsersApi UserGroupUsers => this;

    public IAuthApi Auth => this;

    public IChatApi Chat => throw new NotSupportedException();

    public IViewsApi Views => throw new NotSupportedException();

    public IConversationsApi Conversations => throw new NotSupportedException();

    public IFilesApi Files => throw new NotSupportedException();

    public IAppsConnectionsApi AppsConnections => throw new NotSupportedException();

    public async Task<User> Info(string userId, bool includeLocale = false, CancellationToken cancellationToken = default)
    {
        await (Hold?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        return FailUsers is { } failure ? throw failure : People.GetValueOrDefault(userId) ?? throw new SlackException("users.info", "user_not_found");
    }

    public async Task<IReadOnlyList<string>> List(string userGroupId, bool includeDisabled = false, CancellationToken cancellationToken = default)
    {
        GroupQuestions++;
        await Task.Yield();
        return FailGroups.TryGetValue(userGroupId, out var failure)
            ? throw failure
            : Groups.GetValueOrDefault(userGroupId) ?? throw new SlackException("usergroups.users.list", "no_such_subteam");
    }

    public Task<AuthTestResponse> Test(CancellationToken cancellationToken = default) => Task.FromResult(new AuthTestResponse { TeamId = Team, UserId = "U0BOT0001" });

    public Task<UserListResponse> List(int limit = 200, string? cursor = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<User> LookupByEmail(string email, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task Respond(string responseUrl, MessageResponse message, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
