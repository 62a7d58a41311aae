using System.Globalization;
using Npgsql;
using SecurityHubBot.Domain.Accounts;

namespace SecurityHubBot.Benchmarks.Scores;

/// <summary>
/// What an organisation has beside its findings after a year: accounts of teams that share channels, cases with cards and tickets for what is
/// tracked, exceptions, and the scores of every day. All of it follows from the findings that are stored already.
/// </summary>
internal static class StoredOrganisation
{
    /// <summary>In the morning on which the summaries of October are made.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 9, 5, 0, TimeSpan.FromHours(9));

    private const int AccountsInTeam = 4;

    // One of so many has been entered by nobody.
    private const int UnknownEach = 20;

    private const string AddAccount =
        """
        insert into accounts (account_id, name, environment, channel, owners, language, version, updated_at, updated_by)
        values ($1, $2, $3, $4, '', $5, 1, 0, 'benchmark')
        """;

    // A case in each place where something tracked has ever failed: fixed where nothing fails any more, the others due around today.
    private const string Cases =
        """
        insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, closed_at, ticket_id, ticket_url, unfixed, version, updated_at)
        select account_id, region, control_key, control_id,
            case when failing = 0 then 'fixed' when luck % 20 = 0 then 'excepted' when luck % 3 = 0 then 'accepted' else 'open' end,
            severity, title, standards, 1, 0, to_char(date '2026-11-01' + luck % 30 - 8, 'YYYY-MM-DD'), case when failing = 0 then 0 end,
            (1000 + luck)::text, 'https://tracker.example/issues/' || (1000 + luck), failing, 1, 0
        from (
            select account_id, region, control_key, min(control_id) as control_id, min(severity) as severity, min(title) as title, min(standards) as standards,
                count(*) filter (where record_state = 'ACTIVE' and workflow <> 'SUPPRESSED') as failing,
                abs(hashtext(account_id || region || control_key)) % 100000 as luck
            from findings where policy = 'track' and compliance = 'FAILED' group by account_id, region, control_key
        ) f
        """;

    private const string Cards =
        """
        insert into case_messages (case_number, slot, kind, desired, actual, priority, channel, ts, lease_until, attempts, next_attempt_at, created_at)
        select c.number, 'card', 'card', 1, 1, 0, coalesce(a.channel, 'C0SECURITY'), (1700000000 + c.number)::text || '.000100', 0, 0, 0, 0
        from cases c left join accounts a on a.account_id = c.account_id
        """;

    private const string Exceptions =
        """
        insert into exceptions (case_number, state, scope, reason, requested_by, requested_at, requested_until, decided_by, decided_at, until, version)
        select number, 'approved', 'all', 'moves next year', 'U0ITOYUKI1', 0, day, 'U0TANAKA01', 0, day, 1
        from (select number, to_char(date '2026-11-01' + (number % 180)::integer, 'YYYY-MM-DD') as day from cases where state = 'excepted') e
        """;

    private const string Snapshots =
        """
        insert into score_snapshots (day, scope, subject, standard, passed, failed, unknown, failed_critical, failed_high, failed_medium, failed_low, failed_findings, suppressed_findings, taken_at)
        select to_char(day, 'YYYY-MM-DD'), s.scope, s.subject, t.standard, 300 + extract(doy from day)::integer % 90, 60, 10, 5, 15, 30, 10, 900, 200, 0
        from generate_series(date '2025-11-01', date '2026-10-31', interval '1 day') day
        cross join (
            select 'organisation' as scope, '' as subject union all
            select distinct 'team', channel from accounts union all
            select distinct 'account', account_id from findings) s
        cross join (
            values (''), ('aws-foundational-security-best-practices/v/1.0.0'), ('cis-aws-foundations-benchmark/v/1.4.0'), ('nist-800-53/v/5.0.0')) t (standard)
        """;

    private static readonly string[] Steps =
    [
        "update directory_version set version = version + 1", Cases, Cards, Exceptions, Snapshots,
        "vacuum (analyze) accounts, cases, case_messages, exceptions, score_snapshots", "checkpoint",
    ];

    /// <returns>Null for an account that nobody has entered.</returns>
    public static AccountEnvironment? EnvironmentOf(int account) => (account % UnknownEach, account % 5) switch
    {
        (UnknownEach - 1, _) => null,
        (_, 3) => AccountEnvironment.Staging,
        (_, 4) => AccountEnvironment.Development,
        _ => AccountEnvironment.Production,
    };

    public static async Task Fill(string connectionString, int accounts)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        for (var i = 0; i < accounts; i++)
        {
            if (EnvironmentOf(i) is { } environment)
            {
                await Execute(connection, AddAccount, StoredFindings.AccountId(i), $"service-{i}", environment.Code(), Channel(i), i % 8 < AccountsInTeam ? "ja" : "en");
            }
        }

        foreach (var step in Steps)
        {
            await Execute(connection, step);
        }
    }

    // By its id, because there is no Slack that would know a name.
    private static string Channel(int account) => string.Create(CultureInfo.InvariantCulture, $"C0TEAM{account / AccountsInTeam:0000}");

    private static async Task Execute(NpgsqlConnection connection, string sql, params string[] args)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        command.Parameters.AddRange(args.Select(a => new NpgsqlParameter<string> { TypedValue = a }).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}
