using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Sync;

namespace SecurityHubBot.Tickets;

/// <summary>What cards show of their tickets.</summary>
internal sealed class TicketViews(TicketOptions options)
{
    private const string OfCase = "select origin, ticket_id, title, status, assignee, trouble, trouble_reason from case_tickets where case_number = @number";

    /// <returns>Null where no tracker is set up.</returns>
    public async Task<CardTicket?> Of(DbSession session, Case about)
    {
        if (!options.IsOn)
        {
            return null;
        }

        var row = await session.SingleOrDefault<TicketRow>(OfCase, new { number = about.Number.Value }) ?? new TicketRow();
        return new CardTicket(
            row.Origin == TicketStore.ByPerson ? row.Title : null,
            row.Status,
            row.Assignee,
            TicketRecorder.ReadTrouble(row.Trouble),
            row.TroubleReason,
            IsAwaited: about.IsOpen && row.TicketId is null && row.Origin is null);
    }
}
