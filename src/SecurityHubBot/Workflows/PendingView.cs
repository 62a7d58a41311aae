using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Workflows;

/// <summary>Whether anything is written to Security Hub.</summary>
internal enum PendingMode
{
    /// <summary><c>Aws:Region</c> is not set.</summary>
    Off,
    Observe,
    Act,
}

/// <summary><c>/shub pending</c>: what waits to be written to Security Hub, what would be, and what AWS refused.</summary>
internal static class PendingView
{
    private const int MaxResource = 60;
    private const int MaxRegion = 40;
    private const int MaxCode = 60;

    public static RenderedMessage Render(PendingData data, PendingMode mode, SecurityHubFault? fault, CommandContext context)
    {
        var language = context.Language;
        var title = data.Total == 0 ? Say(language, $"Title.{mode}.None") : WorkflowWords.Count(language, $"Title.{mode}", data.Total);
        Block?[] blocks =
        [
            CardText.Section(title),
            fault is null ? null : CardText.Section(Say(language, "Fault", Say(language, $"Fault.{fault.Trouble}"), Shown(fault.Code, MaxCode))),
            Lines(data.Counts.Select(c => WorkflowWords.Count(language, "Count", c.Findings, Status(c.Workflow, language), Say(language, $"Reason.{c.Reason}")))),
            Lines(data.First.Select(f => Finding(f, context)), Say(language, "First")),
            Lines(data.Errors.Select(e => WorkflowWords.Count(language, "Error", e.Findings, Error(e.Code, language))), Say(language, "Errors")),
            Lines(data.Refused.Select(f => Finding(f, context))),
            data.Elsewhere == 0 ? null : CardText.Section(WorkflowWords.Count(language, "Elsewhere", data.Elsewhere)),
            CardText.Context(Say(language, $"Foot.{mode}")),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static SectionBlock? Lines(IEnumerable<string> lines, string? heading = null)
    {
        var all = lines.ToList();
        return all.Count == 0 ? null : CardText.Section(string.Join('\n', heading is null ? all : all.Prepend(heading)));
    }

    private static string Finding(PendingFinding finding, CommandContext context) => Say(
        context.Language,
        finding.Error is null ? "Finding" : "Finding.Refused",
        Shown(finding.Control, ControlId.MaxLength),
        context.AccountName(finding.Account),
        Shown(finding.Region, MaxRegion),
        Shown(finding.Resource, MaxResource),
        Status(finding.Workflow, context.Language),
        finding.Error is { } code ? Error(code, context.Language) : "");

    private static string Status(string workflow, Language language) => WorkflowWords.Find(language, $"Status.{workflow}") ?? Shown(workflow, MaxCode);

    /// <summary>Codes that AWS documents in words; another as AWS writes it, to look it up with.</summary>
    private static string Error(string code, Language language) => WorkflowWords.Find(language, $"Error.{code}") ?? Say(language, "Error.Unknown", Shown(code, MaxCode));

    private static string Shown(string text, int max) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), max));

    private static string Say(Language language, string key, params object?[] args) => WorkflowWords.Say(language, key, args);
}
