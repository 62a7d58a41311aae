using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Domain.Exceptions;

/// <summary>What an approver entered.</summary>
/// <param name="Approve">Null when nothing was chosen.</param>
public sealed record DecisionForm(bool? Approve, DateOnly? Until, string? Comment);

/// <summary>What comes of deciding about an exception.</summary>
public abstract record DecisionResult
{
    private DecisionResult()
    {
    }

    public sealed record Done(CaseException Exception, CaseEvent.ExceptionDecided Event) : DecisionResult;

    public sealed record Invalid(IReadOnlyDictionary<ExceptionField, ExceptionProblem> Problems) : DecisionResult;

    /// <summary>Nobody decides about their own request.</summary>
    public sealed record OwnRequest : DecisionResult;

    /// <summary>It has been decided, withdrawn or given up meanwhile.</summary>
    public sealed record NotPending(CaseException Exception) : DecisionResult;
}

/// <summary>How approvers decide. Whether somebody is an approver now is asked elsewhere, before this.</summary>
public static class ExceptionDecisions
{
    public const int MaxComment = 2000;

    public static DecisionResult Decide(CaseException current, DecisionForm form, string approver, DateOnly today, DateTimeOffset now)
    {
        if (!current.IsPending)
        {
            return new DecisionResult.NotPending(current);
        }

        if (current.RequestedBy == approver)
        {
            return new DecisionResult.OwnRequest();
        }

        var problems = Problems(current, form, today);
        if (problems.Count > 0)
        {
            return new DecisionResult.Invalid(problems);
        }

        var approve = form.Approve == true;
        var decided = current with
        {
            State = approve ? ExceptionState.Approved : ExceptionState.Rejected,
            DecidedBy = approver,
            DecidedAt = now,
            Comment = string.IsNullOrWhiteSpace(form.Comment) ? null : form.Comment.Trim(),
            Until = approve ? form.Until ?? current.RequestedUntil : null,
        };
        return new DecisionResult.Done(decided, new CaseEvent.ExceptionDecided(current.Id.Value, approver, approve, current.RequestedBy, decided.Until, decided.Comment));
    }

    private static Dictionary<ExceptionField, ExceptionProblem> Problems(CaseException current, DecisionForm form, DateOnly today)
    {
        var problems = new Dictionary<ExceptionField, ExceptionProblem>();
        if (form.Approve is null)
        {
            problems[ExceptionField.Decision] = ExceptionProblem.DecisionMissing;
        }

        var until = form.Until ?? current.RequestedUntil;
        if (form.Approve == true && until <= today)
        {
            problems[ExceptionField.Until] = ExceptionProblem.UntilPast;
        }
        else if (form.Approve == true && until > current.RequestedUntil)
        {
            problems[ExceptionField.Until] = ExceptionProblem.UntilLonger;
        }

        if (form.Approve == false && string.IsNullOrWhiteSpace(form.Comment))
        {
            problems[ExceptionField.Comment] = ExceptionProblem.CommentMissing;
        }
        else if (form.Comment?.Trim().Length > MaxComment)
        {
            problems[ExceptionField.Comment] = ExceptionProblem.CommentTooLong;
        }

        return problems;
    }
}
