using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Cases.Sync;

/// <summary>What a message is rendered from, as it stands now.</summary>
/// <param name="Card">Where the case's card stands, when it does.</param>
/// <param name="Exceptions">All of the case's exceptions, the oldest first.</param>
/// <param name="Ticket">What is known of the case's ticket; null where no tracker is set up.</param>
internal sealed record MessageContext(
    Case Case, Account? Account, CatalogueControl? Control, CardLink? Card, IReadOnlyList<CaseException> Exceptions, CardTicket? Ticket)
{
    public Language Language(OrganisationOptions organisation) => Account?.Language ?? organisation.DefaultLanguage;
}

/// <summary>Loads the case and renders what one of its messages should say.</summary>
internal sealed class MessageContent(Database database, IDirectory directory, ControlCatalogue catalogue, OrganisationOptions organisation, TicketViews tickets, TimeProvider time)
{
    public Task<MessageContext?> Load(CaseNumber number, CancellationToken cancellationToken) =>
        database.Read(
            async session =>
            {
                if (await CaseStore.Find(session, number) is not { } found)
                {
                    return null;
                }

                var snapshot = await directory.For(session);
                return new MessageContext(
                    found,
                    snapshot.Accounts.GetValueOrDefault(found.Key.Account),
                    catalogue.TryGet(found.Key.Control, out var entry) ? entry : null,
                    await CaseMessageStore.FindCard(session, number),
                    await ExceptionStore.Of(session, number),
                    await tickets.Of(session, found));
            },
            cancellationToken);

    public CardModel Model(MessageContext context, FallbackReason? fallback) =>
        Model(context, fallback, context.Language(organisation));

    /// <param name="language">Of the person or channel, where it is not the account's.</param>
    /// <returns>Null when the message should not be there (any more).</returns>
    public ThreadNote? Render(MessageRow row, MessageContext context, FallbackReason? fallback, Language? language = null)
    {
        var model = Model(context, fallback, language ?? context.Language(organisation));
        return row.Kind switch
        {
            CaseMessageStore.ExceptionKind => About(row, context) is { } exception ? Quiet(ExceptionThread.Render(exception, model)) : null,
            CaseMessageStore.ApprovalKind => About(row, context) is { } exception
                ? Quiet(ApprovalMessage.Render(exception, model, ExceptionNote.TryParse(row.Payload)!.IsReminder)) : null,
            CaseMessageStore.DirectKind => DirectNote.TryParse(row.Payload)?.Happened is { } told && DirectMessages.Render(told, model) is { } direct ? Quiet(direct) : null,
            CaseMessageStore.CardSlot => new ThreadNote(CaseCard.Render(model), Broadcast: false),
            CaseMessageStore.ResourcesSlot => ResourceList.Render(model, CaseMessageStore.PartOf(row.Slot)) is { } rest ? new ThreadNote(rest, Broadcast: false) : null,
            _ => CaseEventJson.TryDeserialize(row.Payload ?? "") is { } happened ? ThreadNotes.Render(happened, model) : null,
        };
    }

    /// <summary>An open case's card counts the days, so it changes at midnight by itself.</summary>
    public DateTimeOffset? RefreshAt(MessageRow row, MessageContext context) =>
        row.IsCard && context.Case.IsOpen ? organisation.NextMidnight(time.GetUtcNow()) : null;

    private CardModel Model(MessageContext context, FallbackReason? fallback, Language language) =>
        new(context.Case, context.Account, context.Control, language, organisation.DateAt(time.GetUtcNow()))
        {
            Fallback = fallback,
            Exceptions = context.Exceptions,
            Ticket = context.Ticket,
            Zone = organisation.Zone,
            Card = context.Card,
        };

    private static CaseException? About(MessageRow row, MessageContext context) =>
        ExceptionNote.TryParse(row.Payload) is { } note ? context.Exceptions.FirstOrDefault(e => e.Id.Value == note.Exception) : null;

    private static ThreadNote Quiet(RenderedMessage message) => new(message, Broadcast: false);
}
