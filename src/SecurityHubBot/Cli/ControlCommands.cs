using SecurityHubBot.Audit;
using SecurityHubBot.Aws;
using SecurityHubBot.Controls;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Cli;

internal enum PlanFormat
{
    Text,
    Json,
    Csv,
}

/// <summary><c>controls plan</c> and <c>controls apply</c>: read AWS, and change nothing there themselves.</summary>
internal static class ControlCommands
{
    public static async Task<int> Plan(PlanFormat format, string[] settings, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        if (services.GetService<ControlPlanner>() is not { } planner)
        {
            return await NoRegion();
        }

        var plan = await planner.Make(cancellationToken);
        switch (format)
        {
            case PlanFormat.Json:
                Console.WriteLine(ControlPlanReport.ToJson(plan));
                break;
            case PlanFormat.Csv:
                await using (var output = Console.OpenStandardOutput())
                {
                    await output.WriteAsync(CsvBytes.Write(ControlPlanReport.ToCsv(plan)), cancellationToken);
                }

                break;
            default:
                await Print(plan, services, cancellationToken);

                break;
        }

        return plan.IsEmpty ? ExitCodes.Ok : ExitCodes.Differences;
    }

    private static async Task Print(ControlPlan plan, ServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var line in ControlPlanReport.Lines(plan))
        {
            Console.WriteLine(Cases.Cards.OneLine.Of(line));
        }

        var units = services.GetRequiredService<OrganisationUnits>();
        foreach (var exception in (await services.GetRequiredService<WantedControls>().Read(cancellationToken)).Wishes.Exceptions)
        {
            var scope = await units.Name(exception.Scope, cancellationToken);
            var name = scope == exception.Scope ? scope : $"{scope} ({exception.Scope})";
            Console.WriteLine(Cases.Cards.OneLine.Of($"exception: {exception.Control} stays on in {name} until {exception.Until:yyyy-MM-dd}: {exception.Reason}"));
        }
    }

    public static async Task<int> Apply(bool withPolicies, string[] settings, CancellationToken cancellationToken)
    {
        await using var services = Services(settings);
        var outcome = await services.GetRequiredService<PlanProposals>().Ask(
            c => services.GetRequiredService<ControlPlanner>().Make(c), withPolicies, AuditActor.Cli(Environment.UserName), cancellationToken);
        return outcome switch
        {
            ProposalOutcome.NoRegion => await NoRegion(),
            ProposalOutcome.Observes => await Refuse("Aws:Mode is 'observe', in which nothing is changed in AWS: set Aws:Mode to 'act', for the bot too. 'controls plan' says what would be done."),
            ProposalOutcome.BeingApplied running => await Refuse($"Plan {running.Plan} is being applied: wait for its end, which its message in Slack says."),
            ProposalOutcome.NothingDiffers => Done("Nothing differs."),
            ProposalOutcome.OnlyPoliciesDiffer => Done("Only configuration policies differ: --configuration-policies changes them too."),
            ProposalOutcome.Proposed { Id: var id, Plan: var plan } => Done(
                $"Plan {id}: {plan.Size} changes in {plan.Regions.Count} accounts and Regions. The bot asks for it in Slack:SecurityChannel; nothing is changed before an operator approves it there, within a day."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static async Task<int> Import(string file, ImportOptions options, string[] settings, CancellationToken cancellationToken) =>
        await DataCommands.Import(
            ControlExceptionStore.Table,
            file,
            options,
            settings,
            (services, csv, by) => services.GetRequiredService<ControlExceptionStore>().Import(csv, options, by, cancellationToken),
            cancellationToken);

    public static Task<int> Export(string? file, string[] settings, CancellationToken cancellationToken) => DataCommands.Export(
        ControlExceptionStore.Table, file, settings, async services => DirectoryImport.Csv(ControlExceptionStore.Table, await services.GetRequiredService<ControlExceptionStore>().Export(cancellationToken)), cancellationToken);

    internal static ServiceProvider Services(string[] settings) => DataCommands.Services(
        settings,
        (services, configuration) => services.AddSingleton(configuration).AddOrganisation(configuration).AddAws(configuration).AddSingleton(ControlCatalogue.Default).AddControlPlanning(configuration));

    private static Task<int> NoRegion() => Refuse("Aws:Region is not set: it names the Region in which Security Hub aggregates findings, such as ap-northeast-1.");

    private static async Task<int> Refuse(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return ExitCodes.WrongInput;
    }

    private static int Done(string what)
    {
        Console.WriteLine(what);
        return ExitCodes.Ok;
    }
}
