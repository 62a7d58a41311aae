using System.Diagnostics.CodeAnalysis;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Workflows;

/// <summary>Why a finding's workflow status should be what it should be, and so what its note says. What has the same reason has the same note.</summary>
public abstract record WorkflowReason
{
    private const string ExceptionKind = "exception";
    private const string ToldKind = "told";
    private const string UndoneKind = "undone";

    private WorkflowReason()
    {
    }

    /// <summary>An approved exception covers its resources.</summary>
    public sealed record Excepted(ExceptionId Exception) : WorkflowReason
    {
        public override string ToString() => $"{ExceptionKind}:{Exception.Value}";
    }

    /// <summary>Its control's policy is not to deal with it.</summary>
    /// <param name="Source">What decided the policy, as <c>findings.policy_source</c> has it.</param>
    public sealed record ByPolicy(ResponsePolicy Policy, ControlId Control, string Source, string Standard) : WorkflowReason
    {
        public override string ToString() => $"{Policy.Code()}:{Control}:{Source}:{Standard}";
    }

    /// <summary>Its control's policy is to tell it, and the summary of a month has.</summary>
    public sealed record Told(string Month) : WorkflowReason
    {
        public override string ToString() => $"{ToldKind}:{Month}";
    }

    /// <summary>The bot had suppressed it, and what it was suppressed for holds no longer.</summary>
    public sealed record Undone : WorkflowReason
    {
        public override string ToString() => UndoneKind;
    }

    /// <returns>False for what another version has written, and for what has no note.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkflowReason? reason)
    {
        reason = (text ?? "").Split(':', 4) switch
        {
            [ExceptionKind, var number] when long.TryParse(number, out var id) => new Excepted(new ExceptionId(id)),
            [ToldKind, var month] => new Told(month),
            [UndoneKind] => new Undone(),
            [var policy, var control, var source, var standard] when ResponsePolicies.TryParse(policy, out var known) && ControlId.TryParse(control, out var id) =>
                new ByPolicy(known, id, source, standard),
            _ => null,
        };
        return reason is not null;
    }
}

