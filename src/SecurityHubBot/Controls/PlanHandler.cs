using System.Globalization;
using SecurityHubBot.Aws;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Persistence;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Controls;

/// <summary><c>controls.approve</c> and <c>controls.reject</c> under a plan.</summary>
internal sealed partial class PlanHandler(PlanDecisions decisions, ILanguageOf languages, ISlackApiClient slack, ISlackDeferredWork deferred, ILogger<PlanHandler> logger) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(request);
        if (request.ResponseUrl is not { Length: > 0 } url)
        {
            return;
        }

        var language = await languages.For(request.User.Id, request.Channel?.Id, CancellationToken.None);
        if (!long.TryParse(action.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var plan))
        {
            await Respond(url, HelpView.OldButton(language), CancellationToken.None);
        }
        else if (!deferred.TryDefer(action.ActionId, async (_, cancellationToken) => await Respond(url, await Answer(plan, action.ActionId, request.User.Id, language, cancellationToken), cancellationToken)))
        {
            await Respond(url, HelpView.Busy(language), CancellationToken.None);
        }
    }

    private async Task<RenderedMessage> Answer(long plan, string action, string user, Language language, CancellationToken cancellationToken)
    {
        try
        {
            return await decisions.Decide(plan, action == PlanView.ApproveAction, user, language, cancellationToken);
        }
#pragma warning disable CA1031 // Whoever pressed the button is waiting for an answer.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, plan, e);
            return HelpView.Failed(language);
        }
    }

    private async Task Respond(string url, RenderedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await slack.Respond(url, ShubMessage.Of(message, replace: false), cancellationToken);
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7330, Level = LogLevel.Error, Message = "Plan {Plan} could not be decided")]
        public static partial void Failed(ILogger logger, long plan, Exception e);

        [LoggerMessage(EventId = 7331, Level = LogLevel.Warning, Message = "What came of deciding a plan could not be told")]
        public static partial void NotTold(ILogger logger, Exception e);
    }
}

/// <summary>An operator decides a plan; who may is asked when they do.</summary>
internal sealed class PlanDecisions(Database database, IRoles roles, AwsOptions options, ApplySignal signal, TimeProvider time, WantedControls wanted)
{
    public async Task<RenderedMessage> Decide(long id, bool approve, string user, Language language, CancellationToken cancellationToken)
    {
        if (await roles.May(user, BotAction.ChangeControls, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(BotAction.ChangeControls, refused, language);
        }

        if (approve && !options.Acts)
        {
            return ControlsView.Sentence(language, "Answer.Observe");
        }

        var now = time.GetUtcNow();
        var what = await wanted.Read(cancellationToken);
        var key = await database.Write(session => Decide(session, id, approve, user, what, now), cancellationToken);
        signal.Work.Set();
        return ControlsView.Sentence(language, key, id);
    }

    private static async Task<string> Decide(DbSession session, long id, bool approve, string user, Wanted what, DateTimeOffset now)
    {
        await PlanStore.Lock(session);
        if (await PlanStore.Find(session, id, forUpdate: true) is not { } plan)
        {
            return "Answer.Gone";
        }

        if (plan.State != PlanState.Proposed)
        {
            return $"Answer.{plan.State}";
        }

        if (!approve)
        {
            await PlanStore.Decide(session, plan, PlanState.Rejected, user, now);
            return "Answer.Decided.Rejected";
        }

        var isOld = now - plan.MadeAt > ApplyWorker.DecidedWithin;
        if (isOld || plan.Wanted != what.Fingerprint(await PlanStore.Accounts(session, id)))
        {
            await PlanStore.Decide(session, plan, PlanState.Stale, user, now);
            return isOld ? "Answer.TooOld" : "Answer.WantedChanged";
        }

        await PlanStore.Decide(session, plan, PlanState.Approved, user, now);
        return "Answer.Decided.Approved";
    }
}

/// <summary>Wakes this instance's worker as soon as a plan is approved.</summary>
internal sealed class ApplySignal : IDisposable
{
    public Cases.Signal Work { get; } = new();

    public void Dispose() => Work.Dispose();
}
