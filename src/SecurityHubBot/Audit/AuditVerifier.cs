using SecurityHubBot.Persistence;

namespace SecurityHubBot.Audit;

public abstract record AuditVerdict
{
    private AuditVerdict()
    {
    }

    /// <param name="Last">Null while the log is empty.</param>
    public sealed record Whole(long Rows, AuditAnchor? Last) : AuditVerdict;

    /// <param name="LastSound">The last row up to which everything fits; null when there is none.</param>
    public sealed record Broken(AuditBreak Break, AuditAnchor? LastSound) : AuditVerdict;
}

/// <summary>Proves that the audit log is as it was written, or finds the first row that is not.</summary>
public sealed class AuditVerifier(Database database)
{
    public Task<AuditVerdict> Verify(AuditAnchor? expected, CancellationToken cancellationToken) =>
        database.Read(session => Verify(session, expected, cancellationToken), cancellationToken);

    private static async Task<AuditVerdict> Verify(DbSession session, AuditAnchor? expected, CancellationToken cancellationToken)
    {
        var chain = new AuditChain(expected);
        var (broken, row) = await FirstBreak(session, chain, cancellationToken);
        if (broken is AuditBreak.Changed)
        {
            broken = AuditChain.Explain(row!, await AuditLog.SeqOf(session, row!.PreviousHash));
        }

        // Without a break every number up to the last has its row.
        return (broken ?? chain.End()) is { } end ? new AuditVerdict.Broken(end, chain.Last) : new AuditVerdict.Whole(chain.Last?.Seq ?? 0, chain.Last);
    }

    private static async Task<(AuditBreak? Break, AuditRow? Row)> FirstBreak(DbSession session, AuditChain chain, CancellationToken cancellationToken)
    {
        await foreach (var row in AuditLog.Stream(session).WithCancellation(cancellationToken))
        {
            if (chain.Follow(row) is { } broken)
            {
                return (broken, row);
            }
        }

        return (null, null);
    }
}
