namespace SecurityHubBot.Directories;

/// <summary>How what the bot goes by stands to what is in the organisation's tables.</summary>
/// <param name="ReadAt">When both tables were last read, by any instance; null when they never were.</param>
/// <param name="Age">For how long they have not been read.</param>
/// <param name="IsOld">That is longer than it should be, or they were never read. The same whichever instance is asked.</param>
/// <param name="Fault">Why this instance cannot read them now, in words for operators; null when it can.</param>
/// <param name="Emptied">Tables in which there is nothing any more, and whose last rows are used.</param>
public sealed record DirectoryCondition(DateTimeOffset? ReadAt, TimeSpan? Age, bool IsOld, string? Fault, IReadOnlyList<EmptiedTable> Emptied)
{
    /// <summary>What is known is what is there.</summary>
    public static DirectoryCondition Good { get; } = new(ReadAt: null, Age: null, IsOld: false, Fault: null, []);
}

/// <param name="Name"><c>accounts</c> or <c>policies</c>.</param>
/// <param name="Rows">That are used still.</param>
public sealed record EmptiedTable(string Name, long Rows);
