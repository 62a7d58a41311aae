using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Scores;
using SecurityHubBot.Tests.Scores;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Tests.Integration.Year;

/// <summary>What the bot promises, looked at from outside on every day of a <see cref="SimulatedYear"/>.</summary>
internal sealed class YearsPromises(SimulatedYear year, DateOnly first)
{
    private static readonly string[] Everywhere = [.. AozoraHosting.Seed.Channels.Select(c => c.Id)];
    private static readonly string[] Told = ["reminder", "escalation", "security-escalation", "digest"];
    private static readonly TimeSpan Tokyo = TimeSpan.FromHours(9);

    /// <summary>Japan's, from the Cabinet Office's list, written down once more.</summary>
    private static readonly HashSet<string> Holidays =
    [
        "2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05", "2026-05-06", "2026-07-20", "2026-08-11", "2026-09-21", "2026-09-22", "2026-09-23",
        "2026-10-12", "2026-11-03", "2026-11-23", "2027-01-01", "2027-01-11", "2027-02-11", "2027-02-23", "2027-03-21", "2027-03-22",
    ];

    private readonly HashSet<(string Channel, string Ts)> _seen = [];
    private readonly Dictionary<string, int> _bulletins = new(StringComparer.Ordinal);
    private string _why = "";

    /// <summary>How many messages of each kind there have been.</summary>
    public Dictionary<string, int> Tally { get; } = new(StringComparer.Ordinal);

    public async Task Check(DateOnly day, YearsHour hour)
    {
        _why = $"seed {year.Seed}, {day:yyyy-MM-dd}, {hour}";
        CheckNewBulletins();
        await (hour switch
        {
            YearsHour.Night => CheckNight(day),
            YearsHour.Morning => CheckMorning(day),
            _ => CheckEvening(),
        });
    }

    private async Task CheckNight(DateOnly day)
    {
        await CheckLapses(day);
        await CheckSnapshot(day);
    }

    private async Task CheckMorning(DateOnly day)
    {
        if (IsBusinessDay(day))
        {
            (await Read<long>($"select number from cases where state in ('open', 'accepted') and due_on < '{day:yyyy-MM-dd}' and coalesce(snoozed_until, '') < '{day:yyyy-MM-dd}' and coalesce(reminded_on, '') <> '{day:yyyy-MM-dd}'"))
                .ShouldBeEmpty($"{_why}: what is overdue is told on every business day");
        }

        CheckSummaries(day);
    }

    private async Task CheckEvening()
    {
        await CheckCases();
        await CheckScore();
    }

    /// <summary>A case for what fails and only for that, and one card for each.</summary>
    private async Task CheckCases()
    {
        var open = await Read<string>("select account_id || ' ' || region || ' ' || control_id from cases where state in ('open', 'accepted', 'excepted')");
        var failing = year.Estate.Failing.Select(p => $"{p.Account} {p.Region} {p.Control}").Distinct();
        open.Order(StringComparer.Ordinal).ShouldBe(failing.Order(StringComparer.Ordinal), _why);
        (await Read<string>($"select number || ' ' || state from cases c where state in ('open', 'accepted', 'excepted') and (state = 'excepted') = (number in (select case_number from ({SimulatedTruth.Uncovered}) u))"))
            .ShouldBeEmpty($"{_why}: excepted is what is covered entirely");
        var cards = Everywhere.SelectMany(c => year.Slack.Messages(c)).Where(m => Type(m) == "shub_case")
            .Select(m => CaseNumber.Parse(m.Metadata!["event_payload"]!["case"]!.GetValue<string>()).Value);
        cards.Order().ShouldBe((await Read<long>("select number from cases")).Order(), $"{_why}: one card for each case");
    }

    /// <summary>What has come to its end is lapsed, and what it was about is to be fixed again, with time left.</summary>
    private async Task CheckLapses(DateOnly day)
    {
        (await year.Bot.Count($"exceptions where state = 'approved' and until < '{day:yyyy-MM-dd}'")).ShouldBe(0, $"{_why}: what has ended has lapsed");
        (await Read<string>(
            $"""
            select c.number || ' ' || c.state || ' due ' || c.due_on from exceptions e join cases c on c.number = e.case_number
            where e.state = 'lapsed' and e.until = '{day.AddDays(-1):yyyy-MM-dd}' and e.decided_at is not null
                and c.number in (select case_number from ({SimulatedTruth.Uncovered}) u)
                and not (c.state in ('open', 'accepted') and c.due_on > '{day:yyyy-MM-dd}')
            """)).ShouldBeEmpty($"{_why}: every lapse reopens");
    }

