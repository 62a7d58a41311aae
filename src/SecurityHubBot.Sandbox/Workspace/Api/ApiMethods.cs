using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.Workspace.Api;

/// <summary>One Web API method.</summary>
/// <param name="PerMinute">The calls per minute of its tier; null where Slack has no published tier.</param>
/// <param name="TakesJson">Only writing methods read JSON bodies, https://docs.slack.dev/apis/web-api; the others see no arguments in one.</param>
internal sealed record ApiMethod(Func<Core, ApiRequest, JsonObject> Run, int? PerMinute, bool TakesJson)
{
    public bool NeedsAppToken { get; init; }

    public bool NeedsNoToken { get; init; }
}

internal static class ApiMethods
{
    private const int Tier2 = 20;
    private const int Tier3 = 50;
    private const int Tier4 = 100;

    public static readonly FrozenDictionary<string, ApiMethod> All = new Dictionary<string, ApiMethod>(StringComparer.Ordinal)
    {
        ["api.test"] = new(AppMethods.Test, null, true) { NeedsNoToken = true },
        ["auth.test"] = new(AppMethods.AuthTest, null, true),
        ["apps.connections.open"] = new(AppMethods.OpenConnection, Tier2, true) { NeedsAppToken = true },
        ["chat.postMessage"] = new(ChatMethods.PostMessage, null, true),
        ["chat.postEphemeral"] = new(ChatMethods.PostEphemeral, Tier4, true),
        ["chat.update"] = new(ChatMethods.Update, Tier3, true),
        ["chat.delete"] = new(ChatMethods.Delete, Tier3, true),
        ["chat.getPermalink"] = new(ChatMethods.GetPermalink, null, false),
        ["views.open"] = new(ViewMethods.Open, Tier4, true),
        ["views.push"] = new(ViewMethods.Push, Tier4, true),
        ["views.update"] = new(ViewMethods.Update, Tier4, true),
        ["views.publish"] = new(ViewMethods.Publish, Tier4, true),
        ["users.info"] = new(UserMethods.Info, Tier4, false),
        ["users.list"] = new(UserMethods.List, Tier2, false),
        ["users.lookupByEmail"] = new(UserMethods.LookupByEmail, Tier3, false),
        ["usergroups.list"] = new(UserMethods.Groups, Tier2, false),
        ["usergroups.users.list"] = new(UserMethods.GroupUsers, Tier2, false),
        ["files.getUploadURLExternal"] = new(FileMethods.GetUploadUrl, Tier4, false),
        ["files.completeUploadExternal"] = new(FileMethods.Complete, Tier4, true),
        ["files.info"] = new(FileMethods.Info, Tier4, false),
        ["conversations.open"] = new(ConversationMethods.Open, Tier3, true),
        ["conversations.info"] = new(ConversationMethods.Info, Tier3, false),
        ["conversations.list"] = new(ConversationMethods.List, Tier2, false),
        ["conversations.members"] = new(ConversationMethods.Members, Tier4, false),
        ["conversations.history"] = new(ConversationMethods.History, Tier3, false),
        ["conversations.replies"] = new(ConversationMethods.Replies, Tier3, false),
    }.ToFrozenDictionary();
}

internal static class AppMethods
{
    public static JsonObject Test(Core core, ApiRequest request)
    {
        if (request.Text("error") is { } error)
            throw new SlackApiException(error);

        return new JsonObject { ["ok"] = true, ["args"] = request.Arguments.DeepClone() };
    }

    public static JsonObject AuthTest(Core core, ApiRequest request) => new()
    {
        ["ok"] = true,
        ["url"] = $"https://{core.Seed.Team.Domain}.slack.com/",
        ["team"] = core.Seed.Team.Name,
        ["user"] = core.Bot.Name,
        ["team_id"] = core.Team,
        ["user_id"] = core.Bot.UserId,
        ["bot_id"] = core.Bot.BotId,
        ["is_enterprise_install"] = false,
    };

    public static JsonObject OpenConnection(Core core, ApiRequest request) => new() { ["ok"] = true, ["url"] = core.Line.Sockets.NewUrl() };
}
