using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Cases;

/// <summary>The stored findings of one control in one account and Region, and the policy recorded on them.</summary>
internal static class FindingFacts
{
    private const string Load =
        """
        select control_id, compliance, record_state, severity, title, standards, resources
        from findings where account_id = @account and region = @region and control_key = @control
        """;

    private const string RecordPolicy =
        """
        update findings set policy = @policy, policy_source = @source, policy_standard = @standard
        where account_id = @account and region = @region and control_key = @control
            and (policy is distinct from @policy or policy_source is distinct from @source or policy_standard is distinct from @standard)
        """;

    public static async Task<(ControlId? Control, IReadOnlyList<FindingFact> Facts)> Find(DbSession session, QueuedCase key)
    {
        var rows = await session.Query<Row>(Load, new { account = key.AccountId, region = key.Region, control = key.ControlKey });
        return (rows.Count == 0 ? null : ControlId.Parse(rows[0].ControlId), [.. rows.Select(r => r.ToFact())]);
    }

    public static Task Record(DbSession session, QueuedCase key, PolicyDecision decision) =>
        session.Execute(RecordPolicy, new
        {
            account = key.AccountId,
            region = key.Region,
            control = key.ControlKey,
            policy = decision.Policy.Code(),
            source = decision.IsNewControl ? "new-control" : decision.Source.ToString(),
            standard = decision.Standard?.ToString(),
        });

    internal class Row
    {
        public string ControlId { get; init; } = "";

        public string? Compliance { get; init; }

        public string RecordState { get; init; } = "";

        public string Severity { get; init; } = "";

        public string Title { get; init; } = "";

        public string Standards { get; init; } = "";

        public string Resources { get; init; } = "";

        public FindingFact ToFact() => new(
            FindingColumns.ReadCompliance(Compliance),
            FindingColumns.ReadRecordState(RecordState),
            CaseColumns.ReadSeverity(Severity),
            Title,
            FindingColumns.ReadStandards(Standards),
            FindingColumns.ReadResources(Resources));
    }
}
