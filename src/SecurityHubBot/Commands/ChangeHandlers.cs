using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Commands;

/// <summary>The buttons under a preview: <c>directory.apply</c> writes what was shown, <c>directory.cancel</c> puts it away.</summary>
internal sealed partial class ChangeHandler(ChangeClicks clicks, ILanguageOf languages, ISlackApiClient slack, ISlackDeferredWork deferred, ILogger<ChangeHandler> logger)
    : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(request);
        if (request.ResponseUrl is not { Length: > 0 } responseUrl)
        {
            return;
        }

        var language = await languages.For(request.User.Id, request.Channel?.Id, CancellationToken.None);
        var click = new ChangeClick(action.ActionId, action.Value, request.User.Id, responseUrl, language);
        if (!deferred.TryDefer(action.ActionId, (_, cancellationToken) => clicks.Do(click, cancellationToken)))
        {
            await Respond(responseUrl, ShubMessage.Of(HelpView.Busy(language), replace: false));
        }
    }

    private async Task Respond(string responseUrl, MessageResponse response)
    {
        try
        {
            await slack.Respond(responseUrl, response);
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5501, Level = LogLevel.Warning, Message = "An answer to a button under a preview could not be given")]
        public static partial void NotTold(ILogger logger, Exception e);
    }
}

internal sealed record ChangeClick(string Action, string? Value, string User, string ResponseUrl, Language Language);

/// <summary>What comes of pressing a preview's button, after Slack has its answer.</summary>
internal sealed partial class ChangeClicks(
    DirectoryChanges changes,
    DirectoryAnswers answers,
    ChangeProgress progress,
    IRoles roles,
    IDirectory directory,
    ControlCatalogue catalogue,
    OrganisationOptions organisation,
    ISlackApiClient slack,
    TimeProvider time,
    ILogger<ChangeClicks> logger)
{
    public async Task Do(ChangeClick click, CancellationToken cancellationToken)
    {
        try
        {
            if (await Answer(click, cancellationToken) is var (message, replace))
            {
                await slack.Respond(click.ResponseUrl, ShubMessage.Of(message, replace), cancellationToken);
            }
        }
        catch (SlackCallException e)
        {
            Log.NotTold(logger, e);
        }
    }

    /// <returns>What is said instead of the preview, or beside it; null when that has been done.</returns>
    private async Task<(RenderedMessage Message, bool Replace)?> Answer(ChangeClick click, CancellationToken cancellationToken)
    {
        try
        {
            return ChangeValue.Parse(click.Value) is { } value ? await Answer(click, value, cancellationToken) : (HelpView.OldButton(click.Language), false);
        }
#pragma warning disable CA1031 // Whoever pressed the button is waiting for an answer.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not SlackCallException)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, click.User);
            return (HelpView.Failed(click.Language), false);
        }
    }

    private async Task<(RenderedMessage Message, bool Replace)?> Answer(ChangeClick click, ChangeValue value, CancellationToken cancellationToken)
    {
        var snapshot = await directory.Current(cancellationToken);
        var context = new CommandContext(click.Language, organisation.DateAt(time.GetUtcNow()), organisation.Zone, catalogue, snapshot.Accounts);
        if (click.Action == ChangeValue.CancelAction)
        {
            return (ChangeView.Cancelled(value.Edit, context), true);
        }

        var action = value.Edit is PolicyEdit ? BotAction.ChangePolicy : BotAction.ChangeAccount;
        if (await roles.May(click.User, action, cancellationToken) is Permission.Refused refused)
        {
            return (HelpView.Refused(action, refused, click.Language), false);
        }

        if (value.IsOld(time.GetUtcNow()))
        {
            return (await answers.Preview(value.Edit, [], context, PreviewAgain.TooOld, cancellationToken), true);
        }

        try
        {
            return await Apply(click, value, context, cancellationToken);
        }
        catch (DirectoryUnavailableException e)
        {
            // The preview stays where it is, to press its button again.
            Log.Unavailable(logger, click.User, e.Message);
            return (ChangeView.Unavailable(context), false);
        }
    }

    private async Task<(RenderedMessage Message, bool Replace)?> Apply(ChangeClick click, ChangeValue value, CommandContext context, CancellationToken cancellationToken)
    {
        switch (await changes.Apply(value.Edit, value.Stamp, click.User, cancellationToken))
        {
            case ChangeResult.Done done:
                Log.Changed(logger, click.User, value.Edit.Table.Name, value.Edit.TouchedKey, done.Applied.Touched);
                await progress.Follow(done.Applied, click.ResponseUrl, context, cancellationToken);
                return null;
            case ChangeResult.AlreadySo:
                // A second click, perhaps: the first one's answer stays where it is.
                return (ChangeView.AppliedAlready(value.Edit, context), false);
            default:
                return (await answers.Preview(value.Edit, [], context, PreviewAgain.RowChanged, cancellationToken), true);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 5511, Level = LogLevel.Warning, Message = "What came of a preview's button could not be shown")]
        public static partial void NotTold(ILogger logger, Exception e);

        [LoggerMessage(EventId = 5512, Level = LogLevel.Error, Message = "A preview's button pressed by {User} failed")]
        public static partial void Failed(ILogger logger, Exception e, string user);

        [LoggerMessage(EventId = 7231, Level = LogLevel.Warning, Message = "What {User} wanted to change could not be written: {Reason}")]
        public static partial void Unavailable(ILogger logger, string user, string reason);

        [LoggerMessage(EventId = 5513, Level = LogLevel.Information, Message = "{User} changed {Table} {Key}; {Touched} cases are decided again")]
        public static partial void Changed(ILogger logger, string user, string table, string key, long touched);
    }
}
