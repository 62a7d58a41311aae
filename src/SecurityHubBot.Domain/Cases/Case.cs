namespace SecurityHubBot.Domain.Cases;

/// <summary>
/// Where a case is in its life: <c>open → accepted → fixed</c>; excepted beside them, while approved exceptions cover all that
/// still fails; withdrawn when its control is no longer tracked.
/// </summary>
public enum CaseState
{
    Open,
    Accepted,
    Excepted,
    Fixed,
    Withdrawn,
}

public enum CaseResourceState
{
    Failing,

    /// <summary>Was failing; AWS now says WARNING or NOT_AVAILABLE, which proves nothing.</summary>
    Unknown,

    /// <summary>Passed, archived or gone.</summary>
    Fixed,
}

/// <summary>A resource of a case, with when it was first seen failing in this episode and when it stopped.</summary>
public sealed record CaseResource(
    string Id,
    string Type,
    string Region,
    string Partition,
    CaseResourceState State,
    DateTimeOffset FirstFailedAt,
    DateTimeOffset? FixedAt);

/// <summary>A ticket in the team's tracker, as a person or the tracker named it.</summary>
/// <param name="Id">What people say, such as <c>#8812</c> or <c>SHOP-12</c>.</param>
/// <param name="Url">Where it opens; null when only an id is known.</param>
public sealed record TicketLink(string Id, string? Url);

/// <summary>Reminders and escalation are put off, the due date is not.</summary>
/// <param name="By">Slack user id of who asked for it.</param>
/// <param name="Until">The last day without reminders.</param>
public sealed record CaseSnooze(string By, DateTimeOffset At, DateOnly Until);

/// <summary>One control failing in one account and Region, with all its resources: the unit people work on.</summary>
/// <param name="Number">Zero until the store has given it one.</param>
/// <param name="Episode">1 for the first failure; rises when the problem comes back after more than a day.</param>
/// <param name="OpenedAt">When this episode began, or when it was reopened at the end of an exception: the due date counts from here.</param>
/// <param name="DueOn">A date in the organisation's time zone.</param>
/// <param name="Assignee">Slack user id of who accepted it.</param>
/// <param name="ClosedAt">When it was fixed or withdrawn; null while it is open.</param>
public sealed record Case(
    CaseNumber Number,
    CaseKey Key,
    CaseState State,
    Severity Severity,
    string Title,
    IReadOnlyList<StandardId> Standards,
    int Episode,
    DateTimeOffset OpenedAt,
    DateOnly DueOn,
    string? Assignee,
    DateTimeOffset? AcceptedAt,
    DateTimeOffset? ClosedAt,
    TicketLink? Ticket,
    IReadOnlyList<CaseResource> Resources)
{
    /// <summary>The one snooze that the case has for each due date that it is given anew; null until somebody has used it.</summary>
    public CaseSnooze? Snooze { get; init; }

    /// <summary>Somebody has to do something about it.</summary>
    public bool IsOpen => State is CaseState.Open or CaseState.Accepted;

    /// <summary>Nothing fails any more, or nobody asks.</summary>
    public bool IsClosed => State is CaseState.Fixed or CaseState.Withdrawn;

    public bool IsSnoozed(DateOnly today) => IsOpen && Snooze is { } snooze && today <= snooze.Until;

    public IEnumerable<CaseResource> Unfixed => Resources.Where(r => r.State != CaseResourceState.Fixed);
}
