namespace SecurityHubBot.Slack.WebApi;

/// <summary>
/// A Web API method: how often it may be called (Slack's tiers, per minute), and whether doing it twice is the same as once.
/// Source: "Web API rate limits", docs.slack.dev.
/// </summary>
internal sealed record SlackMethod(string Name, int PerMinute, bool Repeatable)
{
    private const int Tier2 = 20;
    private const int Tier3 = 50;
    private const int Tier4 = 100;

    /// <summary>Slack speaks of "several hundred messages per minute" in a workspace, beside one per second and channel.</summary>
    private const int PostsPerMinute = 300;

    public static readonly SlackMethod PostMessage = new("chat.postMessage", PostsPerMinute, Repeatable: false);
    public static readonly SlackMethod PostEphemeral = new("chat.postEphemeral", Tier4, Repeatable: false);
    public static readonly SlackMethod UpdateMessage = new("chat.update", Tier3, Repeatable: true);
    public static readonly SlackMethod DeleteMessage = new("chat.delete", Tier3, Repeatable: true);
    public static readonly SlackMethod GetPermalink = new("chat.getPermalink", Tier4, Repeatable: true);
    public static readonly SlackMethod OpenView = new("views.open", Tier4, Repeatable: false);
    public static readonly SlackMethod PushView = new("views.push", Tier4, Repeatable: false);
    public static readonly SlackMethod UpdateView = new("views.update", Tier4, Repeatable: true);
    public static readonly SlackMethod PublishView = new("views.publish", Tier4, Repeatable: true);
    public static readonly SlackMethod UserInfo = new("users.info", Tier4, Repeatable: true);
    public static readonly SlackMethod ListUsers = new("users.list", Tier2, Repeatable: true);
    public static readonly SlackMethod LookupByEmail = new("users.lookupByEmail", Tier3, Repeatable: true);
    public static readonly SlackMethod ListUserGroups = new("usergroups.list", Tier2, Repeatable: true);
    public static readonly SlackMethod UserGroupUsers = new("usergroups.users.list", Tier2, Repeatable: true);
    public static readonly SlackMethod OpenConversation = new("conversations.open", Tier3, Repeatable: true);
    public static readonly SlackMethod History = new("conversations.history", Tier3, Repeatable: true);
    public static readonly SlackMethod Replies = new("conversations.replies", Tier3, Repeatable: true);
    public static readonly SlackMethod ConversationInfo = new("conversations.info", Tier3, Repeatable: true);
    public static readonly SlackMethod ListConversations = new("conversations.list", Tier2, Repeatable: true);
    public static readonly SlackMethod GetUploadUrl = new("files.getUploadURLExternal", Tier4, Repeatable: true);
    public static readonly SlackMethod UploadBytes = new("upload_url", Tier4, Repeatable: true);
    public static readonly SlackMethod CompleteUpload = new("files.completeUploadExternal", Tier4, Repeatable: false);
    public static readonly SlackMethod AuthTest = new("auth.test", Tier4, Repeatable: true);
    public static readonly SlackMethod OpenConnection = new("apps.connections.open", Tier2, Repeatable: true);
    public static readonly SlackMethod Respond = new("response_url", PostsPerMinute, Repeatable: false);

    public TimeSpan Interval => TimeSpan.FromMinutes(1) / PerMinute;

    /// <summary>A fifth of a minute's calls may come at once.</summary>
    public int Burst => Math.Max(1, PerMinute / 5);
}
