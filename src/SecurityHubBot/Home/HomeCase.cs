using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Home;

/// <summary>A case with its buttons, those of its card.</summary>
internal static class HomeCase
{
    private const int MaxTitle = 200;
    private const int MaxCase = 2000;
    private const int SoonDays = 3;

    public static IEnumerable<Block> Render(ListedCase listed, string user, HomeLanguage words)
    {
        var (about, context) = (listed.Case, words.Context);
        var head = context.Say(
            "List.Case", CommandContext.Number(about.Number, listed.Card), about.Severity.Label(), about.Key.Control, context.Title(about, MaxTitle));
        var facts = context.Say(
            "List.Facts", context.AccountName(about.Key.Account), CommandContext.Region(about), $"{Sign(about, context)} {context.Due(about)}", context.Assignee(about), CommandWords.Number(listed.Unfixed));
        yield return new SectionBlock { Text = CardText.Mrkdwn($"{head}\n{facts}", MaxCase) };
        yield return new ActionsBlock { Elements = [.. Buttons(about, user, words)] };
    }

    /// <summary>The case in one line, for what is about something else.</summary>
    public static string Line(ListedCase listed, HomeLanguage words) => words.Context.Say(
        "List.Case", CommandContext.Number(listed.Case.Number, listed.Card), listed.Case.Severity.Label(), listed.Case.Key.Control, words.Context.Title(listed.Case, MaxTitle));

    private static IEnumerable<IActionElement> Buttons(Case about, string user, HomeLanguage words)
    {
        var (language, value) = (words.Context.Language, about.Number.ToString());
        if (about.Assignee != user)
        {
            yield return new Button
            {
                ActionId = CaseCard.AcceptAction,
                Text = CaseWords.Say(language, about.Assignee is null ? "Card.Accept" : "Card.TakeOver"),
                Value = value,
                Style = about.Assignee is null ? ButtonStyle.Primary : null,
            };
        }

        yield return new Button { ActionId = CaseCard.RequestExceptionAction, Text = CaseWords.Say(language, "Card.RequestException"), Value = value };
        yield return new Button { ActionId = CaseCard.LinkTicketAction, Text = CaseWords.Say(language, "Card.LinkTicket"), Value = value };
    }

    private static string Sign(Case about, CommandContext context) => DueState.Of(about.DueOn, context.Today) switch
    {
        DueState.Overdue => "🔴",
        DueState.Today or DueState.DaysLeft { Days: 1 } => "🟠",
        DueState.DaysLeft { Days: <= SoonDays } => "🟡",
        _ => "🟢",
    };
}
