namespace SecurityHubBot.Domain;

/// <summary>
/// The normalised identity of a problem. Finding ids change when consolidated findings are switched on or off, and copies
/// arrive per standard, per linked Region and from the delegated administrator; these four do not change.
/// </summary>
public readonly record struct FindingKey(AccountId Account, string Region, ControlId Control, string ResourceId)
{
    public CaseKey Case => new(Account, Region, Control);

    public override string ToString() => $"{Case}/{ResourceId}";
}

/// <summary>One control failing in one account and Region: what a case is about.</summary>
public readonly record struct CaseKey(AccountId Account, string Region, ControlId Control)
{
    public override string ToString() => $"{Account}/{Region}/{Control}";
}
