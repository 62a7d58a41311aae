namespace SecurityHubBot.Domain.Controls;

/// <summary>How Security Hub says a control is in one standard of one account and Region.</summary>
/// <param name="Reason">What whoever switched it last gave as the reason; AWS itself gives none.</param>
public sealed record ControlAssociation(StandardId Standard, ControlId Control, bool IsOn, string? Reason, DateTimeOffset? UpdatedAt);

public enum ControlVerdict
{
    /// <summary>As it should be, or as somebody chose and nobody has decided otherwise.</summary>
    Leave,
    SwitchOff,
    SwitchOn,

    /// <summary>New in Security Hub: AWS has it off for some days, and then switches it on by itself.</summary>
    PendingRelease,
}

/// <param name="Why">Goes to Security Hub as the reason.</param>
public sealed record ControlDifference(ControlAssociation Association, ControlVerdict Verdict, string Why);

/// <summary>What differs between Security Hub and what is wanted, by the control's id and never by a place in a list.</summary>
public static class ControlComparison
{
    /// <summary>"Up to several days", says AWS; what has been off without any reason for longer is not new any more.</summary>
    public static readonly TimeSpan ReleaseWithin = TimeSpan.FromDays(14);

    /// <param name="autoEnables">Whether the hub switches new controls on by itself (<c>AutoEnableControls</c>, which is AWS's default).</param>
    public static IReadOnlyList<ControlDifference> Of(ControlTarget target, IEnumerable<ControlAssociation> associations, ControlWishes wishes, bool autoEnables, DateTimeOffset now) =>
    [
        .. associations
            .Select(a => (Association: a, Wish: wishes.Of(target, a.Standard, a.Control)))
            .Select(x => new ControlDifference(x.Association, Judge(x.Association, x.Wish, autoEnables, now), x.Wish.Why))
            .Where(d => d.Verdict != ControlVerdict.Leave)
            .OrderBy(d => d.Association.Standard.ToString(), StringComparer.Ordinal).ThenBy(d => d.Association.Control),
    ];

    public static ControlVerdict Judge(ControlAssociation actual, ControlWish wish, bool autoEnables, DateTimeOffset now)
    {
        if (actual.IsOn || !wish.IsOn)
        {
            return actual.IsOn == wish.IsOn ? ControlVerdict.Leave : ControlVerdict.SwitchOff;
        }

        if (ControlReason.IsBots(actual.Reason))
        {
            return ControlVerdict.SwitchOn;
        }

        // Whoever switches a control off has to give a reason; AWS gives none.
        if (MayBeNew(actual) && autoEnables && now - (actual.UpdatedAt ?? now) < ReleaseWithin)
        {
            return ControlVerdict.PendingRelease;
        }

        return wish.IsExplicit ? ControlVerdict.SwitchOn : ControlVerdict.Leave;
    }

    /// <summary>Off, and nobody has said why: worth asking whether the hub switches new controls on by itself.</summary>
    public static bool MayBeNew(ControlAssociation association) => !association.IsOn && string.IsNullOrWhiteSpace(association.Reason);
}
