using SecurityHubBot.Aws;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Workflows;

/// <summary>Answers the security team and operators about what is to be written to Security Hub, and nobody else.</summary>
internal sealed class PendingAnswers(PendingQueries queries, WorkflowState state, AwsOptions aws, IRoles roles)
{
    public async Task<RenderedMessage> Show(string user, CommandContext context, CancellationToken cancellationToken)
    {
        if (await roles.May(user, BotAction.SeePending, cancellationToken) is Permission.Refused refused)
        {
            return HelpView.Refused(BotAction.SeePending, refused, context.Language);
        }

        var mode = !aws.IsSet ? PendingMode.Off : aws.Acts ? PendingMode.Act : PendingMode.Observe;
        return PendingView.Render(await queries.Find(cancellationToken), mode, state.Fault, context);
    }
}
