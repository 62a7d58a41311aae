using System.Globalization;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Hosting;

public class MetricsTests
{
    /// <summary>What dashboards and alerts are built on: see docs/operating.md.</summary>
    private static readonly string[] Names =
    [
        "shub_intake_events_total",
        "shub_intake_findings_total",
        "shub_intake_batch_findings_count",
        "shub_decisions_total",
        "shub_decisions_delay_seconds_count",
        "shub_slack_messages_total",
        "shub_decisions_waiting",
        "shub_slack_messages_waiting",
        "shub_slack_events_waiting",
        "shub_tickets_waiting",
        "shub_cases_open",
        "shub_findings_not_handled_yet",
        "shub_jobs_last_success_timestamp_seconds",
        "shub_jobs_last_duration_seconds",
        "shub_jobs_failures",
        "shub_jobs_late",
        "shub_jobs_runs_total",
        "slack_calls_total",
        "slack_call_duration_seconds_count",
    ];

    [Fact]
    public async Task What_the_bot_counts_before_the_first_scrape_is_on_the_metrics_page()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("invoices"));
        await bot.Settle();

        var page = await bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Names.Where(name => !Values(page, name).Any()).ShouldBeEmpty(page);
        Values(page, "shub_intake_events_total", "outcome=\"accepted\"").Sum().ShouldBeGreaterThanOrEqualTo(1);
        Values(page, "shub_slack_messages_total", "outcome=\"posted\"").Sum().ShouldBeGreaterThanOrEqualTo(1);
        Values(page, "slack_calls_total", "method=\"chat.postMessage\"").Sum().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Neither_tokens_nor_resources_are_on_the_metrics_page()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Failed("a-secret-bucket"));
        await bot.Settle();

        var page = await bot.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        page.ShouldNotContain("a-secret-bucket");
        page.ShouldNotContain("xoxb-");
        page.ShouldNotContain(TestBot.ApiKey);
    }

    private static IEnumerable<double> Values(string page, string name, string label = "") => page.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{' && line.Contains(label, StringComparison.Ordinal))
        .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
