namespace SecurityHubBot.Domain.Scores;

/// <summary>What the findings of one control say in one account and Region, as far as they name the same standards.</summary>
/// <param name="Standards">
/// One for each finding where Security Hub makes them per standard, all of them where findings are consolidated; empty when the
/// findings do not say.
/// </param>
public sealed record ControlFact(AccountId Account, string Region, ControlId Control, StandardSet Standards, FindingCounts Findings);

/// <summary>Says which controls are switched on. It is asked before any finding is looked at.</summary>
public interface IEnabledControls
{
    /// <param name="standard">Null for findings that name no standard.</param>
    bool IsEnabled(AccountId account, string region, ControlId control, StandardId? standard);
}

/// <summary>Standards, equal when they are the same in the same order. Very many findings share very few of these.</summary>
public sealed class StandardSet : IEquatable<StandardSet>
{
    private readonly StandardId[] _standards;
    private readonly int _hash;

    public StandardSet(IEnumerable<StandardId> standards)
    {
        _standards = [.. standards];
        _hash = _standards.Aggregate(17, HashCode.Combine);
    }

    public static StandardSet None { get; } = new([]);

    public IReadOnlyList<StandardId> Standards => _standards;

    public bool Equals(StandardSet? other) =>
        ReferenceEquals(this, other) || (other is not null && other._hash == _hash && _standards.AsSpan().SequenceEqual(other._standards));

    public override bool Equals(object? obj) => Equals(obj as StandardSet);

    public override int GetHashCode() => _hash;
}
