using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Tickets.Sync;

/// <summary>What a ticket is rendered from, as it stands now.</summary>
/// <param name="CardUrl">Where the card stands in Slack; null while it does not stand, or nobody knows where.</param>
/// <param name="Comments">What is still to be said in the ticket, the oldest first.</param>
/// <param name="OthersNeedIt">The same ticket stands for another case that is still open.</param>
internal sealed record TicketContext(
    Case Case, Account? Account, CatalogueControl? Control, Language Language, string? CardUrl, IReadOnlyList<CommentRow> Comments, bool OthersNeedIt);

/// <summary>A row of <c>ticket_comments</c>.</summary>
internal sealed class CommentRow
{
    public long HistoryId { get; init; }

    public string Payload { get; init; } = "";
}

/// <summary>Loads a case with all that its ticket shows.</summary>
internal sealed partial class TicketContents(
    Database database, IDirectory directory, ControlCatalogue catalogue, OrganisationOptions organisation, BotIdentity identity, ILogger<TicketContents> logger)
{
    private const string Comments = "select history_id, payload from ticket_comments where case_number = @number order by history_id";

    private const string Others =
        """
        select count(*) from case_tickets t join cases c on c.number = t.case_number
        where t.tracker = @tracker and t.ticket_id = @id and t.case_number <> @number and c.state in ('open', 'accepted')
        """;

    /// <returns>Null when the case has been deleted.</returns>
    public async Task<TicketContext?> Load(TicketRow row, CancellationToken cancellationToken)
    {
        var (context, card) = await database.Read(session => Load(session, row), cancellationToken);
        return context is null || card is null ? context : context with { CardUrl = await Address(card, cancellationToken) };
    }

    private async Task<(TicketContext?, CardLink?)> Load(DbSession session, TicketRow row)
    {
        if (await CaseStore.Find(session, row.Number) is not { } found)
        {
            return (null, null);
        }

        var number = row.CaseNumber;
        var account = (await directory.For(session)).Accounts.GetValueOrDefault(found.Key.Account);
        var others = row.TicketId is null ? 0 : await session.Scalar<long>(Others, new { tracker = row.Tracker, id = row.TicketId, number });
        var context = new TicketContext(
            found,
            account,
            catalogue.TryGet(found.Key.Control, out var entry) ? entry : null,
            account?.Language ?? organisation.DefaultLanguage,
            CardUrl: null,
            await session.Query<CommentRow>(Comments, new { number }),
            others > 0);
        return (context, await CaseMessageStore.FindCard(session, row.Number));
    }

    /// <summary>As <c>chat.getPermalink</c> would say, without a call for each ticket.</summary>
    private async Task<string?> Address(CardLink card, CancellationToken cancellationToken)
    {
        try
        {
            var workspace = (await identity.Get(cancellationToken)).Url;
            return Uri.TryCreate(workspace, UriKind.Absolute, out var root)
                ? new Uri(root, card.Path).AbsoluteUri
                : null;
        }
        catch (SlackCallException exception)
        {
            Log.NoAddress(logger, exception.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Slack does not say where the workspace is ({Reason}); tickets are without the card's address for now.")]
        public static partial void NoAddress(ILogger logger, string reason);
    }
}
