using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

/// <summary>
/// Where accounts and policies are written. What decisions use stands in the bot's own database in any case: as the tables themselves, or
/// as the copy of those in DynamoDB.
/// </summary>
internal interface IDirectoryTables
{
    /// <summary>Whether there is anything yet to decide by: without it findings wait.</summary>
    Task<bool> AreKnown(DbSession session);

    Task<DirectoryCondition> Condition(DbSession session);

    /// <summary>Brings what is known of the row up to date.</summary>
    /// <exception cref="DirectoryUnavailableException">It cannot be read.</exception>
    Task Freshen(DirectoryEdit edit, CancellationToken cancellationToken);

    /// <summary>Brings what is known of both tables up to date.</summary>
    /// <returns>What is in the tables and cannot be used, a line for each.</returns>
    /// <exception cref="DirectoryUnavailableException">They cannot be read.</exception>
    Task<IReadOnlyList<string>> Freshen(CancellationToken cancellationToken);

    /// <param name="seen">The row that the person was shown.</param>
    /// <param name="by">Who does it, for the row's <c>updated_by</c>.</param>
    /// <exception cref="DirectoryUnavailableException">Nothing was written.</exception>
    Task<ChangeResult> Apply(DirectoryEdit edit, RowStamp seen, string by, CancellationToken cancellationToken);

    /// <exception cref="DirectoryUnavailableException">Not all was written; the same import again writes the rest.</exception>
    Task<ImportReport> Import(DirectoryTable table, IReadOnlyList<TableRow> rows, ImportOptions options, string by, CancellationToken cancellationToken);

    /// <summary>Adds those of the rows that the table does not have, and leaves what is there.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="DirectoryUnavailableException">Not all were added.</exception>
    Task<int> Add(DirectoryTable table, IReadOnlyList<TableRow> rows, string by, CancellationToken cancellationToken);
}

/// <summary>The organisation's tables cannot be reached; the message says why, in words for operators.</summary>
internal sealed class DirectoryUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
