using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Workflows;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Workflows;

/// <summary>Why something waits, as far as it is counted together: by policy, whichever control; under an exception, whichever.</summary>
internal enum PendingReason
{
    Exception,
    Ignore,
    Disable,
    Told,
    Undone,
    Card,
    Fixed,
}

internal sealed record PendingCount(string Workflow, PendingReason Reason, long Findings);

/// <param name="Error">What AWS said when it last refused; null when it has not.</param>
internal sealed record PendingFinding(AccountId Account, string Region, string Control, string Resource, string Workflow, PendingReason Reason, string? Error);

internal sealed record PendingError(string Code, long Findings);

/// <param name="First">The first few that wait, in the order in which they are written.</param>
/// <param name="Errors">What AWS refused, the most frequent first.</param>
/// <param name="Refused">Some of those.</param>
/// <param name="Elsewhere">Findings that somebody else suppressed and the bot would not.</param>
internal sealed record PendingData(
    IReadOnlyList<PendingCount> Counts, IReadOnlyList<PendingFinding> First, IReadOnlyList<PendingError> Errors, IReadOnlyList<PendingFinding> Refused, long Elsewhere)
{
    public long Total => Counts.Sum(c => c.Findings);
}

/// <summary>What differs between Security Hub and what is wanted there.</summary>
internal sealed class PendingQueries(Database database)
{
    private const int Shown = 5;

    private const string Counts =
        $"select wanted_workflow, wanted_note, count(*) as findings from findings where {WorkflowQueue.Differs} group by wanted_workflow, wanted_note";

    private const string First =
        $"""
        select account_id, region, control_id, resources, wanted_workflow, wanted_note, workflow_error from findings
        where {WorkflowQueue.Differs} order by wanted_need, workflow_next_at limit @limit
        """;

    private const string Refused =
        $"""
        select account_id, region, control_id, resources, wanted_workflow, wanted_note, workflow_error from findings
        where {WorkflowQueue.Differs} and workflow_error is not null order by workflow_tried_at desc limit @limit
        """;

    private const string Errors =
        $"select workflow_error, count(*) as findings from findings where {WorkflowQueue.Differs} and workflow_error is not null group by workflow_error";

    private const string Elsewhere =
        "select count(*) from findings where wanted_workflow is not null and wanted_workflow <> 'SUPPRESSED' and workflow = 'SUPPRESSED' and suppressed_by_us = 0";

    public Task<PendingData> Find(CancellationToken cancellationToken) => database.Read(
        async session =>
        {
            var counts = (await session.Query<Row>(Counts)).GroupBy(r => (r.WantedWorkflow, r.Reason)).Select(g => new PendingCount(g.Key.WantedWorkflow, g.Key.Reason, g.Sum(r => r.Findings)));
            var errors = (await session.Query<Row>(Errors)).GroupBy(r => r.ErrorCode, StringComparer.Ordinal).Select(g => new PendingError(g.Key, g.Sum(r => r.Findings)));
            return new PendingData(
                [.. counts.OrderBy(c => c.Workflow, StringComparer.Ordinal).ThenBy(c => c.Reason)],
                [.. (await session.Query<Row>(First, new { limit = Shown })).Select(r => r.ToFinding())],
                [.. errors.OrderByDescending(e => e.Findings).ThenBy(e => e.Code, StringComparer.Ordinal).Take(Shown)],
                [.. (await session.Query<Row>(Refused, new { limit = Shown })).Select(r => r.ToFinding())],
                await session.Scalar<long>(Elsewhere));
        },
        cancellationToken);

    private sealed class Row
    {
        public string AccountId { get; init; } = "";

        public string Region { get; init; } = "";

        public string? ControlId { get; init; }

        public string Resources { get; init; } = "[]";

        public string WantedWorkflow { get; init; } = "";

        public string WantedNote { get; init; } = "";

        public string? WorkflowError { get; init; }

        public long Findings { get; init; }

        /// <summary>AWS's code stands before the colon.</summary>
        public string ErrorCode => (WorkflowError ?? "").Split(':', 2)[0];

        public PendingReason Reason => WorkflowReason.TryParse(WantedNote, out var reason)
            ? reason switch
            {
                WorkflowReason.Excepted => PendingReason.Exception,
                WorkflowReason.ByPolicy { Policy: Domain.Policies.ResponsePolicy.Disable } => PendingReason.Disable,
                WorkflowReason.ByPolicy => PendingReason.Ignore,
                WorkflowReason.Told => PendingReason.Told,
                _ => PendingReason.Undone,
            }
            : WantedWorkflow == "RESOLVED" ? PendingReason.Fixed : PendingReason.Card;

        public PendingFinding ToFinding() => new(
            Domain.AccountId.Parse(AccountId),
            Region,
            ControlId ?? "",
            FindingColumns.ReadResources(Resources) is [var first, ..] ? Domain.Findings.ResourceName.Short(first) : "",
            WantedWorkflow,
            Reason,
            WorkflowError is null ? null : ErrorCode);
    }
}
