using System.Diagnostics;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Roles;
using SecurityHubBot.Hosting;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Jobs;

/// <summary>Answers operators about the jobs, and nobody else.</summary>
internal sealed class JobAnswers(JobQueries queries, JobWishes wishes, IRoles roles, OrganisationOptions organisation)
{
    public async Task<RenderedMessage> List(string user, Language language, CancellationToken cancellationToken) =>
        await Refusal(user, language, cancellationToken) ?? JobsView.Render(await queries.All(cancellationToken), language, organisation.Zone);

    /// <summary>Whether somebody is an operator is asked when they press the button, whenever they got it.</summary>
    public async Task<RenderedMessage> Run(JobRunValue value, string user, Language language, CancellationToken cancellationToken)
    {
        if (await Refusal(user, language, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var outcome = await wishes.Add(value.Job, value.AfterRun, user, cancellationToken);
        return JobsView.Render(await queries.All(cancellationToken), language, organisation.Zone, await Notice(outcome, value.Job, language, cancellationToken));
    }

    private async Task<RenderedMessage?> Refusal(string user, Language language, CancellationToken cancellationToken) =>
        await roles.May(user, BotAction.RunJobs, cancellationToken) is Permission.Refused refused ? HelpView.Refused(BotAction.RunJobs, refused, language) : null;

    private async Task<string> Notice(WishOutcome outcome, string job, Language language, CancellationToken cancellationToken)
    {
        var name = JobWords.Name(language, job);
        switch (outcome)
        {
            case WishOutcome.Wished:
                return JobWords.Say(language, "Answer.Wished", name);
            case WishOutcome.Already:
                return JobWords.Say(language, "Answer.Already", name);
            case WishOutcome.Running:
                return JobWords.Say(language, "Answer.Running", name);
            case WishOutcome.NotHere:
                return await queries.WhoRuns(cancellationToken) is { } instance
                    ? JobWords.Say(language, "Answer.NotHere", JobsView.Instance(instance))
                    : JobWords.Say(language, "Answer.NotHereNobody");
            case WishOutcome.NoSuchJob:
                return JobWords.Say(language, "Answer.NoSuchJob");
            default:
                throw new UnreachableException();
        }
    }
}
