using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Policies;

/// <summary>Everything a policy depends on.</summary>
/// <param name="Catalogue">The control's catalogue entry, or null for a control that the catalogue does not know.</param>
/// <param name="FailedSeverity">
/// The severity of a failed finding of the control, used where the catalogue has none; null when nothing has failed yet.
/// Never that of a passed finding: AWS makes those INFORMATIONAL.
/// </param>
/// <param name="Standards">The standards in which the control is enabled, as far as findings tell; may be empty.</param>
/// <param name="Environment">Null for an account that nobody has entered; it is judged as production.</param>
public sealed record PolicyQuestion(
    ControlId Control,
    CatalogueControl? Catalogue,
    Severity? FailedSeverity,
    IReadOnlyCollection<StandardId> Standards,
    AccountId Account,
    AccountEnvironment? Environment,
    PolicyTable Rows)
{
    internal AccountEnvironment JudgedEnvironment => Environment ?? AccountEnvironment.Production;

    internal Severity? ControlSeverity => Catalogue?.Severity ?? FailedSeverity;
}
