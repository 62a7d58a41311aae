namespace SecurityHubBot.Intake;

/// <summary>A finding on its way into the database, with the trace of the request that brought it.</summary>
public readonly record struct IncomingFinding(FindingRow Row, string? TraceParent);

/// <summary>Commits findings and asks for decisions about the cases they touch, in one transaction.</summary>
public interface IFindingWriter
{
    /// <param name="findings">No two with the same key, ordered by key (<see cref="FindingRow.Newest"/>).</param>
    /// <returns>How many changed anything. An older version, a duplicate or a re-sent one does not.</returns>
    Task<int> Write(IReadOnlyList<IncomingFinding> findings, DateTimeOffset now, CancellationToken cancellationToken);
}
