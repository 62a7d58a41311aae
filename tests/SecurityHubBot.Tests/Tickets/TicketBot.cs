using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.Tests.Tickets.Loopback;
using SecurityHubBot.TestSupport;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>The real bot with a loopback Slack and a loopback tracker.</summary>
internal sealed class TicketBot : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private TicketBot(TestDatabase database, SlackWorkspace slack, LoopbackTracker tracker, TestBot bot) =>
        (_database, Slack, Tracker, Bot) = (database, slack, tracker, bot);

    public SlackWorkspace Slack { get; }

    public LoopbackTracker Tracker { get; }

    public TestBot Bot { get; }

    public WorkspaceMessage Card => Bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem();

    public IReadOnlyList<WorkspaceMessage> Thread => [.. Slack.Thread(TestBot.ShopChannel, Card.Ts).Skip(1)];

    public static async Task<TicketBot> Start(string tracker, DatabaseKind kind = DatabaseKind.Sqlite, Action<LoopbackTracker>? prepare = null, Dictionary<string, string?>? settings = null)
    {
        var server = await Trackers.Start(tracker);
        prepare?.Invoke(server);
        var database = await TestDatabase.CreateAsync(kind);
        var slack = await TestBot.StartSlack();
        var all = server.Settings();
        (settings ?? []).ToList().ForEach(s => all[s.Key] = s.Value);
        return new TicketBot(database, slack, server, await TestBot.Start(database, slack, all));
    }

    public async Task Fail(params string[] resources)
    {
        await Task.WhenAll(resources.Select(r => Bot.Accept(Events.Failed(r))));
        await Settle();
    }

    public async Task Fix(params string[] resources)
    {
        await Task.WhenAll(resources.Select(r => Bot.Accept(Events.Passed(r))));
        await Settle();
    }

    /// <summary>Waits until nothing is left to decide, to show or to write.</summary>
    public async Task Settle()
    {
        await Bot.SettleDecisions();
        await Bot.WaitUntil(async () => await Bot.Count("case_tickets where desired > actual or lease_until > 0") == 0);
        await Bot.Settle();
        // What the tickets say may have changed the cards, and what the cards say the tickets.
        await Bot.WaitUntil(async () => await Bot.Count("case_tickets where desired > actual or lease_until > 0") == 0);
    }

    public async Task Poll()
    {
        await Bot.Database.Write(s => s.Execute("update ticket_polls set next_at = 0"), CancellationToken.None);
        await Bot.Service<TicketPoll>().Run(CancellationToken.None);
        await Settle();
    }

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        await Slack.DisposeAsync();
        await _database.DisposeAsync();
        await Tracker.DisposeAsync();
    }
}
