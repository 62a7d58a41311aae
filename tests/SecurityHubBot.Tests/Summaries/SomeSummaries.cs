using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Summaries;

namespace SecurityHubBot.Tests.Summaries;

/// <summary>Summaries to look at: an ordinary one, an empty one, one of everything at once, and hostile ones.</summary>
internal static class SomeSummaries
{
    private static readonly DateOnly Today = new(2026, 11, 1);
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    public static SummaryPage Page(SummaryModel model, Language language) => new(model, language, ControlCatalogue.Default, Tokyo);

    public static IEnumerable<(string Name, SummaryModel Model)> Plain()
    {
        yield return ("team", Team());
        yield return ("organisation", Organisation());
        yield return ("team that fell", Team() with { Before = new SummaryScore(170, 20, 0), Ranking = Team().Ranking! with { Own = -2, OwnPlace = null } });
        yield return ("team as before, one of each", One());
        yield return ("team, first month", Team() with { Before = null, Trend = Trend("2026-10"), Ranking = new SummaryRanking(new Some<TeamImprovement>([], 0), 20) });
        yield return ("perfect team", Empty() with { Score = new SummaryScore(190, 0, 0), Before = new SummaryScore(190, 0, 0), Ranking = new SummaryRanking(new Some<TeamImprovement>([], 0), 20, 0) });
        yield return ("nothing yet", Empty());
        yield return ("not posted", Team() with { WasPosted = false, Cases = null, Ending = null, Notified = null, Ranking = null, Standards = [Team().Standards[0] with { Failed = new Dictionary<string, long>() }] });
    }

    public static IEnumerable<(string Name, SummaryModel Model)> All()
    {
        var endless = string.Concat(Enumerable.Repeat("<!channel>&*_`~🪣|", 1000));
        foreach (var plain in Plain())
        {
            yield return plain;
        }

        foreach (var (name, text) in new[] { ("hostile", endless), ("line breaks", "a\r\n*b*\u202Ec"), ("empty names", ""), ("ampersands", new string('&', 500)) })
        {
            yield return ($"monstrous, {name}", Monster(text, null));
            yield return ($"monstrous team, {name}", Monster(text, text));
        }
    }

