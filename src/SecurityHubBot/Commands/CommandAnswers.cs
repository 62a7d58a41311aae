using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Snooze;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Jobs;
using SecurityHubBot.Roles;
using SecurityHubBot.Scores;
using SecurityHubBot.Summaries;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Commands;

/// <param name="Page">1 unless a paging button asked for another.</param>
internal sealed record CommandQuestion(ShubCommand Command, int Page, string User, string Channel, string? ChannelName);

/// <summary>Answers a command: find what it is about, read, write.</summary>
internal sealed partial class CommandAnswers(
    CommandQueries queries,
    ScoreAnswers scores,
    DirectoryAnswers directories,
    ReportAnswers reports,
    AuditQueries audit,
    ExceptionQueries exceptions,
    PastSummaries summaries,
    JobAnswers jobs,
    PendingAnswers pending,
    ControlAnswers controls,
    ICaseActions cases,
    IRoles roles,
    ScopeFinder scopes,
    IDirectory directory,
    ControlCatalogue catalogue,
    OrganisationOptions organisation,
    TimeProvider time,
    ILogger<CommandAnswers> logger)
{
    /// <summary>Never throws: what goes wrong is said to the person and written to the log.</summary>
    public async Task<RenderedMessage> Answer(CommandQuestion question, Language language, CancellationToken cancellationToken)
    {
        try
        {
            return await Find(question, language, cancellationToken);
        }
#pragma warning disable CA1031 // Whoever asked is waiting for an answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, question.Command.GetType().Name, question.User);
            return HelpView.Failed(language);
        }
    }

    private async Task<RenderedMessage> Find(CommandQuestion question, Language language, CancellationToken cancellationToken)
    {
        switch (question.Command)
        {
            case ShubCommand.Help help:
                return HelpView.Help(help.Topic, language);
            case ShubCommand.Unknown unknown:
                return HelpView.Unknown(unknown.Word, unknown.Suggestion, language);
            case ShubCommand.ExceptionRequest:
                return HelpView.Help(CommandWord.Exception, language);
            case ShubCommand.Wrong wrong:
                return HelpView.Wrong(wrong, language);
            case ShubCommand.Jobs:
                return await jobs.List(question.User, language, cancellationToken);
            case ShubCommand.ControlsStatus or ShubCommand.ControlsPlan or ShubCommand.ControlsApply:
                return await controls.Answer(question.Command, question.User, language, cancellationToken);
            case ShubCommand.Snooze snooze:
                return await Snooze(snooze, question.User, language, cancellationToken);
        }

        var snapshot = await directory.Current(cancellationToken);
        var context = new CommandContext(language, organisation.DateAt(time.GetUtcNow()), organisation.Zone, catalogue, snapshot.Accounts);
        return question.Command switch
        {
            ShubCommand.Show show => await Show(show, question.Page, context, cancellationToken),
            ShubCommand.Audit about => await Audit(about.Number, question, context, cancellationToken),
            ShubCommand.Pending => await pending.Show(question.User, context, cancellationToken),
            ShubCommand.Mine mine => await Mine(mine, question, context, cancellationToken),
            ShubCommand.PolicyShow or ShubCommand.PolicySet or ShubCommand.AccountShow or ShubCommand.AccountSet =>
                await directories.Answer(question.Command, question.User, context, cancellationToken),
            _ => await Scoped(question, snapshot, context, cancellationToken),
        };
    }

    private async Task<RenderedMessage> Audit(CaseNumber number, CommandQuestion question, CommandContext context, CancellationToken cancellationToken)
    {
        if (await roles.May(question.User, BotAction.ReadAudit, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(BotAction.ReadAudit, refused, context.Language);
        }

        return await audit.Of(number, question.Page, cancellationToken) is { } found ? AuditView.Render(found, context) : HelpView.NoSuchCase(number, context.Language);
    }

    private async Task<RenderedMessage> Snooze(ShubCommand.Snooze snooze, string user, Language language, CancellationToken cancellationToken)
    {
        if (await roles.May(user, BotAction.SnoozeCase, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(BotAction.SnoozeCase, refused, language);
        }

        var words = SnoozeAnswer.Of(await cases.Snooze(snooze.Number, user, snooze.Days, cancellationToken), snooze.Number, language);
        return new RenderedMessage(words, [CardText.Section(words)]);
    }

    private async Task<RenderedMessage> Mine(ShubCommand.Mine mine, CommandQuestion question, CommandContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<AccountId> owned = mine.All
            ? [.. context.Accounts.Values.Where(a => a.Owners.Contains(question.User, StringComparer.Ordinal)).Select(a => a.Id)]
            : [];
        return MineView.Render(await queries.Mine(question.User, owned, question.Page, cancellationToken), mine.All, context);
    }

    private async Task<RenderedMessage> Show(ShubCommand.Show show, int page, CommandContext context, CancellationToken cancellationToken) =>
        await queries.Show(show.Number, cancellationToken) is { } found
            ? ShowView.Render(found, page, context)
            : HelpView.NoSuchCase(show.Number, context.Language);

    private async Task<RenderedMessage> Scoped(CommandQuestion question, DirectorySnapshot snapshot, CommandContext context, CancellationToken cancellationToken)
    {
        var words = question.Command switch
        {
            ShubCommand.Status status => status.Scope,
            ShubCommand.List list => list.Filter.Scope,
            ShubCommand.Summary summary => summary.Scope,
            ShubCommand.Score score => score.Scope,
            ShubCommand.Report report => report.Filter.Scope,
            ShubCommand.Exceptions asked => asked.Filter.Scope,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var result = await scopes.Find(words, question.Channel, question.ChannelName, snapshot);
        if (result is not ScopeResult.Found { Scope: var scope })
        {
            return HelpView.NoSuchAccount((ScopeResult.NoSuchAccount)result, context.Language);
        }

        return question.Command switch
        {
            ShubCommand.Status => StatusView.Render(await queries.Status(scope, cancellationToken), scope, context),
            ShubCommand.Score => await scores.Score(scope, snapshot, context, cancellationToken),
            ShubCommand.Summary { Month: { } month } => await summaries.Show(month, scope, question.Channel, question.ChannelName, context, cancellationToken),
            ShubCommand.Summary => await scores.Summary(scope, context, cancellationToken),
            ShubCommand.List { Filter: var filter } =>
                ListView.Render(await queries.List(filter, scope, question.User, question.Page, cancellationToken), filter, scope, context),
            ShubCommand.Exceptions { Filter: var filter } =>
                ExceptionsView.Render(await exceptions.List(filter, scope, question.User, question.Page, cancellationToken), filter, scope, context),
            ShubCommand.Report { Filter: var filter } => await reports.Answer(filter, scope, question.User, context, cancellationToken),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5201, Level = LogLevel.Error, Message = "/shub {Command} of {User} failed")]
        public static partial void Failed(ILogger logger, Exception e, string command, string user);
    }
}
