using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories.Changes;

/// <summary>How far the decision queue and the cases' histories had come before a change.</summary>
internal sealed record QueueMark(long Queued, long History)
{
    private const string Last = "select coalesce(max(id), 0) from ";

    public static async Task<QueueMark> Read(DbSession session) =>
        new(await session.Scalar<long>(Last + "decision_queue"), await session.Scalar<long>(Last + "case_history"));

    /// <summary>The change, once it is written.</summary>
    public async Task<AppliedChange> Applied(DbSession session, DirectoryEdit edit, TableRow? before, TableRow? after, DateTimeOffset at)
    {
        var args = new { touched = edit.TouchedKey, queuedBefore = Queued };
        var touched = await session.Scalar<long>($"select count(*) from decision_queue where id > @queuedBefore and {edit.TouchedColumn} = @touched", args);
        return new AppliedChange(edit, before, after, touched, await session.Scalar<long>(Last + "decision_queue"), History, at);
    }
}
