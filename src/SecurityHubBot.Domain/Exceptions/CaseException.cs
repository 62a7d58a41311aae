namespace SecurityHubBot.Domain.Exceptions;

/// <summary>Where an exception is in its life: <c>requested → approved → lapsed</c>; the others end it before.</summary>
public enum ExceptionState
{
    Requested,
    Approved,
    Rejected,

    /// <summary>Taken back by the person who had asked for it, before or after the approval.</summary>
    Withdrawn,

    /// <summary>Nobody decided in time.</summary>
    Undecided,

    /// <summary>Its end has come.</summary>
    Lapsed,
}

/// <summary>Which resources of the case an exception is about.</summary>
public enum ExceptionScope
{
    /// <summary>All that were failing when it was requested, by name: what fails later is not covered.</summary>
    All,

    /// <summary>Those that the requester chose.</summary>
    Chosen,

    /// <summary>All, also those that fail only later.</summary>
    AllAndFuture,
}

/// <summary>A decision, or the request for one, to leave some or all resources of a case as they are until a date.</summary>
/// <param name="Id">Zero until the store has given it one.</param>
/// <param name="Resources">Ids of the resources that were failing (or chosen) at the request, in order.</param>
/// <param name="Evidence">An http(s) address.</param>
/// <param name="RequestedUntil">Last day of validity that was asked for, in the organisation's time zone.</param>
#pragma warning disable CA1711 // An exception is what people call it; nothing here is thrown.
public sealed record CaseException(
    ExceptionId Id,
    CaseNumber Case,
    ExceptionState State,
    ExceptionScope Scope,
    IReadOnlyList<string> Resources,
    string Reason,
    string? Evidence,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateOnly RequestedUntil)
#pragma warning restore CA1711
{
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Comment { get; init; }

    /// <summary>Last day of validity that was approved; null before an approval.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When it was withdrawn, lapsed or was given up undecided.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the approvers were reminded.</summary>
    public DateTimeOffset? ChasedAt { get; init; }

    /// <summary>When the owner was asked whether to renew it.</summary>
    public DateTimeOffset? RenewalAskedAt { get; init; }

    public bool IsPending => State == ExceptionState.Requested;

    public bool IsApproved => State == ExceptionState.Approved;

    /// <summary>Pending or approved: something may still come of it.</summary>
    public bool IsLive => IsPending || IsApproved;
}
