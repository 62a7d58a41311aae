using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Scores;

namespace SecurityHubBot.Scores;

/// <summary>Where which controls are switched on in Security Hub, as far as is known.</summary>
internal interface IControlEnablement
{
    Task<IEnabledControls> Current(CancellationToken cancellationToken);
}

/// <summary>
/// What has findings is switched on, also where the response policy is <c>disable</c>. A policy says what is wanted and the score how
/// things are: until somebody has applied the policy, Security Hub counts the control, and a score that is better than Security Hub's
/// own would be found out. Once it is applied, its findings are suppressed or archived, and so leave the score by themselves.
/// </summary>
internal sealed class EnabledWhereFound : IControlEnablement, IEnabledControls
{
    public Task<IEnabledControls> Current(CancellationToken cancellationToken) => Task.FromResult<IEnabledControls>(this);

    public bool IsEnabled(AccountId account, string region, ControlId control, StandardId? standard) => true;
}
