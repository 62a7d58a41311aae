using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Slack.WebApi;

/// <summary>
/// Slack's Web API, as far as we use it. Every call may throw a case of <see cref="SlackCallException"/>, which says whether
/// Slack may have done it; a cancelled call may have been done too. Source: "Web API methods", docs.slack.dev.
/// </summary>
public interface ISlackApiClient
{
    IChatApi Chat { get; }

    IViewsApi Views { get; }

    IUsersApi Users { get; }

    IUserGroupsApi UserGroups { get; }

    IUserGroupUsersApi UserGroupUsers { get; }

    IConversationsApi Conversations { get; }

    IFilesApi Files { get; }

    IAuthApi Auth { get; }

    IAppsConnectionsApi AppsConnections { get; }

    /// <summary>Answers at a <c>response_url</c>: five times within 30 minutes. Never repeated when uncertain.</summary>
    Task Respond(string responseUrl, MessageResponse message, CancellationToken cancellationToken = default);
}

public interface IChatApi
{
    /// <summary>Never repeated when uncertain: look for the message by its metadata first. Scope <c>chat:write</c>.</summary>
    Task<PostMessageResponse> PostMessage(Message message, CancellationToken cancellationToken = default);

    /// <summary>Shown to one person of the channel, and gone when they reload. Returns its <c>ts</c>.</summary>
    Task<PostEphemeralResponse> PostEphemeral(string userId, Message message, CancellationToken cancellationToken = default);

    /// <summary>Errors: <c>message_not_found</c>, <c>cant_update_message</c>, <c>edit_window_closed</c>, <c>is_inactive</c>.</summary>
    Task<MessageUpdateResponse> Update(MessageUpdate messageUpdate, CancellationToken cancellationToken = default);

    /// <summary>Error <c>message_not_found</c> also after a repetition of a call that had worked.</summary>
    Task Delete(SlackTimestamp ts, string channelId, CancellationToken cancellationToken = default);

    Task<PermalinkResponse> GetPermalink(string channelId, SlackTimestamp messageTs, CancellationToken cancellationToken = default);
}

public interface IViewsApi
{
    /// <summary>Within 3 seconds of the interaction; errors <c>expired_trigger_id</c>, <c>exchanged_trigger_id</c>.</summary>
    Task<ViewResponse> Open(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken = default);

    Task<ViewResponse> Push(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken = default);

    /// <summary>With a <paramref name="hash"/> error <c>hash_conflict</c> when the view has changed since.</summary>
    Task<ViewResponse> UpdateByViewId(ModalViewDefinition view, string viewId, string? hash = null, CancellationToken cancellationToken = default);

    Task<ViewResponse> Publish(string userId, HomeViewDefinition view, string? hash = null, CancellationToken cancellationToken = default);
}

public interface IUsersApi
{
    /// <summary>Scope <c>users:read</c>; error <c>user_not_found</c>.</summary>
    Task<User> Info(string userId, bool includeLocale = false, CancellationToken cancellationToken = default);

    /// <summary>Everybody, deactivated people and bots among them, in pages. Scope <c>users:read</c>.</summary>
    Task<UserListResponse> List(int limit = 200, string? cursor = null, CancellationToken cancellationToken = default);

    /// <summary>Scope <c>users:read.email</c>; error <c>users_not_found</c>.</summary>
    Task<User> LookupByEmail(string email, CancellationToken cancellationToken = default);
}

public interface IUserGroupsApi
{
    /// <summary>All user groups that are switched on. Scope <c>usergroups:read</c>.</summary>
    Task<IReadOnlyList<UserGroup>> List(CancellationToken cancellationToken = default);
}

public interface IUserGroupUsersApi
{
    /// <summary>The user ids of a group. Scope <c>usergroups:read</c>; error <c>no_such_subteam</c>.</summary>
    Task<IReadOnlyList<string>> List(string userGroupId, bool includeDisabled = false, CancellationToken cancellationToken = default);
}

public interface IConversationsApi
{
    /// <summary>Opens the direct message with one person, or a group of up to eight; returns the channel id.</summary>
    Task<string> Open(IEnumerable<string> userIds, CancellationToken cancellationToken = default);

    /// <summary>Messages, newest first. Metadata only with <paramref name="includeAllMetadata"/>.</summary>
    Task<ConversationMessagesResponse> History(
        string channelId,
        SlackTimestamp? latestTs = null,
        SlackTimestamp? oldestTs = null,
        bool inclusive = false,
        int limit = 100,
        bool includeAllMetadata = false,
        string? cursor = null,
        CancellationToken cancellationToken = default);

    /// <summary>A thread, its parent first, oldest first.</summary>
    Task<ConversationMessagesResponse> Replies(
        string channelId,
        SlackTimestamp threadTs,
        SlackTimestamp? latestTs = null,
        SlackTimestamp? oldestTs = null,
        bool inclusive = false,
        int limit = 100,
        bool includeAllMetadata = false,
        string? cursor = null,
        CancellationToken cancellationToken = default);

    Task<Conversation> Info(string channelId, CancellationToken cancellationToken = default);

    /// <param name="types">Of public_channel, private_channel, mpim, im.</param>
    Task<ConversationListResponse> List(
        bool excludeArchived = false,
        int limit = 200,
        IEnumerable<string>? types = null,
        string? cursor = null,
        CancellationToken cancellationToken = default);
}

public interface IAuthApi
{
    /// <summary>Who the token is. Errors <c>invalid_auth</c>, <c>token_revoked</c>, <c>account_inactive</c>.</summary>
    Task<AuthTestResponse> Test(CancellationToken cancellationToken = default);
}

public interface IAppsConnectionsApi
{
    /// <summary>A WebSocket address for Socket Mode, to be used at once. Needs the app token with <c>connections:write</c>.</summary>
    Task<ConnectionOpenResponse> Open(CancellationToken cancellationToken = default);
}
