using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.WebApi;

/// <inheritdoc cref="ISlackApiClient"/>
internal sealed class SlackApiClient(SlackCaller caller, IOptions<SlackApiOptions> options)
    : ISlackApiClient, IChatApi, IViewsApi, IUsersApi, IUserGroupsApi, IUserGroupUsersApi, IConversationsApi, IAuthApi, IAppsConnectionsApi
{
    private readonly SlackApiOptions _options = options.Value;

    public IChatApi Chat => this;

    public IViewsApi Views => this;

    public IUsersApi Users => this;

    public IUserGroupsApi UserGroups => this;

    public IUserGroupUsersApi UserGroupUsers => this;

    public IConversationsApi Conversations => this;

    public IFilesApi Files { get; } = new FilesApi(caller, options);

    public IAuthApi Auth => this;

    public IAppsConnectionsApi AppsConnections => this;

    public async Task Respond(string responseUrl, MessageResponse message, CancellationToken cancellationToken = default)
    {
        if (!Uri.TryCreate(responseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            throw new ArgumentException("A response URL is an absolute http(s) address.", nameof(responseUrl));

        var body = SlackBodies.Response(message);
        await caller.Call<NoAnswer>(new SlackCall(SlackMethod.Respond, url, Token: null, () => Json(body)), cancellationToken);
    }

    Task<PostMessageResponse> IChatApi.PostMessage(Message message, CancellationToken cancellationToken)
    {
        var body = SlackJson.Serialize(message);
        var channel = message.Channel ?? throw new ArgumentException("A message to post needs a channel.", nameof(message));
        return caller.Call<PostMessageResponse>(JsonCall(SlackMethod.PostMessage, body) with { PostChannel = channel }, cancellationToken);
    }

    Task<PostEphemeralResponse> IChatApi.PostEphemeral(string userId, Message message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToNode(message, SlackJson.Options)!.AsObject();
        body["user"] = userId;
        // What only one person sees is never unfurled, and the method has no such arguments.
        body.Remove("unfurl_links");
        body.Remove("unfurl_media");
        return Send<PostEphemeralResponse>(SlackMethod.PostEphemeral, body, cancellationToken);
    }

    Task<MessageUpdateResponse> IChatApi.Update(MessageUpdate messageUpdate, CancellationToken cancellationToken) =>
        caller.Call<MessageUpdateResponse>(JsonCall(SlackMethod.UpdateMessage, SlackJson.Serialize(messageUpdate)), cancellationToken);

    Task IChatApi.Delete(SlackTimestamp ts, string channelId, CancellationToken cancellationToken) =>
        Send<NoAnswer>(SlackMethod.DeleteMessage, new JsonObject { ["channel"] = channelId, ["ts"] = ts.ToString() }, cancellationToken);

    Task<PermalinkResponse> IChatApi.GetPermalink(string channelId, SlackTimestamp messageTs, CancellationToken cancellationToken) =>
        Ask<PermalinkResponse>(SlackMethod.GetPermalink, [("channel", channelId), ("message_ts", messageTs.ToString())], cancellationToken);

    Task<ViewResponse> IViewsApi.Open(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken) =>
        Send<ViewResponse>(SlackMethod.OpenView, new JsonObject { ["trigger_id"] = triggerId, ["view"] = Node(view) }, cancellationToken);

    Task<ViewResponse> IViewsApi.Push(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken) =>
        Send<ViewResponse>(SlackMethod.PushView, new JsonObject { ["trigger_id"] = triggerId, ["view"] = Node(view) }, cancellationToken);

    Task<ViewResponse> IViewsApi.UpdateByViewId(ModalViewDefinition view, string viewId, string? hash, CancellationToken cancellationToken) =>
        Send<ViewResponse>(SlackMethod.UpdateView, WithHash(new JsonObject { ["view_id"] = viewId, ["view"] = Node(view) }, hash), cancellationToken);

    Task<ViewResponse> IViewsApi.Publish(string userId, HomeViewDefinition view, string? hash, CancellationToken cancellationToken) =>
        Send<ViewResponse>(SlackMethod.PublishView, WithHash(new JsonObject { ["user_id"] = userId, ["view"] = Node(view) }, hash), cancellationToken);

    async Task<User> IUsersApi.Info(string userId, bool includeLocale, CancellationToken cancellationToken) =>
        (await Ask<UserResponse>(SlackMethod.UserInfo, [("user", userId), ("include_locale", Flag(includeLocale))], cancellationToken)).User;

    Task<UserListResponse> IUsersApi.List(int limit, string? cursor, CancellationToken cancellationToken) =>
        Ask<UserListResponse>(SlackMethod.ListUsers, [("limit", limit.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)], cancellationToken);

    async Task<User> IUsersApi.LookupByEmail(string email, CancellationToken cancellationToken) =>
        (await Ask<UserResponse>(SlackMethod.LookupByEmail, [("email", email)], cancellationToken)).User;

    async Task<IReadOnlyList<UserGroup>> IUserGroupsApi.List(CancellationToken cancellationToken) =>
        (await Ask<UserGroupsResponse>(SlackMethod.ListUserGroups, [], cancellationToken)).Usergroups;

    async Task<IReadOnlyList<string>> IUserGroupUsersApi.List(string userGroupId, bool includeDisabled, CancellationToken cancellationToken) =>
        (await Ask<UserIdsResponse>(SlackMethod.UserGroupUsers, [("usergroup", userGroupId), ("include_disabled", Flag(includeDisabled))], cancellationToken)).Users;

    async Task<string> IConversationsApi.Open(IEnumerable<string> userIds, CancellationToken cancellationToken)
    {
        var answer = await Send<ConversationResponse>(
            SlackMethod.OpenConversation, new JsonObject { ["users"] = string.Join(',', userIds) }, cancellationToken);
        return answer.Channel.Id;
    }

    Task<ConversationMessagesResponse> IConversationsApi.History(
        string channelId,
        SlackTimestamp? latestTs,
        SlackTimestamp? oldestTs,
        bool inclusive,
        int limit,
        bool includeAllMetadata,
        string? cursor,
        CancellationToken cancellationToken) =>
        Ask<ConversationMessagesResponse>(
            SlackMethod.History,
            [("channel", channelId), .. Page(latestTs, oldestTs, inclusive, limit, includeAllMetadata, cursor)],
            cancellationToken);

    Task<ConversationMessagesResponse> IConversationsApi.Replies(
        string channelId,
        SlackTimestamp threadTs,
        SlackTimestamp? latestTs,
        SlackTimestamp? oldestTs,
        bool inclusive,
        int limit,
        bool includeAllMetadata,
        string? cursor,
        CancellationToken cancellationToken) =>
        Ask<ConversationMessagesResponse>(
            SlackMethod.Replies,
            [("channel", channelId), ("ts", threadTs.ToString()), .. Page(latestTs, oldestTs, inclusive, limit, includeAllMetadata, cursor)],
            cancellationToken);

    async Task<Conversation> IConversationsApi.Info(string channelId, CancellationToken cancellationToken) =>
        (await Ask<ConversationResponse>(SlackMethod.ConversationInfo, [("channel", channelId)], cancellationToken)).Channel;

    Task<ConversationListResponse> IConversationsApi.List(
        bool excludeArchived, int limit, IEnumerable<string>? types, string? cursor, CancellationToken cancellationToken) =>
        Ask<ConversationListResponse>(
            SlackMethod.ListConversations,
            [
                ("exclude_archived", Flag(excludeArchived)), ("limit", Number(limit)),
                ("types", types is null ? null : string.Join(',', types)), ("cursor", cursor),
            ],
            cancellationToken);

    Task<AuthTestResponse> IAuthApi.Test(CancellationToken cancellationToken) =>
        Ask<AuthTestResponse>(SlackMethod.AuthTest, [], cancellationToken);

    Task<ConnectionOpenResponse> IAppsConnectionsApi.Open(CancellationToken cancellationToken) =>
        caller.Call<ConnectionOpenResponse>(FormCall(SlackMethod.OpenConnection, _options.AppToken, []), cancellationToken);

    private Task<T> Send<T>(SlackMethod method, JsonObject body, CancellationToken cancellationToken) =>
        caller.Call<T>(JsonCall(method, body.ToJsonString(SlackJson.Options)), cancellationToken);

    private Task<T> Ask<T>(SlackMethod method, (string Name, string? Value)[] fields, CancellationToken cancellationToken) =>
        caller.Call<T>(FormCall(method, _options.Token, fields), cancellationToken);

    private SlackCall JsonCall(SlackMethod method, string body) => new(method, Url(method), _options.Token, () => Json(body));

    /// <summary>Methods that only read take forms and no JSON; as a POST, so that addresses stay free of people's data.</summary>
    private SlackCall FormCall(SlackMethod method, string token, (string Name, string? Value)[] fields) =>
        new(method, Url(method), token, () => Form(fields));

    private Uri Url(SlackMethod method) => new(_options.ApiUrl, method.Name);

    internal static FormUrlEncodedContent Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value)));

    internal static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static JsonNode? Node(ViewDefinition view) => JsonSerializer.SerializeToNode(view, SlackJson.Options);

    private static JsonObject WithHash(JsonObject body, string? hash)
    {
        if (hash is not null)
            body["hash"] = hash;
        return body;
    }

    private static (string Name, string? Value)[] Page(
        SlackTimestamp? latest, SlackTimestamp? oldest, bool inclusive, int limit, bool includeAllMetadata, string? cursor) =>
        [
            ("latest", latest?.ToString()), ("oldest", oldest?.ToString()), ("inclusive", Flag(inclusive)),
            ("limit", Number(limit)), ("include_all_metadata", Flag(includeAllMetadata)), ("cursor", cursor),
        ];

    private static string? Flag(bool value) => value ? "true" : null;

    internal static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
