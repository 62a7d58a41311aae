using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Commands;

/// <summary>What is said about a report: beside the file, and where it was asked for.</summary>
internal static class ReportView
{
    public static string Comment(CaseFile file, ListFilter filter, CommandScope scope, CommandContext context)
    {
        var title = context.Count("Report.Title", file.Cases, ListView.Described(filter, context), PeopleDates.Date(context.Today, context.Language));
        var whose = scope switch
        {
            { Accounts: null } => context.Say("Summary.All"),
            { Accounts: [var only] } => context.Say("Summary.Account", context.AccountName(only), only),
            { Accounts: var several } => context.Count("Summary.Accounts", several.Count),
        };
        return $"{title}\n{whose}{(file.HasMore ? $"\n{More(context)}" : "")}\n{context.Say("Report.Columns")}";
    }

    public static RenderedMessage Sent(CaseFile file, string channel, CommandContext context)
    {
        var sent = context.Count("Report.Sent", file.Cases, Slack.SlackText.Link($"https://slack.com/archives/{channel}", context.Say("Report.Link")));
        return Sentence(file.HasMore ? $"{sent}\n{More(context)}" : sent);
    }

    public static RenderedMessage Nothing(ListFilter filter, CommandContext context) => Sentence(context.Say("Report.Nothing", ListView.Described(filter, context)));

    public static RenderedMessage NotSent(CommandContext context, bool needsScope) => Sentence(context.Say(needsScope ? "Report.NeedsScope" : "Report.NotSent"));

    public static RenderedMessage Uncertain(CommandContext context) => Sentence(context.Say("Report.Uncertain"));

    private static string More(CommandContext context) => context.Say("Report.More", CommandWords.Number(CaseReport.MostCases));

    private static RenderedMessage Sentence(string mrkdwn) => new(mrkdwn, [CardText.Section(mrkdwn)]);
}
