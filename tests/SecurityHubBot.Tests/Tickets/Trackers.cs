using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Tests.Tickets.Loopback;
using SecurityHubBot.Tickets;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tests.Tickets;

/// <summary>The trackers, each on a loopback port.</summary>
public static class Trackers
{
    public static TheoryData<string> All => ["redmine", "jira", "backlog", "github"];

    public static async Task<LoopbackTracker> Start(string name)
    {
        LoopbackTracker server = name switch
        {
            "redmine" => new LoopbackRedmine(),
            "jira" => new LoopbackJira(),
            "backlog" => new LoopbackBacklog(),
            "github" => new LoopbackGitHub(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        await server.StartAsync();
        return server;
    }

    internal static ITicketTracker Connect(TicketOptions options) =>
        TicketsExtensions.Tracker(new HttpClient { BaseAddress = options.BaseUrl, Timeout = Timeout.InfiniteTimeSpan }, options, TimeProvider.System);

    internal static TicketContent Content(string marker = "shub-142-0123456789", string title = "[SHUB-142] HIGH S3.8 バケット (shop-prod / ap-northeast-1)") => new(
        title,
        new TicketDocument([TicketLine.Of("Fix it: @admin {{macro}} <b>"), new TicketLine([]), TicketLine.Bullet("my-bucket", "https://console.aws.amazon.com/s3/buckets/my-bucket")]),
        marker,
        new DateOnly(2026, 11, 23),
        new DateOnly(2026, 12, 7));
}
