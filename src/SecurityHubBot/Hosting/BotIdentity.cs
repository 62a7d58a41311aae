using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Hosting;

/// <summary>Who the bot is in Slack. Asked once: it does not change while the bot runs.</summary>
internal sealed class BotIdentity(ISlackApiClient slack)
{
    private volatile AuthTestResponse? _known;

    public async Task<bool> Is(string? user, CancellationToken cancellationToken) => user == (await Get(cancellationToken)).UserId;

    public async Task<AuthTestResponse> Get(CancellationToken cancellationToken) => _known ??= await slack.Auth.Test(cancellationToken);
}
