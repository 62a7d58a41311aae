using System.Text.Json;
using System.Text.Json.Nodes;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.Serialization;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Tests.Cases;

/// <summary>Keeps what handlers say, in the form it has on the wire; or fails as told.</summary>
public sealed class FakeSlack : ISlackApiClient, IChatApi, IViewsApi
{
    private readonly List<(string Kind, JsonNode Args)> _sent = [];

    public IReadOnlyList<(string Kind, JsonNode Args)> Sent => _sent;

    /// <summary>The text of the only answer given.</summary>
    public string OnlyText => _sent.ShouldHaveSingleItem().Args["text"]!.GetValue<string>();

    public Exception? FailViews { get; set; }

    public Exception? FailAnswers { get; set; }

    public IChatApi Chat => this;

    public IViewsApi Views => this;

    public IUsersApi Users => throw new NotSupportedException();

    public IUserGroupsApi UserGroups => throw new NotSupportedException();

    public IUserGroupUsersApi UserGroupUsers => throw new NotSupportedException();

    public IConversationsApi Conversations => throw new NotSupportedException();

    public IFilesApi Files => throw new NotSupportedException();

    public IAuthApi Auth => throw new NotSupportedException();

    public IAppsConnectionsApi AppsConnections => throw new NotSupportedException();

    public Task Respond(string responseUrl, MessageResponse message, CancellationToken cancellationToken = default)
    {
        var body = Node(message.Message!);
        body["response_type"] = message.ResponseType == ResponseType.Ephemeral ? "ephemeral" : "in_channel";
        body["replace_original"] = message.ReplaceOriginal;
        Send("response_url", body, FailAnswers);
        return Task.CompletedTask;
    }

    public Task<PostEphemeralResponse> PostEphemeral(string userId, Message message, CancellationToken cancellationToken = default)
    {
        var body = Node(message);
        body["user"] = userId;
        body.Remove("unfurl_links");
        body.Remove("unfurl_media");
        Send("chat.postEphemeral", body, FailAnswers);
        return Task.FromResult(new PostEphemeralResponse { MessageTs = SlackTimestamp.Parse("1700000000.000100") });
    }

    public Task<ViewResponse> Open(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken = default)
    {
        Send("views.open", new JsonObject { ["trigger_id"] = triggerId, ["view"] = Node<ViewDefinition>(view) }, FailViews);
        return Task.FromResult(new ViewResponse { View = new ViewInfo() });
    }

    public Task<PostMessageResponse> PostMessage(Message message, CancellationToken cancellationToken = default)
    {
        Send("chat.postMessage", Node(message), FailAnswers);
        return Task.FromResult(new PostMessageResponse { Channel = message.Channel!, Ts = SlackTimestamp.Parse("1700000000.000100") });
    }

    public Task<MessageUpdateResponse> Update(MessageUpdate messageUpdate, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task Delete(SlackTimestamp ts, string channelId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PermalinkResponse> GetPermalink(string channelId, SlackTimestamp messageTs, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ViewResponse> Push(string triggerId, ModalViewDefinition view, CancellationToken cancellationToken = default)
    {
        Send("views.push", new JsonObject { ["trigger_id"] = triggerId, ["view"] = Node<ViewDefinition>(view) }, FailViews);
        return Task.FromResult(new ViewResponse { View = new ViewInfo() });
    }

    public Task<ViewResponse> UpdateByViewId(ModalViewDefinition view, string viewId, string? hash = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ViewResponse> Publish(string userId, HomeViewDefinition view, string? hash = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public static JsonObject Node<T>(T value) => JsonSerializer.SerializeToNode(value, SlackJson.Options)!.AsObject();

    private void Send(string kind, JsonNode args, Exception? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }

        _sent.Add((kind, args));
    }
}
