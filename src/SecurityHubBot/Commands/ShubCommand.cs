using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Commands;

/// <summary>What somebody asked of <c>/shub</c>.</summary>
public abstract record ShubCommand
{
    private ShubCommand()
    {
    }

    /// <param name="Topic">A command's own help; null for all of them.</param>
    public sealed record Help(CommandWord? Topic) : ShubCommand;

    public sealed record Status(ScopeWords Scope) : ShubCommand;

    public sealed record List(ListFilter Filter) : ShubCommand;

    public sealed record Show(CaseNumber Number) : ShubCommand;

    /// <param name="Month">A month that is over; null for how it stands today.</param>
    public sealed record Summary(ScopeWords Scope, YearMonth? Month = null) : ShubCommand;

    public sealed record Score(ScopeWords Scope) : ShubCommand;

    /// <param name="All">Also those of the accounts that the person owns.</param>
    public sealed record Mine(bool All) : ShubCommand;

    public sealed record Report(ListFilter Filter) : ShubCommand;

    public sealed record Audit(CaseNumber Number) : ShubCommand;

    public sealed record Jobs : ShubCommand;

    /// <summary>What is to be written to Security Hub.</summary>
    public sealed record Pending : ShubCommand;

    /// <summary>How the latest plans of controls stand.</summary>
    public sealed record ControlsStatus : ShubCommand;

    /// <summary>What differs now.</summary>
    public sealed record ControlsPlan : ShubCommand;

    /// <summary>Has operators asked to apply what differs now.</summary>
    /// <param name="WithPolicies">Security Hub's configuration policies too.</param>
    public sealed record ControlsApply(bool WithPolicies) : ShubCommand;

    /// <param name="Filter">Which of them.</param>
    public sealed record Exceptions(ExceptionsFilter Filter) : ShubCommand;

    /// <summary>Asks for an exception; the modal is opened where the command is handled.</summary>
    public sealed record ExceptionRequest(CaseNumber Number) : ShubCommand;

    /// <param name="Days">Business days without reminders.</param>
    public sealed record Snooze(CaseNumber Number, int Days) : ShubCommand;

    /// <param name="Standard">Null for all of them.</param>
    public sealed record PolicyShow(ControlId Control, StandardId? Standard) : ShubCommand;

    public sealed record PolicySet(PolicyEdit Edit) : ShubCommand;

    /// <param name="Account">A name or an id.</param>
    public sealed record AccountShow(string Account) : ShubCommand;

    /// <param name="Cells">By column, as they were typed: channels and people are still to be looked up in Slack.</param>
    public sealed record AccountSet(string Account, IReadOnlyDictionary<string, string> Cells) : ShubCommand;

    /// <param name="Suggestion">What was probably meant; null when nothing comes near.</param>
    public sealed record Unknown(string Word, string? Suggestion) : ShubCommand;

    /// <param name="Argument">What was typed; empty when it is missing.</param>
    public sealed record Wrong(CommandWord Command, string Argument, ExpectedArgument Expected) : ShubCommand;
}

public enum CommandWord
{
    Help,
    Status,
    List,
    Show,
    Summary,
    Score,
    Mine,
    Report,
    Exception,
    Exceptions,
    Snooze,
    Policy,
    Account,
    Audit,
    Jobs,
    Pending,
    Controls,
}

/// <summary>What an argument should have been; the sentences are in the resource files.</summary>
public enum ExpectedArgument
{
    CaseNumber,
    State,
    Severity,
    Control,
    OneAccount,
    FewAccounts,
    Topic,
    Mine,
    AuditNumber,
    ExceptionNumber,
    Exceptions,
    SnoozeNumber,
    PolicyCommand,
    PolicyControl,
    PolicySetting,
    Policy,
    Standard,
    DueDays,
    Category,
    Note,
    AccountCommand,
    AccountSetting,
    Name,
    Environment,
    Channel,
    Owners,
    Escalation,
    TicketProject,
    Language,
    Month,
    ControlsCommand,
    TooLong,
}

/// <summary>What is done with a row of the policy or account table.</summary>
internal enum RowVerb
{
    Show,
    Set,
    Unset,
}

/// <summary>What is done with plans of controls.</summary>
internal enum ControlsVerb
{
    Status,
    Plan,
    Apply,
}

public enum ExceptionsState
{
    /// <summary>Asked for and not decided yet.</summary>
    Pending,
    Approved,

    /// <summary>Lapsed, rejected, withdrawn or never decided.</summary>
    Ended,

    /// <summary>Pending and approved.</summary>
    Current,
}

/// <param name="Mine">Asked for by the person, or for a case of theirs.</param>
public sealed record ExceptionsFilter(ExceptionsState State, ScopeWords Scope, bool Mine)
{
    public static ExceptionsFilter None { get; } = new(ExceptionsState.Current, ScopeWords.Channel, Mine: false);
}

public enum ListState
{
    /// <summary>Everything that is not fixed, accepted or not.</summary>
    Open,
    Accepted,
    Overdue,
    Fixed,
    All,
}

/// <summary>Which accounts somebody means, in their own words.</summary>
/// <param name="Accounts">Names or ids; empty for those of the channel, or all.</param>
/// <param name="Everywhere">Asked for all accounts, whatever the channel.</param>
public sealed record ScopeWords(IReadOnlyList<string> Accounts, bool Everywhere)
{
    public static ScopeWords Channel { get; } = new([], Everywhere: false);

    public bool Equals(ScopeWords? other) => other is not null && Everywhere == other.Everywhere && Accounts.SequenceEqual(other.Accounts, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Accounts.Count, Everywhere);
}

/// <param name="Severities">Empty for any.</param>
/// <param name="Control">A control's id such as <c>S3.8</c>, or a service such as <c>S3</c>.</param>
public sealed record ListFilter(ListState State, IReadOnlySet<Severity> Severities, ScopeWords Scope, string? Control, bool Mine, bool Unassigned)
{
    public static ListFilter None { get; } = new(ListState.Open, new HashSet<Severity>(), ScopeWords.Channel, Control: null, Mine: false, Unassigned: false);

    public bool IsService => Control is not null && !Control.Contains('.', StringComparison.Ordinal);

    public bool Equals(ListFilter? other) =>
        other is not null && (State, Control, Mine, Unassigned) == (other.State, other.Control, other.Mine, other.Unassigned)
        && Scope == other.Scope && Severities.SetEquals(other.Severities);

    public override int GetHashCode() => HashCode.Combine(State, Control, Mine, Unassigned, Severities.Count);
}