    public static SummaryModel Team() => new()
    {
        Month = "2026-10",
        CutOff = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        Today = Today,
        Language = "ja",
        Channel = "C0SHOP001",
        Accounts = new Some<SummaryAccount>(
            [new("123456789012", "shop-prod", "aws", "ap-northeast-1"), new("123456789013", "shop-stg", "aws", "us-east-1"), new("123456789014", "shop-dev")], 3),
        Score = new SummaryScore(168, 19, 3),
        Before = new SummaryScore(160, 28, 2),
        Standards =
        [
            Standard("aws-foundational-security-best-practices/v/1.0.0", 168, 22, 1, 12, 5, 4),
            Standard("cis-aws-foundations-benchmark/v/1.4.0", 8, 29, 0, 9, 15, 5),
        ],
        SuppressedFindings = 1234,
        Trend = Trend("2025-12", "2026-01", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"),
        Cases = new SummaryCases(
            new Some<SummaryCase>([Case(12, "S3.8", "HIGH", new DateOnly(2026, 10, 20)), Case(31, "EC2.19", "CRITICAL", new DateOnly(2026, 10, 31)) with { Assignee = null, CardTs = null, TicketId = null }], 7),
            new Some<SummaryCase>([Case(40, "IAM.6", "CRITICAL", new DateOnly(2026, 11, 1)), Case(41, "RDS.2", "HIGH", new DateOnly(2026, 11, 2)), Case(42, "KMS.3", "HIGH", new DateOnly(2026, 11, 12))], 3)),
        Ending = new Some<SummaryException>([new SummaryException(5, new DateOnly(2026, 11, 10), Case(22, "S3.1", "MEDIUM", new DateOnly(2026, 11, 30)))], 1),
        Notified = new SummaryNotified(new Some<NotifiedControl>([new("S3.9", "logging", "MEDIUM", 12), new("Quantum.1", "A control that no catalogue knows", "LOW", 1)], 6), 18),
        Ranking = new SummaryRanking(new Some<TeamImprovement>([new("C0PORTAL1", 9, 1), new("C0SHOP001", 4, 2), new("#data-lake", 4, 2)], 5), 20, 4, 2),
    };

    public static SummaryModel Organisation() => Team() with
    {
        Channel = null,
        Accounts = new Some<SummaryAccount>(Team().Accounts.First, 40),
        Ranking = Team().Ranking! with { Own = null, OwnPlace = null },
    };

    public static SummaryModel Empty() => new()
    {
        Month = "2026-10",
        CutOff = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        Today = Today,
        Language = "ja",
        Channel = "#shop",
        Accounts = new Some<SummaryAccount>([new("123456789012", "shop-prod")], 1),
        Score = new SummaryScore(0, 0, 0),
        Trend = Trend(),
        Cases = new SummaryCases(new Some<SummaryCase>([], 0), new Some<SummaryCase>([], 0)),
        Ending = new Some<SummaryException>([], 0),
        Notified = new SummaryNotified(new Some<NotifiedControl>([], 0), 0),
        Ranking = new SummaryRanking(new Some<TeamImprovement>([], 0), 1),
    };

    private static SummaryModel One() => Team() with
    {
        Accounts = new Some<SummaryAccount>([Team().Accounts.First[0]], 1),
        Score = new SummaryScore(188, 1, 1),
        Before = new SummaryScore(188, 1, 1),
        SuppressedFindings = 1,
        Cases = new SummaryCases(new Some<SummaryCase>([Team().Cases!.Overdue.First[0]], 1), new Some<SummaryCase>([Team().Cases!.Next.First[0]], 1)),
        Notified = new SummaryNotified(new Some<NotifiedControl>([new("S3.9", "logging", "MEDIUM", 1)], 1), 1),
        Ranking = new SummaryRanking(new Some<TeamImprovement>([new("C0PORTAL1", 1, 1)], 1), 2, 0),
    };

    /// <summary>More of everything than anybody has, each as long as it may be.</summary>
    private static SummaryModel Monster(string text, string? channel)
    {
        var about = Case(long.MaxValue, "S3.8", text, DateOnly.MinValue) with { Title = text, Control = text, AccountName = text, Assignee = text, CardChannel = "C0SHOP001", TicketId = text, TicketUrl = "https://tickets.example.com/" + new string('9', 2000) };
        return Team() with
        {
            Channel = channel,
            Accounts = new Some<SummaryAccount>([.. Enumerable.Repeat(new SummaryAccount("123456789012", text, "aws-us-gov", "us-gov-west-1"), 1000)], long.MaxValue),
            Score = new SummaryScore(10_000_000, 10_000_000, 10_000_000),
            SuppressedFindings = long.MaxValue,
            Standards = [.. Enumerable.Range(0, 200).Select(i => Standard($"{new string('a', 100)}-{i}/v/1.0.0", i, 1, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000))],
            Cases = new SummaryCases(new Some<SummaryCase>([.. Enumerable.Repeat(about, 100)], long.MaxValue), new Some<SummaryCase>([.. Enumerable.Repeat(about, 100)], long.MaxValue)),
            Ending = new Some<SummaryException>([.. Enumerable.Repeat(new SummaryException(long.MaxValue, DateOnly.MaxValue, about), 100)], long.MaxValue),
            Notified = new SummaryNotified(new Some<NotifiedControl>([.. Enumerable.Repeat(new NotifiedControl(text, text, text, long.MaxValue), 100)], long.MaxValue), long.MaxValue),
            Ranking = new SummaryRanking(new Some<TeamImprovement>([.. Enumerable.Repeat(new TeamImprovement(text, 100, long.MaxValue), 100)], long.MaxValue), long.MaxValue, 100, 1),
        };
    }

    /// <summary>The twelve months up to October 2026, with a score in those that are named.</summary>
    public static IReadOnlyList<TrendPoint> Trend(params string[] known) =>
    [
        .. Enumerable.Range(0, 12).Select(i => (i, Month: YearMonth.Parse("2025-11").AddMonths(i).ToString()))
            .Select(m => new TrendPoint(m.Month, known.Contains(m.Month) ? new SummaryScore(100 + (m.i * 6), 90 - (m.i * 6), 0) : null)),
    ];

    private static SummaryCase Case(long number, string control, string severity, DateOnly due) => new(number, control, severity, "What the finding says", "123456789012", "shop-prod", due)
    {
        Assignee = "U0AIKO001",
        CardChannel = "C0SHOP001",
        CardTs = "1700000000.000100",
        TicketId = "#8812",
        TicketUrl = "https://redmine.example.com/issues/8812",
    };

    private static SummaryStandard Standard(string standard, long passed, long failed, params long[] severities) => new(
        standard,
        new SummaryScore(passed, failed, 0),
        new Dictionary<string, long> { ["CRITICAL"] = severities[0], ["HIGH"] = severities[1], ["MEDIUM"] = severities[2], ["LOW"] = severities[3] },
        severities.Sum() * 3);
}
