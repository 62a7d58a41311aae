using System.Data.Common;
using SecurityHubBot.Audit;
using SecurityHubBot.Aws;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Controls;

/// <summary>Answers <c>/shub controls</c>: the security team about plans, and operators who ask for one to be applied.</summary>
internal sealed partial class ControlAnswers(
    PlanStore store, PlanProposals proposals, ApplySignal signal, IRoles roles, AwsOptions aws, OrganisationOptions organisation, ChannelDirectory channels, SlackSettings settings,
    Database database, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<ControlAnswers> logger)
{
    private const int MostPlans = 3;

    /// <summary>What goes wrong is said to the person, and why in the log.</summary>
    public async Task<RenderedMessage> Answer(ShubCommand command, string user, Language language, CancellationToken cancellationToken)
    {
        var action = command is ShubCommand.ControlsApply ? BotAction.ChangeControls : BotAction.SeeControls;
        if (await roles.May(user, action, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(action, refused, language);
        }

        try
        {
            return command switch
            {
                ShubCommand.ControlsStatus => await Status(language, cancellationToken),
                ShubCommand.ControlsPlan => await Plan(language, cancellationToken),
                ShubCommand.ControlsApply apply => await Apply(apply.WithPolicies, user, language, cancellationToken),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ControlsView.Sentence(language, "Shub.Stopping");
        }
#pragma warning disable CA1031 // Whoever asked is waiting for an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, command.GetType().Name, user);
            return Failure(e, language);
        }
    }

    private async Task<RenderedMessage> Status(Language language, CancellationToken cancellationToken)
    {
        if (services.GetService<SharedPlanner>() is not { } planner)
        {
            return ControlsView.Sentence(language, "Shub.NoRegion");
        }

        var plans = await store.Latest(MostPlans, cancellationToken);
        var progress = plans is [var latest, ..] ? await store.Progress(latest.Id, cancellationToken) : null;
        return ControlsView.Status(plans, progress, planner.Since, aws.Acts, language, organisation.Zone);
    }

    private async Task<RenderedMessage> Plan(Language language, CancellationToken cancellationToken) => services.GetService<SharedPlanner>() is { } planner
        ? ControlsView.Plan(await planner.Make(cancellationToken), aws.Acts, language)
        : ControlsView.Sentence(language, "Shub.NoRegion");

    private async Task<RenderedMessage> Apply(bool withPolicies, string user, Language language, CancellationToken cancellationToken)
    {
        // Without a Region that is the answer, before anything would be read.
        var outcome = await proposals.Ask(c => services.GetRequiredService<SharedPlanner>().Make(c), withPolicies, AuditActor.Person(user), cancellationToken);
        switch (outcome)
        {
            case ProposalOutcome.NoRegion:
                return ControlsView.Sentence(language, "Shub.NoRegion");
            case ProposalOutcome.Observes:
                return ControlsView.Sentence(language, "Answer.Observe");
            case ProposalOutcome.BeingApplied running:
                return ControlsView.BeingApplied(running.Plan, await store.Plan(running.Plan, cancellationToken), language);
            case ProposalOutcome.NothingDiffers nothing:
                return ControlsView.Plan(nothing.Plan, isActing: true, language);
            case ProposalOutcome.OnlyPoliciesDiffer only:
                return ControlsView.OnlyPolicies(only.Plan, language);
            case ProposalOutcome.Proposed proposed:
                signal.Work.Set();
                return ControlsView.Proposed(proposed, await SecurityChannel(cancellationToken), language);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<string> SecurityChannel(CancellationToken cancellationToken)
    {
        try
        {
            return CardText.Channel(await channels.Resolve(settings.SecurityChannel, cancellationToken) ?? settings.SecurityChannel);
        }
        catch (SlackCallException)
        {
            // Its name says it too.
            return CardText.Channel(settings.SecurityChannel);
        }
    }

    private RenderedMessage Failure(Exception exception, Language language) => exception switch
    {
        DirectoryUnavailableException => ControlsView.Sentence(language, "Shub.Failed.Tables"),
        DbException or TimeoutException when database.Dialect.IsUnavailable(exception) => ControlsView.Sentence(language, "Shub.Failed.Database"),
        _ when AwsFailure.Is(exception, lifetime.ApplicationStopping) => ControlsView.AwsFailed(SecurityHubFault.Of(exception), language),
        _ => HelpView.Failed(language),
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 7362, Level = LogLevel.Error, Message = "{Command} of {User} failed")]
        public static partial void Failed(ILogger logger, Exception e, string command, string user);
    }
}
