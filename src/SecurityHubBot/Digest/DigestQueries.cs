using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Tickets;

namespace SecurityHubBot.Digest;

/// <summary>Reads what the weekly digest says of the bot's own tables.</summary>
internal sealed class DigestQueries(OrganisationOptions organisation, TicketOptions tickets)
{
    private const int StuckAfter = 5;

    private const string New =
        """
        select control_id as control, min(title) as title, count(*) as findings from findings
        where policy_source = 'new-control' and record_state = 'ACTIVE' and control_id is not null group by control_id order by control_id
        """;

    private const string ByAccount = "select account_id as account, count(*) as findings from findings group by account_id order by account_id";

    private const string RejectedSince = "select count(*) from rejected_events where last_at >= @since";

    private const string Unusable =
        """
        select cause, channel, sum(messages) as messages from (
            select m.fallback_reason as cause, coalesce(m.fallback_channel, c.account_id) as channel, count(*) as messages
            from case_messages m join cases c on c.number = m.case_number
            where m.slot = 'card' and m.fallback_reason is not null and c.state in ('open', 'accepted')
            group by m.fallback_reason, coalesce(m.fallback_channel, c.account_id)
            union all
            select fallback_reason, audience, count(*) from bulletins where fallback_reason is not null and created_at >= @since group by fallback_reason, audience
        ) as every group by cause, channel order by channel, cause
        """;

    private const string Requested = "select id, case_number, requested_by, requested_at from exceptions where state = 'requested' order by requested_at, id";

    private const string Health =
        """
        select
            (select count(*) from decision_queue where queued_at < @late) as late_decisions,
            (select count(*) from case_messages where desired > actual and attempts >= @stuck) as stuck_messages,
            (select count(*) from case_tickets where desired > actual and attempts >= @stuck) as stuck_tickets,
            (select count(*) from bulletins where done_at is null and attempts >= @stuck) as stuck_bulletins,
            (select count(*) from slack_events where handled_at is null and received_at < @late) as late_events
        """;

    private const string FailedJobs = "select job from jobs where failures > 0 order by job";

    private const string FirstDecision = "select at from audit_log order by seq limit 1";

    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    public static async Task<Some<NewControl>> NewControls(DbSession session)
    {
        var rows = await session.Query<ControlRow>(New);
        return Few(rows, r => new NewControl(r.Control, r.Title, r.Findings), DigestView.MaxLines);
    }

    public static async Task<Some<UnknownAccount>> UnknownAccounts(DbSession session, Func<AccountId, bool> isKnown)
    {
        var unknown = (await session.Query<AccountRow>(ByAccount)).Where(r => AccountId.TryParse(r.Account, out var id) && !isKnown(id)).ToList();
        return Few(unknown, r => new UnknownAccount(AccountId.Parse(r.Account), r.Findings), DigestView.MaxLines);
    }

    public static Task<long> Rejected(DbSession session, DateTimeOffset since) => session.Scalar<long>(RejectedSince, new { since = Micros.From(since) });

    public static async Task<Some<UnusableChannel>> UnusableChannels(DbSession session, DateTimeOffset since)
    {
        var rows = (await session.Query<ChannelRow>(Unusable, new { since = Micros.From(since) }))
            .Where(r => Enum.TryParse<FallbackCause>(r.Cause, out var cause) && cause != FallbackCause.UnknownAccount).ToList();
        return Few(rows, r => new UnusableChannel(new FallbackReason(Enum.Parse<FallbackCause>(r.Cause), r.Channel), r.Messages), DigestView.MaxLines);
    }

    public async Task<Some<PendingRequest>> Pending(DbSession session, DateOnly today)
    {
        var rows = await session.Query<ExceptionRow>(Requested);
        return Few(
            rows,
            r => new PendingRequest(new ExceptionId(r.Id), new CaseNumber(r.CaseNumber), r.RequestedBy, today.DayNumber - organisation.DateAt(Micros.ToTime(r.RequestedAt)).DayNumber),
            DigestView.MaxLines);
    }

    public async Task<BotHealth> Bot(DbSession session, DateTimeOffset now)
    {
        var row = (await session.SingleOrDefault<HealthRow>(Health, new { late = Micros.From(now - Late), stuck = StuckAfter }))!;
        return new BotHealth(row.LateDecisions, row.StuckMessages, tickets.IsOn ? row.StuckTickets : 0, row.StuckBulletins, row.LateEvents, await session.Query<string>(FailedJobs));
    }

    /// <summary>Since when the bot has been in use; null when nothing has ever been decided.</summary>
    public static async Task<DateTimeOffset?> InUseSince(DbSession session) => Micros.ToTime(await session.SingleOrDefault<long?>(FirstDecision));

    internal static Some<TTo> Few<TFrom, TTo>(IReadOnlyList<TFrom> rows, Func<TFrom, TTo> read, int atMost) => new([.. rows.Take(atMost).Select(read)], rows.Count);

    private sealed record ControlRow
    {
        public string Control { get; init; } = "";

        public string Title { get; init; } = "";

        public long Findings { get; init; }
    }

    private sealed record AccountRow
    {
        public string Account { get; init; } = "";

        public long Findings { get; init; }
    }

    private sealed record ChannelRow
    {
        public string Cause { get; init; } = "";

        public string Channel { get; init; } = "";

        public long Messages { get; init; }
    }

    private sealed record ExceptionRow
    {
        public long Id { get; init; }

        public long CaseNumber { get; init; }

        public string RequestedBy { get; init; } = "";

        public long RequestedAt { get; init; }
    }

    private sealed record HealthRow
    {
        public long LateDecisions { get; init; }

        public long StuckMessages { get; init; }

        public long StuckTickets { get; init; }

        public long StuckBulletins { get; init; }

        public long LateEvents { get; init; }
    }
}
