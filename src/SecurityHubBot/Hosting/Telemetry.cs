using System.Diagnostics;
using System.Diagnostics.Metrics;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Hosting;

/// <summary>The bot's own traces and metrics. Names follow OpenTelemetry: <c>shub.intake.events</c> is <c>shub_intake_events_total</c> on <c>/metrics</c>.</summary>
public sealed class Telemetry : IDisposable
{
    public const string Name = "SecurityHubBot";

    /// <summary>Whose measurements are published, on <c>/metrics</c> and over OTLP.</summary>
    public static readonly string[] Meters =
        [Name, SlackTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql"];

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        IntakeEvents = _meter.CreateCounter<long>("shub.intake.events", description: "EventBridge events by outcome.");
        Findings = _meter.CreateCounter<long>("shub.intake.findings", description: "Findings taken in, by whether they changed anything.");
        IntakeBatch = _meter.CreateHistogram<int>("shub.intake.batch.findings", description: "Findings committed in one round trip.");
        Decisions = _meter.CreateCounter<long>("shub.decisions", description: "Cases decided, by outcome.");
        DecisionDelay = _meter.CreateHistogram<double>("shub.decisions.delay", "s", "From a finding's commit to its decision.");
        Messages = _meter.CreateCounter<long>("shub.slack.messages", description: "Attempts to make a Slack message equal to what it should be, by outcome.");
        Tickets = _meter.CreateCounter<long>("shub.tickets", description: "Attempts to make a ticket equal to what it should be, by tracker and outcome.");
        WorkflowWrites = _meter.CreateCounter<long>("shub.workflow.writes", description: "Findings written to Security Hub, by status and outcome.");
        JobRuns = _meter.CreateCounter<long>("shub.jobs.runs", description: "Runs of recurring jobs on this instance, by job and outcome.");
        Reconciled = _meter.CreateCounter<long>("shub.reconcile.findings", description: "Findings compared with Security Hub.");
        Repairs = _meter.CreateCounter<long>("shub.reconcile.repairs", description: "Findings that events had missed, by what had happened to them.");
    }

    public Counter<long> IntakeEvents { get; }

    public Counter<long> Findings { get; }

    public Histogram<int> IntakeBatch { get; }

    public Counter<long> Decisions { get; }

    public Histogram<double> DecisionDelay { get; }

    public Counter<long> Messages { get; }

    public Counter<long> Tickets { get; }

    public Counter<long> WorkflowWrites { get; }

    public Counter<long> JobRuns { get; }

    public Counter<long> Reconciled { get; }

    public Counter<long> Repairs { get; }

    /// <summary>Continues the trace that was stored beside a row, so that a finding's way from intake to card is one trace.</summary>
    public static Activity? Continue(string name, string? traceParent, ActivityKind kind = ActivityKind.Internal) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Source.StartActivity(name, kind, parent)
            : Source.StartActivity(name, kind);

    public void Dispose() => _meter.Dispose();
}
