using System.Diagnostics;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Cases.Cards;

/// <summary>The case's one Slack message, as it should look now.</summary>
public static class CaseCard
{
    public const string AcceptAction = "case.accept";
    public const string LinkTicketAction = "case.link_ticket";
    public const string RequestExceptionAction = "case.request_exception";

    /// <summary>Resources beyond these are in the thread: see <see cref="ResourceList"/>.</summary>
    public const int MaxResources = 5;

    private const int MaxSummaryTitle = 300;
    private const int SoonDays = 3;

    public static RenderedMessage Render(CardModel model)
    {
        var blocks = new List<Block> { new HeaderBlock { Text = SlackText.Truncate(Header(model), SlackLimits.HeaderText) } };
        if (FallbackNotice.Of(model) is { } notice)
        {
            blocks.Add(CardText.Section(notice));
        }

        blocks.Add(CardText.Section(StateLine(model) + ExceptionLines.Of(model)));
        blocks.AddRange(Facts(model));
        if (!model.Case.IsClosed)
        {
            blocks.Add(Buttons(model));
            blocks.Add(CardText.Context(model.Say(model.Case.IsOpen ? "Card.Footnote" : "Card.Footnote.Excepted")));
        }

        return new RenderedMessage(Summary(model), blocks);
    }

    private static string Header(CardModel model) => model.Case.State switch
    {
        CaseState.Open or CaseState.Accepted => model.Say("Card.Header", model.Case.Severity.Label(), model.ControlId, model.Title),
        CaseState.Excepted => model.Say("Card.Header.Excepted", model.ControlId, model.Title),
        CaseState.Fixed => model.Say("Card.Header.Fixed", model.ControlId, model.Title),
        CaseState.Withdrawn => model.Say("Card.Header.Withdrawn", model.ControlId, model.Title),
        _ => throw new UnreachableException(),
    };

    private static string StateLine(CardModel model) => model.Case.State switch
    {
        CaseState.Open or CaseState.Accepted => Due(model) + Episode(model) + Snooze(model),
        CaseState.Excepted => ExceptionLines.State(model),
        CaseState.Fixed => Fixed(model),
        CaseState.Withdrawn => model.Say("Card.Withdrawn", model.Number),
        _ => throw new UnreachableException(),
    };

    private static string Due(CardModel model)
    {
        var due = DueState.Of(model.Case.DueOn, model.Today);
        var sign = due switch
        {
            DueState.Overdue => "🔴",
            DueState.Today or DueState.DaysLeft { Days: 1 } => "🟠",
            DueState.DaysLeft { Days: <= SoonDays } => "🟡",
            DueState.DaysLeft => "🟢",
            _ => throw new UnreachableException(),
        };
        return model.Say("Card.Due", sign, model.Number, PeopleDates.Date(model.Case.DueOn, model.Language), CaseWords.Left(model.Language, due));
    }

    private static string Episode(CardModel model) =>
        model.Case.Episode > 1 ? "\n" + model.Say("Card.Episode", CaseWords.Number(model.Case.Episode)) : "";

    private static string Snooze(CardModel model) =>
        model.Case.IsSnoozed(model.Today) && model.Case.Snooze is { } snooze
            ? "\n" + model.Say("Card.Snoozed", PeopleDates.Date(snooze.Until, model.Language), SlackText.User(snooze.By))
            : "";

    private static string Fixed(CardModel model)
    {
        var took = PeopleDates.Duration((model.Case.ClosedAt ?? model.Case.OpenedAt) - model.Case.OpenedAt, model.Language);
        return model.Case.Assignee is { } assignee
            ? model.Say("Card.FixedBy", model.Number, took, SlackText.User(assignee))
            : model.Say("Card.FixedAlone", model.Number, took);
    }

    /// <summary>One block as long as it is short enough, so that nothing is cut off.</summary>
    private static IEnumerable<Block> Facts(CardModel model)
    {
        var (where, who) = ($"{Where(model)}\n{Resources(model)}", $"{Reference(model)}\n{People(model)}");
        return where.Length + who.Length < SlackLimits.SectionText
            ? [CardText.Section($"{where}\n{who}")]
            : [CardText.Section(where), CardText.Section(who)];
    }