    private async Task CheckScore()
    {
        var findings = year.Estate.Findings;
        var board = await year.Bot.Service<ScoreQuery>().Board(accounts: null, CancellationToken.None);
        ScoreQueryTests.Describe(board.Organisation()).ShouldBe(ScoreQueryTests.Describe(ObviousScore.Of(findings)), _why);
        foreach (var account in findings.GroupBy(f => f.Account))
        {
            ScoreQueryTests.Describe(board.Of(AccountId.Parse(account.Key))).ShouldBe(ScoreQueryTests.Describe(ObviousScore.Of([.. account])), $"{_why}, {account.Key}");
        }
    }

    private async Task CheckSnapshot(DateOnly day)
    {
        if (year.Estate.Findings.Count == 0 || year.IsDown(day.AddDays(-1)))
        {
            return;
        }

        var kept = await Read<string>($"select passed || '/' || failed || '/' || unknown from score_snapshots where day = '{day:yyyy-MM-dd}' and scope = 'organisation' and standard = ''");
        var line = ObviousScore.Of(year.Estate.Findings).All;
        kept.ShouldHaveSingleItem(_why).ShouldBe($"{line.Passed}/{line.Failed}/{line.Unknown}", _why);
    }

    /// <summary>From the first morning of a month on, the month before has been told once in every channel.</summary>
    private void CheckSummaries(DateOnly day)
    {
        var month = new DateOnly(day.Year, day.Month, 1).AddMonths(-1);
        if (month < new DateOnly(first.Year, first.Month, 1))
        {
            return;
        }

        var period = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var channels = Enumerable.Range(0, YearsEstate.Accounts.Count - 1).Select(SimulatedYear.ChannelOf).Distinct().Count();
        _bulletins.Keys.Count(k => k.StartsWith("summary ", StringComparison.Ordinal) && k.EndsWith(' ' + period, StringComparison.Ordinal)).ShouldBe(channels, $"{_why}: a summary for each channel");
        _bulletins.Keys.Count(k => k.StartsWith("organisation-summary ", StringComparison.Ordinal) && k.EndsWith(' ' + period, StringComparison.Ordinal)).ShouldBe(1, $"{_why}: one summary of the organisation");
    }

    /// <summary>Whatever is told is told once, and what can wait is told in working hours.</summary>
    private void CheckNewBulletins()
    {
        var places = Everywhere.Concat(AozoraHosting.Seed.People.Where(p => !p.Deleted).Select(p => SlackWorkspace.DirectMessage(p.Id)));
        foreach (var message in places.SelectMany(p => year.Slack.Messages(p)).Where(m => Type(m) == "shub_bulletin" && _seen.Add((m.Channel, m.Ts))))
        {
            var what = message.Metadata!["event_payload"]!;
            var kind = (string)what["kind"]!;
            var key = $"{kind} {what["audience"]} {what["period"]}";
            (_bulletins[key] = _bulletins.GetValueOrDefault(key) + 1).ShouldBe(1, $"{_why}: {key}");
            Tally[kind] = Tally.GetValueOrDefault(kind) + 1;
            if (Told.Contains(kind))
            {
                var local = SlackTime(message.Ts).ToOffset(Tokyo);
                IsBusinessDay(DateOnly.FromDateTime(local.DateTime)).ShouldBeTrue($"{_why}: {key} on a day off");
                local.Hour.ShouldBeInRange(9, 17, $"{_why}: {key} at {local:t}");
            }
        }
    }

    private static bool IsBusinessDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static DateTimeOffset SlackTime(string ts) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(ts.Split('.')[0], CultureInfo.InvariantCulture));

    private static string? Type(WorkspaceMessage message) => message.Metadata?["event_type"]?.GetValue<string>();

    private Task<IReadOnlyList<T>> Read<T>(string sql) => year.Bot.Database.Read(session => session.Query<T>(sql), CancellationToken.None);
}
