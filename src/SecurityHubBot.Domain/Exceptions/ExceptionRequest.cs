using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Domain.Exceptions;

/// <summary>What somebody entered to ask for an exception.</summary>
/// <param name="Resources">The chosen resources' ids; of no account unless the scope is <see cref="ExceptionScope.Chosen"/>.</param>
public sealed record ExceptionForm(string? Reason, ExceptionScope? Scope, IReadOnlyList<string> Resources, DateOnly? Until, string? Evidence);

/// <summary>The inputs of the request and of the decision.</summary>
public enum ExceptionField
{
    Reason,
    Scope,
    Resources,
    Until,
    Evidence,
    Decision,
    Comment,
}

public enum ExceptionProblem
{
    ReasonMissing,
    ReasonTooLong,
    ScopeMissing,
    ResourcesMissing,

    /// <summary>None of what was chosen fails any more.</summary>
    ResourcesGone,
    TooManyResources,
    UntilMissing,
    UntilPast,
    UntilTooFar,

    /// <summary>An approver may shorten what was asked for, not lengthen it.</summary>
    UntilLonger,
    EvidenceUnreadable,
    EvidenceTooLong,
    EvidenceCredentials,
    DecisionMissing,
    CommentMissing,
    CommentTooLong,
}

/// <summary>What comes of asking for an exception.</summary>
public abstract record RequestResult
{
    private RequestResult()
    {
    }

    public sealed record Done(CaseException Exception, CaseEvent.ExceptionRequested Event) : RequestResult;

    public sealed record Invalid(IReadOnlyDictionary<ExceptionField, ExceptionProblem> Problems) : RequestResult;

    /// <summary>The case is fixed or withdrawn: there is nothing to except.</summary>
    public sealed record Closed(CaseState State) : RequestResult;

    /// <summary>Somebody has asked for some of these resources already, and it is not decided.</summary>
    public sealed record Pending(CaseException Exception) : RequestResult;
}

/// <summary>How people ask for exceptions, and take them back.</summary>
public static class ExceptionRequests
{
    public const int MaxDays = 365;
    public const int MaxReason = 2000;
    public const int MaxEvidence = 1000;

    /// <summary>More cannot be chosen one by one; <see cref="ExceptionScope.All"/> has no limit.</summary>
    public const int MaxChosen = 100;

    /// <param name="known">Every exception of the case, whatever its state.</param>
    /// <param name="today">In the organisation's time zone.</param>
    public static RequestResult Request(Case about, IReadOnlyList<CaseException> known, ExceptionForm form, string user, DateOnly today, DateTimeOffset now)
    {
        if (about.IsClosed)
        {
            return new RequestResult.Closed(about.State);
        }

        var problems = new Dictionary<ExceptionField, ExceptionProblem>();
        var resources = Resources(about, form, problems);
        AddReason(form.Reason, problems);
        AddUntil(form.Until, today, problems);
        var evidence = Evidence(form.Evidence, problems);
        if (problems.Count > 0)
        {
            return new RequestResult.Invalid(problems);
        }

        if (known.FirstOrDefault(e => e.IsPending && (form.Scope == ExceptionScope.AllAndFuture || resources.Any(ExceptionCover.Of([e]).Includes))) is { } pending)
        {
            return new RequestResult.Pending(pending);
        }

        var requested = new CaseException(
            default, about.Number, ExceptionState.Requested, form.Scope!.Value, resources, form.Reason!.Trim(), evidence, user, now, form.Until!.Value);
        return new RequestResult.Done(requested, new CaseEvent.ExceptionRequested(user, requested.RequestedUntil, requested.Scope, resources.Count));
    }

    /// <returns>Null when the person may not, or there is nothing left to withdraw.</returns>
    public static (CaseException Exception, CaseEvent.ExceptionWithdrawn Event)? Withdraw(CaseException current, string user, DateTimeOffset now) =>
        current.IsLive && current.RequestedBy == user
            ? (current with { State = ExceptionState.Withdrawn, EndedAt = now }, new CaseEvent.ExceptionWithdrawn(current.Id.Value, user, current.IsApproved))
            : null;

    private static List<string> Resources(Case about, ExceptionForm form, Dictionary<ExceptionField, ExceptionProblem> problems)
    {
        var failing = about.Unfixed.Select(r => r.Id).Order(StringComparer.Ordinal).ToList();
        if (form.Scope is null)
        {
            problems[ExceptionField.Scope] = ExceptionProblem.ScopeMissing;
            return failing;
        }

        if (form.Scope != ExceptionScope.Chosen)
        {
            return failing;
        }

        var chosen = failing.Where(form.Resources.Contains).ToList();
        if (chosen.Count == 0)
        {
            problems[ExceptionField.Resources] = form.Resources.Count == 0 ? ExceptionProblem.ResourcesMissing : ExceptionProblem.ResourcesGone;
        }
        else if (form.Resources.Count > MaxChosen)
        {
            problems[ExceptionField.Resources] = ExceptionProblem.TooManyResources;
        }

        return chosen;
    }

    private static void AddReason(string? reason, Dictionary<ExceptionField, ExceptionProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            problems[ExceptionField.Reason] = ExceptionProblem.ReasonMissing;
        }
        else if (reason.Trim().Length > MaxReason)
        {
            problems[ExceptionField.Reason] = ExceptionProblem.ReasonTooLong;
        }
    }

    private static void AddUntil(DateOnly? until, DateOnly today, Dictionary<ExceptionField, ExceptionProblem> problems)
    {
        ExceptionProblem? problem = until switch
        {
            null => ExceptionProblem.UntilMissing,
            { } date when date <= today => ExceptionProblem.UntilPast,
            { } date when date > today.AddDays(MaxDays) => ExceptionProblem.UntilTooFar,
            _ => null,
        };
        if (problem is { } found)
        {
            problems[ExceptionField.Until] = found;
        }
    }

    private static string? Evidence(string? typed, Dictionary<ExceptionField, ExceptionProblem> problems)
    {
        var text = typed?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        ExceptionProblem? problem = null;
        string? address = null;
        if (text.Length > MaxEvidence)
        {
            problem = ExceptionProblem.EvidenceTooLong;
        }
        else if (text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            problem = ExceptionProblem.EvidenceUnreadable;
        }
        else if (uri.UserInfo.Length > 0)
        {
            problem = ExceptionProblem.EvidenceCredentials;
        }
        else
        {
            // Letters outside ASCII grow when they are escaped.
            address = uri.AbsoluteUri;
            problem = address.Length > MaxEvidence ? ExceptionProblem.EvidenceTooLong : null;
        }

        if (problem is { } found)
        {
            problems[ExceptionField.Evidence] = found;
        }

        return address;
    }
}