    private static string Where(CardModel model)
    {
        var region = SlackText.Untrusted(OneLine.Of(model.Case.Key.Region));
        return model.Account is null
            ? model.Say("Card.WhereUnknown", model.Case.Key.Account, region)
            : model.Say("Card.Where", model.AccountName, model.Case.Key.Account, region);
    }

    private static string Resources(CardModel model)
    {
        var all = model.Case.Resources;
        var unfixed = model.Case.Unfixed.ToList();
        var cover = ExceptionCover.Approved(model.Case.IsOpen ? model.Exceptions : []);
        var excepted = unfixed.Count(r => cover.Includes(r.Id));
        var shown = model.Case.State == CaseState.Fixed ? all : [.. unfixed.Where(r => !cover.Includes(r.Id))];
        var names = string.Join(model.Say("Card.ResourcesJoin"), ResourceText.InOrder(shown).Take(MaxResources).Select(r => ResourceText.Of(r, model)));
        if (shown.Count > MaxResources)
        {
            names = model.Say("Card.ResourcesMore", names, CaseWords.Number(shown.Count - MaxResources));
        }

        var line = model.Say("Card.Resources", CaseWords.Number(shown.Count), names);
        line = excepted == 0 ? line : $"{line} {model.Count("Card.ResourcesExcepted", excepted)}";
        var rest = all.Count - shown.Count - excepted;
        return rest == 0 ? line : $"{line} {model.Count("Card.ResourcesFixedToo", rest)}";
    }

    private static string Reference(CardModel model) =>
        model.Say("Card.Reference", SlackText.Link($"https://docs.aws.amazon.com/console/securityhub/{model.ControlId}/remediation"));

    private static string People(CardModel model) =>
        model.Say(
            "Card.People",
            model.Case.Assignee is { } assignee ? SlackText.User(assignee) : model.Say(model.Case.IsOpen ? "Card.Nobody" : "Card.NoAssignee"),
            CardTicketText.Of(model));

    private static ActionsBlock Buttons(CardModel model) => new()
    {
        Elements =
        [
            .. model.Case.IsOpen ? (IActionElement[])[AcceptButton(model)] : [],
            new Button
            {
                ActionId = RequestExceptionAction,
                Text = model.Say(model.Case.IsOpen ? "Card.RequestException" : "Card.RenewException"),
                Value = model.Number,
            },
            new Button { ActionId = LinkTicketAction, Text = model.Say("Card.LinkTicket"), Value = model.Number },
        ],
    };

    private static Button AcceptButton(CardModel model)
    {
        var isFree = model.Case.Assignee is null;
        return new Button
        {
            ActionId = AcceptAction,
            Text = model.Say(isFree ? "Card.Accept" : "Card.TakeOver"),
            Value = model.Number,
            Style = isFree ? ButtonStyle.Primary : null,
        };
    }

    private static string Summary(CardModel model)
    {
        var title = SlackText.Untrusted(SlackText.Truncate(model.Title, MaxSummaryTitle));
        return model.Case.State switch
        {
            CaseState.Open or CaseState.Accepted => model.Say(
                "Card.Summary", model.Case.Severity.Label(), model.ControlId, title, model.AccountName, model.Number, PeopleDates.Date(model.Case.DueOn, model.Language)),
            CaseState.Excepted => model.Say("Card.Summary.Closed", model.Say("Card.Header.Excepted", model.ControlId, title), model.AccountName, model.Number),
            CaseState.Fixed => model.Say("Card.Summary.Closed", model.Say("Card.Header.Fixed", model.ControlId, title), model.AccountName, model.Number),
            CaseState.Withdrawn => model.Say("Card.Summary.Closed", model.Say("Card.Header.Withdrawn", model.ControlId, title), model.AccountName, model.Number),
            _ => throw new UnreachableException(),
        };
    }
}
