using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Cases.Sync;

/// <summary>What people do to channels and messages in Slack that concerns the cards: deleted, invited, archived, brought back.</summary>
internal sealed class SlackChanges(Database database, BotIdentity bot, ChannelDirectory channels, Wake wake)
    : IEventHandler<MessageDeleted>, IEventHandler<MessageChanged>, IEventHandler<MemberJoinedChannel>, IEventHandler<MemberLeftChannel>, IEventHandler<ChannelArchive>, IEventHandler<ChannelUnarchive>
{
    private const string Lost =
        """
        update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = 0, attempts = 0
        where channel = @channel and ts = @ts and kind <> 'note'
        """;

    private const string LostThread =
        """
        update case_messages set channel = null, ts = null, content_hash = null, desired = desired + 1, next_attempt_at = 0, attempts = 0
        where kind in ('resources', 'exception') and ts is not null
            and case_number in (select case_number from case_messages where slot = 'card' and channel = @channel and ts = @ts)
        """;

    private const string Posting = "select count(*) from case_messages where posting_channel = @channel and posting_since is not null";

    private const string FallenBack = "select distinct fallback_channel from case_messages where fallback_channel is not null";

    private const string TryAgain =
        """
        update case_messages set fallback_reason = null, fallback_channel = null, desired = desired + 1, next_attempt_at = 0, attempts = 0
        where slot = 'card' and fallback_channel = @name
        """;

    private const string LookAgain =
        """
        update case_messages set content_hash = null, desired = desired + 1, next_attempt_at = 0, attempts = 0
        where slot = 'card' and channel = @channel and case_number in (select number from cases where state not in ('fixed', 'withdrawn'))
        """;

    public Task Handle(MessageDeleted slackEvent) => Deleted(slackEvent.Channel, slackEvent.DeletedTs);

    /// <summary>A deleted message that has a thread stays behind as a tombstone.</summary>
    public Task Handle(MessageChanged slackEvent) =>
        slackEvent is { IsTombstone: true, Message: { } message } ? Deleted(slackEvent.Channel, message.Ts) : Task.CompletedTask;

    public async Task Handle(MemberJoinedChannel slackEvent)
    {
        if (await bot.Is(slackEvent.User, CancellationToken.None))
        {
            await TryChannelAgain(slackEvent.Channel);
        }
    }

    public Task Handle(ChannelUnarchive slackEvent) => TryChannelAgain(slackEvent.Channel);

    public async Task Handle(MemberLeftChannel slackEvent)
    {
        if (await bot.Is(slackEvent.User, CancellationToken.None))
        {
            await Change(LookAgain, new { channel = slackEvent.Channel });
        }
    }

    public Task Handle(ChannelArchive slackEvent) => Change(LookAgain, new { channel = slackEvent.Channel });

    private async Task Deleted(string? channel, SlackTimestamp ts)
    {
        var message = new { channel, ts = ts.ToString() };
        var (changed, posting) = await database.Write(
            async session => (
                await session.Execute(LostThread, message) + await session.Execute(Lost, message),
                await session.Scalar<long>(Posting, message)),
            CancellationToken.None);
        if (changed > 0)
        {
            wake.Messages.Set();
        }
        else if (posting > 0)
        {
            // It may be the very message whose place is not written down yet. Thrown, the event comes again a little later.
            throw new InvalidOperationException($"A message was deleted in {channel} while one was being posted there; looking at it again.");
        }
    }

    /// <summary>Cards that had to fall back from this channel belong there again.</summary>
    private async Task TryChannelAgain(string channel)
    {
        channels.Forget();
        var names = await database.Read(session => session.Query<string>(FallenBack), CancellationToken.None);
        foreach (var name in names)
        {
            if (await channels.Resolve(name, CancellationToken.None) == channel)
            {
                await Change(TryAgain, new { name });
            }
        }
    }

    private async Task Change(string sql, object args)
    {
        if (await database.Write(session => session.Execute(sql, args), CancellationToken.None) > 0)
        {
            wake.Messages.Set();
        }
    }
}
