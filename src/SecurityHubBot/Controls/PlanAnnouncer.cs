using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Controls;

/// <summary>A plan's message as it is first posted: a bulletin, so that it is posted once whatever happens.</summary>
internal sealed class PlanContent(PlanStore store, OrganisationOptions organisation) : IBulletinContent
{
    public const string TheKind = "control-plan";

    public string Kind => TheKind;

    public async Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken) =>
        long.TryParse(row.Period, out var id) && await store.Plan(id, cancellationToken) is { State: PlanState.Proposed } plan
            ? Bulletin.Of(organisation.DefaultLanguage, PlanView.Render(plan, progress: null, organisation.DefaultLanguage, organisation.Zone))
            : null;

    public Task Posted(DbSession session, BulletinRow row) => PlanStore.Posted(session, long.Parse(row.Period, System.Globalization.CultureInfo.InvariantCulture), row.Channel!, row.Ts!);
}

/// <summary>Has plans posted, puts the list of all changes into the thread, and keeps the message saying how it stands.</summary>
internal sealed partial class PlanAnnouncer(
    PlanStore store, Database database, ISlackApiClient slack, SlackSettings settings, OrganisationOptions organisation, ControlOptions options, Wake wake, TimeProvider time, ILogger<PlanAnnouncer> logger)
{
    public async Task Announce(CancellationToken cancellationToken)
    {
        foreach (var plan in await store.ToAnnounce(cancellationToken))
        {
            await database.Write(
                async session =>
                {
                    var now = time.GetUtcNow();
                    await BulletinStore.Want(session, new BulletinKey(PlanContent.TheKind, settings.SecurityChannel, $"{plan}"), payload: null, now);
                    await PlanStore.Announced(session, plan, now);
                },
                cancellationToken);
            wake.Bulletins.Set();
        }

        foreach (var plan in await store.ClaimFile(cancellationToken))
        {
            await Share(plan, cancellationToken);
        }
    }

    public async Task Show(CancellationToken cancellationToken)
    {
        foreach (var plan in await store.ClaimToShow(options.ShowEvery, cancellationToken))
        {
            try
            {
                await Show(plan, cancellationToken);
            }
            catch (SlackCallException e)
            {
                // The next turn says it; what is done does not depend on it.
                Log.NotShown(logger, plan.Id, e.Message);
            }
        }
    }

    private async Task Show(PlanRow plan, CancellationToken cancellationToken)
    {
        var progress = await store.Progress(plan.Id, cancellationToken);
        var message = PlanView.Render(plan, progress, organisation.DefaultLanguage, organisation.Zone);
        var hash = ContentHash.Of(message);
        if (hash != plan.Shown)
        {
            await slack.Chat.Update(new MessageUpdate { ChannelId = plan.Channel!, Ts = SlackTimestamp.Parse(plan.Ts!), Text = message.Text, Blocks = message.Blocks }, cancellationToken);
        }

        await store.Shown(plan, hash, cancellationToken);
    }

    private async Task Share(PlanRow plan, CancellationToken cancellationToken)
    {
        try
        {
            var file = ControlPlanReport.File(plan.Id, await store.Batches(plan.Id, cancellationToken));
            await slack.Files.Upload(file with { Title = ControlWords.Say(organisation.DefaultLanguage, "File.Title", plan.Id) }, plan.Channel, SlackTimestamp.Parse(plan.Ts!), cancellationToken: cancellationToken);
            await store.FileState(plan, "shared", cancellationToken);
        }
        catch (SlackCallException e)
        {
            Log.NotShared(logger, plan.Id, e.Message);
            // Where it may have arrived it is not given twice.
            await store.FileState(plan, e.MayHaveBeenDone ? "uncertain" : e is SlackRateLimitException ? null : "refused", cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7320, Level = LogLevel.Warning, Message = "The message of plan {Plan} could not be brought up to date: {Reason}")]
        public static partial void NotShown(ILogger logger, long plan, string reason);

        [LoggerMessage(EventId = 7321, Level = LogLevel.Warning, Message = "The list of plan {Plan} could not be put into its thread: {Reason}; controls plan --csv makes it too")]
        public static partial void NotShared(ILogger logger, long plan, string reason);
    }
}
