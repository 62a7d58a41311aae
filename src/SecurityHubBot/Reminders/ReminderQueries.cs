using Dapper;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Deadlines;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Reminders;

/// <summary>Which messages about due dates are due on a day, as everything stands now.</summary>
internal sealed class ReminderQueries(
    Database database, IDirectory directory, ReminderAudiences audiences, ControlCatalogue catalogue, DueDates dueDates, OrganisationOptions organisation)
{
    private const string NearDue =
        $"""
        select {CaseStore.ColumnNames}, reminded_on, escalated_on, told_security_on,
            (select m.channel from case_messages m where m.case_number = cases.number and m.slot = 'card' and m.ts is not null) as card_channel,
            (select m.ts from case_messages m where m.case_number = cases.number and m.slot = 'card' and m.ts is not null) as card_ts
        from cases where state in ('open', 'accepted') and due_on <= @horizon
        """;

    private const string InOrder = " order by due_on, number";

    /// <summary>Every message that is due.</summary>
    public async Task<IReadOnlyList<ReminderBatch>> All(DateOnly today, CancellationToken cancellationToken)
    {
        var snapshot = await directory.Current(cancellationToken);
        var map = await audiences.Find(snapshot, cancellationToken);
        var rows = await database.Read(session => Rows(session, today, accounts: null), cancellationToken);
        return Batches(rows, snapshot, map, today, Enum.GetValues<ReminderKind>());
    }

    /// <summary>What one message says now.</summary>
    public async Task<IReadOnlyList<ReminderLine>> Of(ReminderKind kind, string audience, DateOnly today, CancellationToken cancellationToken)
    {
        var snapshot = await directory.Current(cancellationToken);
        var map = await audiences.Find(snapshot, cancellationToken);
        // Accounts that nobody has entered cannot be listed: who is told of them gets all cases looked at.
        var accounts = map.Of(kind, account: null) == audience
            ? null
            : snapshot.Accounts.Values.Where(a => map.Of(kind, a) == audience).Select(a => a.Id.ToString()).ToList();
        var rows = await database.Read(session => Rows(session, today, accounts), cancellationToken);
        return Batches(rows, snapshot, map, today, [kind]).FirstOrDefault(b => b.Audience == audience)?.Lines ?? [];
    }

    private List<ReminderBatch> Batches(IReadOnlyList<Row> rows, DirectorySnapshot snapshot, ReminderMap map, DateOnly today, IReadOnlyList<ReminderKind> kinds)
    {
        var due =
            from row in rows
            let about = row.ToCase([])
            let account = snapshot.Accounts.GetValueOrDefault(about.Key.Account)
            from kind in kinds
            where IsDue(kind, about, row, today)
            let audience = map.Of(kind, account)
            where audience is not null
            group new ReminderLine(about, account, catalogue.Find(about.Key.Control), row.Card) by (kind, audience);
        return [.. due.Select(g => new ReminderBatch(g.Key.kind, g.Key.audience, [.. g]))];
    }

    private bool IsDue(ReminderKind kind, Case about, Row row, DateOnly today) => kind switch
    {
        ReminderKind.Channel => ReminderRules.Due(about, organisation.DateAt(about.OpenedAt), row.Told, dueDates.Calendar, today) is not null,
        ReminderKind.Escalation => ReminderRules.MustEscalate(about, row.Told, dueDates.Calendar, today),
        ReminderKind.Security => ReminderRules.MustTellSecurity(about, row.Told, dueDates.Calendar, today),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private async Task<IReadOnlyList<Row>> Rows(DbSession session, DateOnly today, IReadOnlyList<string>? accounts)
    {
        var horizon = CaseRow.WriteDate(ReminderRules.Horizon(dueDates.Calendar, today));
        var args = new DynamicParameters(new { horizon });
        var which = accounts is null ? "" : $" and account_id in ({SqlList.Of(accounts, "account", args)})";
        return await session.Query<Row>(NearDue + which + InOrder, args);
    }

    private sealed class Row : CaseRow
    {
        public string? RemindedOn { get; init; }

        public string? EscalatedOn { get; init; }

        public string? ToldSecurityOn { get; init; }

        public string? CardChannel { get; init; }

        public string? CardTs { get; init; }

        public ToldSoFar Told => new(Date(RemindedOn), Date(EscalatedOn), Date(ToldSecurityOn));

        public CardLink? Card => CardChannel is { } channel && CardTs is { } ts ? new CardLink(channel, ts) : null;

        private static DateOnly? Date(string? text) => text is null ? null : ReadDate(text);
    }
}
