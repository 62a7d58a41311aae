using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets;

/// <summary>What the tracker says to a ticket that somebody wants to link.</summary>
public abstract record TicketChecked
{
    private TicketChecked()
    {
    }

    /// <param name="Link">As the tracker itself names it.</param>
    public sealed record Found(TicketLink Link, string Title) : TicketChecked;

    /// <summary>It is in another tracker, or none is set up: nobody can be asked.</summary>
    public sealed record Elsewhere : TicketChecked;

    /// <summary>There is no such ticket, or none that the bot may see.</summary>
    public sealed record Missing : TicketChecked;

    /// <summary>The tracker did not answer in time, or not us: it is checked later.</summary>
    public sealed record Unanswered : TicketChecked;
}

/// <summary>Asks the tracker about tickets while a person waits.</summary>
public interface ITicketCheck
{
    /// <summary>Never takes longer than a person's dialog can wait, and never fails.</summary>
    Task<TicketChecked> Check(CaseNumber about, TicketLink link, CancellationToken cancellationToken);

    /// <summary>What the case's ticket is called, as seen last; null where that is not known.</summary>
    Task<string?> TitleOf(CaseNumber about, CancellationToken cancellationToken);
}

/// <summary>Without a tracker.</summary>
internal sealed class NoTicketCheck : ITicketCheck
{
    public Task<TicketChecked> Check(CaseNumber about, TicketLink link, CancellationToken cancellationToken) => Task.FromResult<TicketChecked>(new TicketChecked.Elsewhere());

    public Task<string?> TitleOf(CaseNumber about, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}

internal sealed partial class TicketCheck(
    ITicketTracker tracker, Database database, IDirectory directory, TicketOptions options, TimeProvider time, ILogger<TicketCheck> logger) : ITicketCheck
{
    private const string AccountOf = "select account_id from cases where number = @number";
    private const string Title = "select title from case_tickets where case_number = @number and ticket_id is not null";

    // Slack waits three seconds in all, and finding out the person's language may take one of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<TicketChecked> Check(CaseNumber about, TicketLink link, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await Ask(about, link, limit.Token).WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TrackerException or TimeoutException)
        {
            await limit.CancelAsync();
            Log.Unanswered(logger, about.ToString(), exception.Message);
            return new TicketChecked.Unanswered();
        }
    }

    public Task<string?> TitleOf(CaseNumber about, CancellationToken cancellationToken) =>
        database.Read(session => session.SingleOrDefault<string>(Title, new { number = about.Value }), cancellationToken);

    private async Task<TicketChecked> Ask(CaseNumber about, TicketLink link, CancellationToken cancellationToken)
    {
        var project = await database.Read(session => ProjectOf(session, about), cancellationToken);
        if (tracker.IdOf(link, project) is not { } id)
        {
            return new TicketChecked.Elsewhere();
        }

        return await tracker.Get(id, cancellationToken) is { } found ? new TicketChecked.Found(found.Link, found.Title) : new TicketChecked.Missing();
    }

    private async Task<string> ProjectOf(DbSession session, CaseNumber about)
    {
        var known = AccountId.TryParse(await session.SingleOrDefault<string>(AccountOf, new { number = about.Value }), out var id);
        var account = known ? (await directory.For(session)).Accounts.GetValueOrDefault(id) : null;
        return account?.TicketProject is { Length: > 0 } project ? project : options.Project!;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The ticket that somebody links to {Case} could not be checked: {Reason}")]
        public static partial void Unanswered(ILogger logger, string @case, string reason);
    }
}
