using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub status</c>: how the organisation or an account stands.</summary>
public static class StatusView
{
    private static readonly Severity[] Severities = [Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Informational];

    public static RenderedMessage Render(StatusData data, CommandScope scope, CommandContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(context);
        var open = data.Open.Values.Sum();
        var title = Title(scope, context);
        Block?[] blocks =
        [
            CardText.Section(title),
            CardText.Section(open == 0 ? context.Say("Status.Nothing") : Cases(data, open, context)),
            CardText.Section(context.Count("Status.Fixed", data.FixedLately)),
            Attention(data, context) is { Length: > 0 } attention ? CardText.Section(attention) : null,
            context.ScopeNote(scope, "/shub status all"),
            CardText.Context(context.Say("Status.Hint")),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Title(CommandScope scope, CommandContext context) => scope.Accounts switch
    {
        null => context.Say("Status.Title.All"),
        [var only] => context.Say("Status.Title.Account", context.AccountName(only), only),
        var several => context.Count("Status.Title.Accounts", several.Count),
    };

    private static string Cases(StatusData data, long open, CommandContext context)
    {
        var bySeverity = Severities.Where(data.Open.ContainsKey).Select(s => $"{s.Label()} {CommandWords.Number(data.Open[s])}");
        return string.Join(
            '\n',
            context.Count("Status.Open", open, CommandWords.Join(context.Language, bySeverity)),
            context.Say(data.Overdue > 0 ? "Status.Overdue" : "Status.NoneOverdue", CommandWords.Number(data.Overdue)),
            context.Say("Status.DueSoon", CommandWords.Number(data.DueSoon)),
            context.Say("Status.People", CommandWords.Number(data.Accepted), CommandWords.Number(data.Unassigned)));
    }

    /// <summary>What the security team should look at; empty when there is nothing.</summary>
    private static string Attention(StatusData data, CommandContext context)
    {
        var lines = new List<string>();
        if (data.UnknownAccounts.Total > 0)
        {
            lines.Add(context.Count("Status.UnknownAccounts", data.UnknownAccounts.Total, Named(data.UnknownAccounts, context)));
        }

        if (data.NewControls.Total > 0)
        {
            lines.Add(context.Count("Status.NewControls", data.NewControls.Total, Named(data.NewControls, context)));
        }

        if (data.NotHandled > 0)
        {
            lines.Add(context.Count("Status.NotHandled", data.NotHandled));
        }

        return string.Join('\n', lines);
    }

    private static string Named(Some<string> some, CommandContext context)
    {
        var names = CommandWords.Join(context.Language, some.First.Select(n => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(n), ControlId.MaxLength))));
        return some.Total > some.First.Count ? context.Count("Scope.More", some.Total - some.First.Count, names) : names;
    }
}
