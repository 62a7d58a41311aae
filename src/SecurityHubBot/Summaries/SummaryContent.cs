using SecurityHubBot.Bulletins;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Summaries.Chart;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Summaries;

/// <summary>What a summary says when it is posted, and what follows from its having been posted.</summary>
internal abstract class SummaryContent(ControlCatalogue catalogue, OrganisationOptions organisation, WorkflowLooks workflows, TimeProvider time) : IBulletinContent
{
    public const string TeamKind = "summary";
    public const string OrganisationKind = "organisation-summary";

    public abstract string Kind { get; }

    public Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken)
    {
        if (SummaryModel.TryParse(row.Payload) is not { } model)
        {
            throw new InvalidDataException($"The {row.Key} was written by another version and cannot be read.");
        }

        var page = new SummaryPage(model, model.PostedIn, catalogue, organisation.Zone);
        // Drawn once: what Slack has already is not given to it again.
        var picture = row.FileId is null ? Picture(page) : null;
        return Task.FromResult<Bulletin?>(new Bulletin(model.PostedIn, picture, file => MonthlySummary.Render(page, file)));
    }

    public async Task Posted(DbSession session, BulletinRow row)
    {
        await NotifiedFindings.HaveBeenTold(session, row.Period, ToldAs(row), time.GetUtcNow());
        await workflows.AtTold(session, row.Period, ToldAs(row));
    }

    protected abstract string ToldAs(BulletinRow row);

    private static FileUpload? Picture(SummaryPage page) =>
        TrendChart.Draw(page.Model.Trend, page.Language) is { } png
            ? new FileUpload($"security-score-{page.Model.Month}.png", png) { Title = page.Say("Picture.Title"), AltText = MonthlySummary.AltText(page) }
            : null;
}

internal sealed class TeamSummary(ControlCatalogue catalogue, OrganisationOptions organisation, WorkflowLooks workflows, TimeProvider time) : SummaryContent(catalogue, organisation, workflows, time)
{
    public override string Kind => TeamKind;

    protected override string ToldAs(BulletinRow row) => row.Audience;
}

internal sealed class OrganisationSummary(ControlCatalogue catalogue, OrganisationOptions organisation, WorkflowLooks workflows, TimeProvider time) : SummaryContent(catalogue, organisation, workflows, time)
{
    public override string Kind => OrganisationKind;

    protected override string ToldAs(BulletinRow row) => NotifiedFindings.WithoutTeam;
}
