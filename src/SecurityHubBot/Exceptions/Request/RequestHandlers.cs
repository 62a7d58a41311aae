using SecurityHubBot.Cases;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Exceptions.Request;

/// <summary>The modal to ask for an exception, or why there is none.</summary>
internal abstract record RequestOffer
{
    private RequestOffer()
    {
    }

    public sealed record Modal(ModalViewDefinition View) : RequestOffer;

    /// <param name="Why">mrkdwn, in the person's language.</param>
    public sealed record None(string Why) : RequestOffer;
}

/// <summary>Loads what the request modal shows, or says why there is none.</summary>
internal sealed class RequestDialog(ExceptionActions exceptions, IRoles roles, CaseAnswers answers)
{
    public async Task<RequestOffer> For(CaseNumber number, string user, string? channel, string? reason, Language language, CancellationToken cancellationToken)
    {
        if (await roles.May(user, BotAction.RequestException, cancellationToken) is Permission.Refused refused)
        {
            return new RequestOffer.None(RefusalWords.Say(language, BotAction.RequestException, refused));
        }

        return await View(number, ExceptionScope.All, channel, language, cancellationToken) switch
        {
            null => new RequestOffer.None(CaseWords.Say(language, "Answer.NoCase", number)),
            { Model.Case.IsClosed: true } closed => new RequestOffer.None(ExceptionAnswers.Closed(closed.Model.Case.State, number, language)),
            { } view => new RequestOffer.Modal(RequestModal.Render(view with { Reason = reason })),
        };
    }

    /// <summary>Opens the modal for who pressed a button, or tells them why there is none.</summary>
    public async Task Open(CaseNumber number, BlockActionRequest request, string? reason, Language language)
    {
        switch (await For(number, request.User.Id, request.Channel?.Id, reason, language, CancellationToken.None))
        {
            case RequestOffer.Modal modal:
                await answers.Open(request, language, modal.View);
                break;
            case RequestOffer.None none:
                await answers.Tell(request, none.Why);
                break;
        }
    }

    public async Task<RequestView?> View(CaseNumber number, ExceptionScope scope, string? channel, Language language, CancellationToken cancellationToken) =>
        await exceptions.Look(number, language, cancellationToken) is { } found
            ? new RequestView(found.Case, scope, [.. found.Past.Where(p => p.Exception.State == ExceptionState.Rejected)], channel)
            : null;
}

/// <summary><c>case.request_exception</c>: asks for the reason, the resources and the end.</summary>
internal sealed class RequestExceptionHandler(RequestDialog dialog, CaseAnswers answers) : IBlockActionHandler<ButtonAction>
{
    public async Task Handle(ButtonAction action, BlockActionRequest request)
    {
        var language = await answers.LanguageFor(request);
        if (!CaseNumber.TryParse(action.Value, out var number))
        {
            await answers.Tell(request, CaseWords.Say(language, "Answer.BadButton"));
            return;
        }

        await dialog.Open(number, request, reason: null, language);
    }
}

/// <summary>The choice of the scope: the modal asks for the resources, or no longer does, and says what will be covered.</summary>
internal sealed partial class ScopeHandler(RequestDialog dialog, ISlackApiClient slack, Wording.ILanguageOf languages, ILogger<ScopeHandler> logger)
    : IBlockActionHandler<RadioButtonGroupAction>
{
    public async Task Handle(RadioButtonGroupAction action, BlockActionRequest request)
    {
        if (request.View is not { } view
            || CaseDialogState.TryParse(view.PrivateMetadata) is not { Number: { } number } state
            || ExceptionColumns.TryReadScope(action.SelectedOption?.Value) is not { } scope)
        {
            return;
        }

        var language = await languages.For(request.User.Id, state.Channel, CancellationToken.None);
        if (await dialog.View(number, scope, state.Channel, language, CancellationToken.None) is not { } shown)
        {
            return;
        }

        try
        {
            // What has been typed stays: Slack keeps the inputs whose ids stay the same.
            await slack.Views.UpdateByViewId(RequestModal.Render(shown), view.Id, view.Hash);
        }
        catch (SlackCallException e)
        {
            // The modal was closed, or has changed since: what is submitted is checked anyway.
            Log.NotUpdated(logger, e, number.ToString());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 6301, Level = LogLevel.Information, Message = "The request modal of {Case} could not follow the choice")]
        public static partial void NotUpdated(ILogger logger, Exception e, string @case);
    }
}

/// <summary>The resources of a case with more of them than a menu takes, found while somebody types.</summary>
internal sealed class ResourceOptions(ExceptionActions exceptions) : IBlockOptionProvider
{
    public async Task<BlockOptionsResponse> GetOptions(BlockOptionsRequest request)
    {
        if (CaseDialogState.TryParse(request.View?.PrivateMetadata) is not { Number: { } number }
            || await exceptions.Look(number, Language.English, CancellationToken.None) is not { } found)
        {
            return new BlockOptionsResponse { Options = [] };
        }

        var typed = request.Value.Trim();
        return new BlockOptionsResponse
        {
            Options =
            [
                .. found.Case.Case.Unfixed
                    .Where(r => r.Id.Contains(typed, StringComparison.OrdinalIgnoreCase))
                    .Take(SlackLimits.SelectOptions)
                    .Select(RequestModal.ResourceOption),
            ],
        };
    }
}
