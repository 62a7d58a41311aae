using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SecurityHubBot.Audit;

/// <summary>A row that somebody has written down elsewhere, as <c>SEQ:HASH</c>: what the log must still contain.</summary>
public readonly record struct AuditAnchor(long Seq, string Hash)
{
    private const int HashLength = 64;

    public static bool TryParse([NotNullWhen(true)] string? text, out AuditAnchor anchor)
    {
        anchor = default;
        if (text?.Trim().Split(':') is not [var seq, { Length: HashLength } hash]
            || !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0
            || !hash.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        anchor = new AuditAnchor(number, hash.ToLowerInvariant());
        return true;
    }

    public override string ToString() => $"{Seq}:{Hash}";
}

/// <summary>Where and how a chain is broken first.</summary>
/// <param name="Seq">The row's number.</param>
public abstract record AuditBreak(long Seq)
{
    /// <summary>The row says something else than when it was written.</summary>
    public sealed record Changed(long Seq) : AuditBreak(Seq);

    public sealed record Missing(long Seq) : AuditBreak(Seq);

    public sealed record Inserted(long Seq) : AuditBreak(Seq);

    /// <summary>Here stands a row that was written as another one.</summary>
    public sealed record Reordered(long Seq, long WrittenAs) : AuditBreak(Seq);

    /// <summary>The row is consistent in itself, but it is not the one after which the next was written.</summary>
    public sealed record Replaced(long Seq) : AuditBreak(Seq);

    /// <summary>Up to here everything fits together, but this is not the row that somebody wrote down: the log has been written anew.</summary>
    public sealed record NotTheExpected(long Seq) : AuditBreak(Seq);

    /// <summary>From here to the end rows are missing, among them one that somebody wrote down.</summary>
    public sealed record CutOff(long Seq, long Expected) : AuditBreak(Seq);
}

/// <summary>Follows the log row by row and stops at the first that does not fit.</summary>
/// <param name="expected">A row that must be in it.</param>
internal sealed class AuditChain(AuditAnchor? expected)
{
    public AuditAnchor? Last { get; private set; }

    private long LastSeq => Last?.Seq ?? 0;

    /// <summary>Null when the row fits.</summary>
    /// <param name="row">The next one.</param>
    public AuditBreak? Follow(AuditRow row)
    {
        var next = LastSeq + 1;
        if (row.Seq != next)
        {
            return row.Seq > next ? new AuditBreak.Missing(next) : new AuditBreak.Inserted(row.Seq);
        }

        if (row.ComputeHash() != row.Hash)
        {
            return new AuditBreak.Changed(row.Seq);
        }

        if (row.PreviousHash != (Last?.Hash ?? AuditRow.NoHash))
        {
            // The first row has nothing before it that could have been replaced.
            return LastSeq == 0 ? new AuditBreak.Changed(row.Seq) : new AuditBreak.Replaced(LastSeq);
        }

        if (expected is { } anchor && anchor.Seq == row.Seq && anchor.Hash != row.Hash)
        {
            return new AuditBreak.NotTheExpected(row.Seq);
        }

        Last = new AuditAnchor(row.Seq, row.Hash);
        return null;
    }

    /// <summary>Null when nothing is missing after the last row.</summary>
    public AuditBreak? End() => expected is { } anchor && anchor.Seq > LastSeq ? new AuditBreak.CutOff(LastSeq + 1, anchor.Seq) : null;

    /// <summary>A row whose hash is not its own may be a sound one that was moved; then it is known what was done.</summary>
    /// <param name="previous">Where the row stands after which it was written; null when it stands nowhere.</param>
    public static AuditBreak Explain(AuditRow changed, long? previous)
    {
        long?[] places = [previous + 1, changed.Seq - 1, changed.Seq + 1];
        return places.FirstOrDefault(place => place is { } seq && changed.ComputeHashAt(seq) == changed.Hash) switch
        {
            null => new AuditBreak.Changed(changed.Seq),
            // Everything from here on has been moved down for a row that was pushed in before it,
            { } place when place == changed.Seq - 1 && previous == place - 1 => new AuditBreak.Inserted(place),
            // or up, into the place of one that was taken out.
            { } place when place == changed.Seq + 1 && previous is null => new AuditBreak.Missing(changed.Seq),
            { } place => new AuditBreak.Reordered(changed.Seq, place),
        };
    }
}
