using SecurityHubBot.Domain.Accounts;

namespace SecurityHubBot.Domain.Policies;

/// <summary>A row of the policy table: what was decided once about a control, as data.</summary>
/// <param name="Standard">The standard it is about, or null for any (<c>*</c> in the CSV).</param>
/// <param name="Policy">Null leaves the policy to the category.</param>
/// <param name="Category">Null leaves the category to the catalogue.</param>
/// <param name="DueDays">Days until due for cases of this control; null for the default.</param>
/// <param name="Environments">Overrides per environment; they win over <paramref name="Policy"/>.</param>
/// <param name="Accounts">Overrides per account; they win over everything.</param>
public sealed record PolicyRow(
    StandardId? Standard,
    ControlId Control,
    ResponsePolicy? Policy,
    Category? Category,
    int? DueDays,
    IReadOnlyDictionary<AccountEnvironment, ResponsePolicy> Environments,
    IReadOnlyDictionary<AccountId, ResponsePolicy> Accounts,
    string Note);
