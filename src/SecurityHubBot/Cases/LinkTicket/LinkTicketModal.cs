using System.Diagnostics;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;
using SecurityHubBot.Tickets;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Cases.LinkTicket;

/// <summary>Asks for the id or the address of a case's ticket.</summary>
public sealed class LinkTicketModal(ICaseActions cases, ITicketCheck tickets, ILanguageOf languages) : IViewSubmissionHandler
{
    public const string CallbackId = "ticket.link";

    /// <summary>Both the block and its input.</summary>
    public const string TicketInput = "ticket";

    /// <param name="title">What the ticket that is linked now is called, where that is known.</param>
    public static ModalViewDefinition Render(Case about, string? channel, Language language, string? title = null) => new()
    {
        CallbackId = CallbackId,
        PrivateMetadata = new CaseDialogState(about.Number.ToString(), channel).ToString(),
        Title = CaseWords.Say(language, "Ticket.Title"),
        Submit = CaseWords.Say(language, "Ticket.Submit"),
        Close = CaseWords.Say(language, "Modal.Cancel"),
        Blocks =
        [
            CardText.Section(CardText.CaseLine(about, ControlCatalogue.Default.Find(about.Key.Control), language)),
            .. about.Ticket is { } linked && title is { Length: > 0 }
                ? [CardText.Context(CaseWords.Say(language, "Ticket.Linked", CardText.Ticket(linked, title)))]
                : Array.Empty<Block>(),
            new InputBlock
            {
                BlockId = TicketInput,
                Label = CaseWords.Say(language, "Ticket.Label"),
                Hint = (PlainText)CaseWords.Say(language, "Ticket.Hint"),
                Element = new PlainTextInput
                {
                    ActionId = TicketInput,
                    Placeholder = CaseWords.Say(language, "Ticket.Placeholder"),
                    InitialValue = about.Ticket is { } ticket ? ticket.Url ?? ticket.Id : null,
                    FocusOnLoad = true,
                },
            },
        ],
    };

    public async Task<ViewSubmissionResponse?> Handle(ViewSubmission viewSubmission)
    {
        var state = CaseDialogState.TryParse(viewSubmission.View.PrivateMetadata);
        var language = await languages.For(viewSubmission.User.Id, state?.Channel, CancellationToken.None);
        if (state is not { Number: { } number })
        {
            return CaseNotice.Instead(language, CaseWords.Say(language, "Answer.BadButton"));
        }

        var typed = viewSubmission.State.GetValue<PlainTextInputValue>(TicketInput)?.Value;
        if (!TicketReference.TryParse(typed, out var ticket, out var problem))
        {
            return Refuse(Error(problem, language));
        }

        return await tickets.Check(number, ticket, CancellationToken.None) switch
        {
            TicketChecked.Missing => Refuse(CaseWords.Say(language, "Ticket.Error.Missing", ticket.Id)),
            TicketChecked.Found found => await Link(number, viewSubmission.User.Id, found.Link, found.Title, language),
            TicketChecked.Elsewhere => await Link(number, viewSubmission.User.Id, ticket, title: null, language),
            TicketChecked.Unanswered => await Link(number, viewSubmission.User.Id, ticket, title: null, language)
                ?? CaseNotice.Instead(language, CaseWords.Say(language, "Ticket.Unverified", CardText.Ticket(ticket), number)),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<ViewSubmissionResponse?> Link(CaseNumber number, string user, TicketLink ticket, string? title, Language language) =>
        await cases.LinkTicket(number, user, ticket, title, CancellationToken.None) is null
            ? CaseNotice.Instead(language, CaseWords.Say(language, "Answer.NoCase", number))
            : ViewSubmissionResponse.Null;

    private static ViewErrorsResponse Refuse(string error) => new() { Errors = new Dictionary<string, string> { [TicketInput] = error } };

    /// <summary>Shown as plain text under the field.</summary>
    internal static string Error(TicketProblem problem, Language language) => problem switch
    {
        TicketProblem.Empty => CaseWords.Say(language, "Ticket.Error.Empty"),
        TicketProblem.Unreadable => CaseWords.Say(language, "Ticket.Error.Unreadable"),
        TicketProblem.TooLong => CaseWords.Say(language, "Ticket.Error.TooLong", CaseWords.Number(TicketReference.MaxUrl)),
        TicketProblem.Credentials => CaseWords.Say(language, "Ticket.Error.Credentials"),
        _ => throw new UnreachableException(),
    };
}
