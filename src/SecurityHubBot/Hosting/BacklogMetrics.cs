using System.Diagnostics.Metrics;
using SecurityHubBot.Aws;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Hosting;

/// <summary>How much waits.</summary>
internal sealed partial class BacklogMetrics : SampledMetrics
{
    private const string Count =
        $"""
        select
            (select count(*) from decision_queue) as decisions,
            (select count(*) from case_messages where desired > actual) as messages,
            (select count(*) from bulletins where done_at is null) as bulletins,
            (select count(*) from case_tickets where desired > actual) as tickets,
            (select count(*) from findings where @acts = 1 and {WorkflowQueue.Waits}) as workflows,
            (select count(*) from slack_events where handled_at is null) as events,
            (select count(*) from cases where state in ('open', 'accepted')) as open_cases,
            (select count(*) from findings where control_key is null) as not_handled
        """;

    private readonly Database _database;
    private readonly bool _acts;
    private readonly ILogger<BacklogMetrics> _logger;
    private volatile Backlog _backlog = new();

    public BacklogMetrics(Database database, IMeterFactory meters, TicketOptions tickets, AwsOptions aws, TimeProvider time, ILogger<BacklogMetrics> logger)
        : base(time)
    {
        (_database, _acts, _logger) = (database, aws.Acts, logger);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("shub.decisions.waiting", () => _backlog.Decisions, description: "Decisions waiting.");
        meter.CreateObservableGauge("shub.slack.messages.waiting", () => _backlog.Messages, description: "Slack messages that are not yet as they should be.");
        meter.CreateObservableGauge("shub.bulletins.waiting", () => _backlog.Bulletins, description: "Summaries, reminders and the like that are not posted yet.");
        // Without a tracker they wait for one to be set up, which is nobody's worry.
        meter.CreateObservableGauge("shub.tickets.waiting", () => tickets.IsOn ? _backlog.Tickets : 0, description: "Tickets that are not yet as they should be.");
        // While the bot only observes nobody is to worry either.
        meter.CreateObservableGauge("shub.workflow.waiting", () => _backlog.Workflows, description: "Findings that are not yet as they should be in Security Hub.");
        meter.CreateObservableGauge("shub.slack.events.waiting", () => _backlog.Events, description: "Slack events not handled yet.");
        meter.CreateObservableGauge("shub.cases.open", () => _backlog.OpenCases, description: "Open cases.");
        meter.CreateObservableGauge("shub.findings.not_handled_yet", () => _backlog.NotHandled, description: "Stored findings that are not control findings.");
    }

    protected override async Task Sample(CancellationToken stoppingToken) =>
        _backlog = await _database.Read(session => session.SingleOrDefault<Backlog>(Count, new { acts = _acts ? 1 : 0 }), stoppingToken) ?? _backlog;

    protected override void Failed(string reason) => Log.Failed(_logger, reason);

    private sealed class Backlog
    {
        public long Decisions { get; init; }

        public long Messages { get; init; }

        public long Bulletins { get; init; }

        public long Tickets { get; init; }

        public long Workflows { get; init; }

        public long Events { get; init; }

        public long OpenCases { get; init; }

        public long NotHandled { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Could not count what is waiting: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
