using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Exceptions.Decision;
using SecurityHubBot.Exceptions.Request;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Events;

namespace SecurityHubBot.Exceptions;

internal static class ExceptionsExtensions
{
    public static IServiceCollection AddExceptions(this IServiceCollection services)
    {
        services.AddSingleton<ExceptionActions>();
        services.AddScoped<RequestDialog>();
        services.AddScoped<RequestCommand>();
        services.AddSingleton<ExceptionLife>();
        return services;
    }

    public static SlackServiceBuilder RegisterExceptions(this SlackServiceBuilder slack) => slack
        .RegisterBlockActionHandler<ButtonAction, RequestExceptionHandler>(CaseCard.RequestExceptionAction)
        .RegisterBlockActionHandler<RadioButtonGroupAction, ScopeHandler>(RequestModal.ScopeInput)
        .RegisterBlockOptionProvider<ResourceOptions>(RequestModal.ResourcesInput)
        .RegisterViewSubmissionHandler<RequestSubmission>(RequestModal.CallbackId)
        .RegisterEventHandler<AppMention, MentionHandler>()
        .RegisterBlockActionHandler<ButtonAction, OfferHandler>(ReasonOffer.Action)
        .RegisterBlockActionHandler<ButtonAction, ReviewHandler>(ApprovalMessage.ReviewAction)
        .RegisterViewSubmissionHandler<DecisionSubmission>(DecisionModal.CallbackId)
        .RegisterBlockActionHandler<ButtonAction, WithdrawHandler>(ExceptionThread.WithdrawAction);
}
