using System.Diagnostics;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Sandbox.Clock;

/// <summary>Whether the bot has done what is due, and whether it has something in its hands.</summary>
internal sealed class BotAtRest(Database database, TimeProvider clock)
{
    // What Slack's limits hold up for a moment is waited for; what is tried again later is not.
    private const string Due =
        """
        select (select count(*) from decision_queue where not_before <= @soon)
            + (select count(*) from case_messages where desired > actual and next_attempt_at <= @soon)
            + (select count(*) from bulletins where done_at is null and next_attempt_at <= @soon)
            + (select count(*) from home_views where desired > actual and next_attempt_at <= @soon)
            + (select count(*) from slack_events where handled_at is null and not_before <= @soon)
        """;

    private const string InHand =
        """
        select (select count(*) from case_messages where lease_until > @now)
            + (select count(*) from case_tickets where lease_until > @now)
            + (select count(*) from bulletins where lease_until > @now)
            + (select count(*) from home_views where lease_until > @now)
        """;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>In real time. A channel that takes nothing must not hold up time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until nothing is due, or for as long as there is patience.</summary>
    public async Task Wait(CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Patience && await Count(Due, Soon, cancellationToken) > 0)
        {
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>
    /// Does something unless the bot holds work under a lease, and keeps it from taking any meanwhile: a lease that ends before the
    /// work does would give it to somebody else as well.
    /// </summary>
    /// <returns>False when it was not done.</returns>
    public Task<bool> Between(Func<bool> work, CancellationToken cancellationToken) =>
        database.Write(async session => await session.Scalar<long>(InHand, new { now = Micros(TimeSpan.Zero) }) == 0 && work(), cancellationToken);

    private Task<long> Count(string sql, TimeSpan ahead, CancellationToken cancellationToken) =>
        database.Read(session => session.Scalar<long>(sql, new { soon = Micros(ahead) }), cancellationToken);

    private long Micros(TimeSpan ahead) => (clock.GetUtcNow() + ahead - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
