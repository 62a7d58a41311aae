using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace.State;

namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>Response URLs: five posts within thirty minutes, to the place where a command or a click came from.</summary>
internal sealed class ResponseUrls(Core core)
{
    public string Issue(string kind, ResponseTarget template)
    {
        var key = RandomNumberGenerator.GetHexString(24, lowercase: true);
        core.State.Put(template with { Key = key, Expires = core.Now + core.Options.Limits.ResponseUrlLife });
        return new Uri(core.Url, $"{kind}/{core.Team}/{key}").ToString();
    }

    public ResponseTarget Template(string channel, string user) => new("", channel, user, core.Now);

    public void Use(string key, JsonObject body)
    {
        var target = core.State.Response(key) ?? throw new SlackApiException("invalid_url");
        if (core.Now > target.Expires)
            throw new SlackApiException("expired_url");
        if (target.Uses >= core.Options.Limits.ResponseUrlUses)
            throw new SlackApiException("used_url");

        Answer(target, body);
        core.State.Put(target with { Uses = target.Uses + 1 });
    }

    /// <summary>Does what an answer asks for: a whisper to the person (the default), a message for all, or a change to the original.</summary>
    public void Answer(ResponseTarget target, JsonObject body)
    {
        if (core.State.Channel(target.Channel) is not { } channel)
            throw new SlackApiException("channel_not_found");

        var original = target.MessageTs is null ? null : core.State.Messages(channel.Id).Find(target.MessageTs);
        var whisper = target.EphemeralId is null ? null : core.State.Ephemeral(target.EphemeralId);
        if (body.Flag("delete_original"))
        {
            DeleteOriginal(channel, original, whisper);
            return;
        }

        var content = MessageContent.Read(body, core.Files).Required();
        if (body.Flag("replace_original") && whisper is not null)
            core.Messages.Replace(whisper, content);
        else if (body.Flag("replace_original") && original is not null)
            core.Messages.Update(channel, original, content with { Blocks = content.Blocks ?? [] }, core.Bot.UserId);
        else if (body.Text("response_type") == "in_channel")
            core.Messages.Post(channel, core.Messages.FromBot(), content, Thread(channel, body, target));
        else
            core.Messages.Whisper(channel.Id, target.User, content, Thread(channel, body, target));
    }

    private void DeleteOriginal(Channel channel, StoredMessage? original, Ephemeral? whisper)
    {
        if (whisper is not null)
            core.Messages.Delete(whisper);
        else if (original is not null)
            core.Messages.Delete(channel, original);
        else
            throw new SlackApiException("message_not_found");
    }

    // A whisper answers where the click was; a message for all goes to the channel unless the bot names the thread.
    private string? Thread(Channel channel, JsonObject body, ResponseTarget target)
    {
        if (body.Text("thread_ts") is { } asked)
            return core.State.Messages(channel.Id).Find(asked) is null ? throw new SlackApiException("thread_not_found") : asked;

        return body.Text("response_type") == "in_channel" ? null : target.ThreadTs;
    }
}
