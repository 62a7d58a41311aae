using SecurityHubBot.Cases;
using SecurityHubBot.Domain.Tables;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <summary>What somebody's wish would come to.</summary>
internal abstract record Proposal
{
    private Proposal()
    {
    }

    /// <summary>The row says so already, or is not there already.</summary>
    public sealed record AlreadySo(StampedRow? Row) : Proposal;

    /// <summary>The row as it would be cannot be: a new account needs more than was given.</summary>
    public sealed record Impossible(IReadOnlyList<RowError> Errors) : Proposal;

    /// <param name="At">When this was so; what is written down later has to be looked at again.</param>
    public sealed record Change(DirectoryEdit Edit, TableRow? Before, TableRow? After, RowStamp Stamp, ChangeEffect Effect, DateTimeOffset At) : Proposal;
}

/// <summary>What came of writing a change.</summary>
internal abstract record ChangeResult
{
    private ChangeResult()
    {
    }

    public sealed record Done(AppliedChange Applied) : ChangeResult;

    /// <summary>Somebody changed the row after the person was shown what would happen. Nothing was written.</summary>
    public sealed record Changed : ChangeResult;

    public sealed record AlreadySo : ChangeResult;
}

/// <summary>A change that is written, and from where on to look for what comes of it.</summary>
/// <param name="Touched">How many cases are decided again.</param>
/// <param name="LastQueued">The last row of the decision queue that is due to the change.</param>
/// <param name="LastHistory">The last line of any case's history before the change.</param>
internal sealed record AppliedChange(DirectoryEdit Edit, TableRow? Before, TableRow? After, long Touched, long LastQueued, long LastHistory, DateTimeOffset At);

/// <summary>Changes single rows of the two tables: looked at first, then written with optimistic locking, together with everything that has to be decided again.</summary>
internal sealed class DirectoryChanges(Database database, IDirectoryTables tables, ChangePreviews previews, Wake wake, TimeProvider time)
{
    public Task<StampedRow?> Find(DirectoryEdit edit, CancellationToken cancellationToken) => database.Read(session => RowStore.Find(session, edit), cancellationToken);

    /// <exception cref="DirectoryUnavailableException">The row cannot be read now, so nothing can be said of a change.</exception>
    public async Task<Proposal> Propose(DirectoryEdit edit, CancellationToken cancellationToken)
    {
        await tables.Freshen(edit, cancellationToken);
        return await database.Read(session => Propose(session, edit), cancellationToken);
    }

    /// <param name="seen">The row that the person was shown.</param>
    /// <param name="user">Who wants it, by Slack user id.</param>
    public async Task<ChangeResult> Apply(DirectoryEdit edit, RowStamp seen, string user, CancellationToken cancellationToken)
    {
        var result = await tables.Apply(edit, seen, user, cancellationToken);
        if (result is ChangeResult.Done)
        {
            wake.Decisions.Set();
            wake.Messages.Set();
        }

        return result;
    }

    private async Task<Proposal> Propose(DbSession session, DirectoryEdit edit)
    {
        var now = time.GetUtcNow();
        var found = await RowStore.Find(session, edit);
        if (edit.Apply(found?.Row) is not RowResult<TableRow?>.Read { Row: var after })
        {
            return new Proposal.Impossible(((RowResult<TableRow?>.Wrong)edit.Apply(found?.Row)).Errors);
        }

        return edit.Table.AreSame(found?.Row, after)
            ? new Proposal.AlreadySo(found)
            : new Proposal.Change(edit, found?.Row, after, found?.Stamp ?? RowStamp.None, await previews.Find(session, edit, after), now);
    }
}
