using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Commands;

/// <summary>What a control's policy is and does now.</summary>
/// <param name="Entry">Null for a control that the catalogue does not know.</param>
/// <param name="Standards">In which it is enabled, as far as findings tell; else those of the catalogue.</param>
/// <param name="Results">By environment.</param>
/// <param name="Failing">Failing findings.</param>
/// <param name="Accounts">Accounts with failing findings.</param>
/// <param name="Waiting">Cases that are still to be decided again.</param>
/// <param name="Near">Controls that come near, where neither the catalogue nor a finding knows this one.</param>
internal sealed record PolicyShowData(
    ControlId Control,
    CatalogueControl? Entry,
    IReadOnlyList<StandardId> Standards,
    IReadOnlyList<StampedRow> Rows,
    IReadOnlyList<(AccountEnvironment Environment, PolicyDecision Decision)> Results,
    long Findings,
    long Failing,
    long Accounts,
    long Open,
    long Waiting,
    IReadOnlyList<string> Near);

/// <param name="Row">Null for an account that nobody has entered.</param>
/// <param name="Cases">The most urgent open ones.</param>
internal sealed record AccountShowData(AccountId Account, StampedRow? Row, ListData Cases, long Waiting);

/// <summary>Something that a person should know before they apply a change, and that does not forbid it.</summary>
internal abstract record ChangeWarning
{
    private ChangeWarning()
    {
    }

    /// <summary>Neither the catalogue nor a finding knows the control.</summary>
    public sealed record UnknownControl(IReadOnlyList<string> Near) : ChangeWarning;

    /// <summary>A row for one standard goes before the one for any.</summary>
    public sealed record OtherRows(IReadOnlyList<StandardId> Standards) : ChangeWarning;

    public sealed record ChannelNotFound(string Channel) : ChangeWarning;

    public sealed record BotNotInChannel(string Channel) : ChangeWarning;

    public sealed record ChannelArchived(string Channel) : ChangeWarning;

    /// <summary>Slack could not be asked.</summary>
    public sealed record NotChecked(string Word) : ChangeWarning;

    /// <summary>No finding has come from the account yet.</summary>
    public sealed record NoFindings : ChangeWarning;
}

/// <summary>Cards that go to another channel.</summary>
/// <param name="Channel">Where they go, as it will stand in the row; null for the security channel.</param>
internal sealed record CardMove(long Cards, string? Channel);
