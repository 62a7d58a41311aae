using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SecurityHubBot.Domain;
using SecurityHubBot.Reconcile;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Scores;

namespace SecurityHubBot.Tests.Integration.Year;

/// <param name="Region">A control fails on a resource in one Region only.</param>
internal sealed record YearsPlace(string Account, string Region, string Control, string Resource)
{
    public override string ToString() => $"{Account} {Region} {Control} {Resource}";
}

/// <summary>
/// Forty accounts in which controls fail, are fixed and fail again, day by day. What happens on a day depends on the seed and on what
/// failed before, and on nothing that the bot does.
/// </summary>
internal sealed class YearsEstate(int seed) : ISecurityHubTruth
{
    private const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    private const string Cis = "cis-aws-foundations-benchmark/v/1.4.0";
    private const int PageSize = 100;

    public static IReadOnlyList<string> Accounts { get; } = [.. Enumerable.Range(0, 40).Select(i => string.Create(CultureInfo.InvariantCulture, $"{10 + i}{i:0000000000}"))];

    /// <summary>Nobody has entered it.</summary>
    public static string Stranger => Accounts[^1];

    public static IReadOnlyDictionary<string, string> Policies { get; } = new Dictionary<string, string>
    {
        ["S3.8"] = "track",
        ["S3.1"] = "track",
        ["EC2.19"] = "track",
        ["RDS.2"] = "track",
        ["IAM.4"] = "track",
        ["KMS.3"] = "track",
        ["S3.9"] = "notify",
        ["Lambda.1"] = "notify",
        ["ECS.1"] = "ignore",
    };

    private readonly SortedDictionary<string, Known> _findings = new(StringComparer.Ordinal);

    /// <summary>As Security Hub shows them, whether or not anybody has been told.</summary>
    public IReadOnlyList<PlainFinding> Findings =>
    [
        .. _findings.Values.Select(f => new PlainFinding(
            f.Place.Account, f.Place.Region, f.Place.Control, StandardsOf(f.Place.Control), f.Compliance, f.IsArchived, f.IsSuppressed, f.Compliance == "FAILED" ? "HIGH" : "INFORMATIONAL")),
    ];

    /// <summary>What somebody has to fix.</summary>
    public IEnumerable<YearsPlace> Failing => _findings.Values.Where(f => f.IsFailing && Policies[f.Place.Control] == "track").Select(f => f.Place);

    /// <summary>Numbers that come out the same whenever that day is lived through.</summary>
    public Random RandomOf(DateOnly day, int purpose)
    {
        var mixed = unchecked(((ulong)seed * 1_000_003UL + (ulong)day.DayNumber * 31UL + (ulong)purpose) * 0x9E3779B97F4A7C15UL);
#pragma warning disable CA5394 // A simulation wants a random that can be repeated.
        return new Random((int)(mixed >> 33));
#pragma warning restore CA5394
    }

    /// <summary>The events of one day, in the order in which they arrive; now and then one is lost.</summary>
    public IReadOnlyList<byte[]> Tell(DateOnly day, DateTimeOffset at, out int lost)
    {
        var random = RandomOf(day, purpose: 1);
        var changed = Fixed(random).Concat(Broken(random, day)).ToList();
        var arriving = new List<byte[]>();
        lost = 0;
        foreach (var finding in changed)
        {
            var told = finding with { At = at };
            _findings[told.Place.ToString()] = told;
            if (random.Next(25) == 0)
            {
                lost++;
                continue;
            }

            var body = Samples.ImportedEvent(Asff(told));
            arriving.AddRange(Enumerable.Repeat(body, random.Next(5) == 0 ? 2 : 1));
        }

        return arriving;
    }

    public Task<IReadOnlyList<TruthScope>> Scopes(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TruthScope>>([new TruthScope(AccountId.Parse(Accounts[0]), "ap-northeast-1", ["ap-northeast-1", "us-east-1"])]);

    public Task<TruthPage> Read(TruthScope scope, DateTimeOffset? since, string? token, CancellationToken cancellationToken)
    {
        var from = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var shown = _findings.Values.Where(f => since is null || f.At >= since).ToList();
        var page = shown.Skip(from).Take(PageSize).Select(f => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Asff(f).ToJsonString())).ToList();
        return Task.FromResult(new TruthPage(page, from + PageSize < shown.Count ? $"{from + PageSize}" : null));
    }

    /// <summary>What fails lives about two weeks; then it is fixed, or the resource is gone.</summary>
    private IEnumerable<Known> Fixed(Random random) =>
        [.. _findings.Values.Where(f => f.IsFailing && random.Next(14) == 0).Select(f => random.Next(4) == 0 ? f with { IsArchived = true } : f with { Compliance = "PASSED", IsSuppressed = false })];

    private static IEnumerable<Known> Broken(Random random, DateOnly day)
    {
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        for (var left = random.Next(isWeekend ? 2 : 5); left > 0; left--)
        {
            var (account, control, resource) = (Pick(random, Accounts), Pick(random, [.. Policies.Keys]), random.Next(3));
            var place = new YearsPlace(account, resource == 2 ? "us-east-1" : "ap-northeast-1", control, $"res-{resource}");
            yield return new Known(place, "FAILED", IsArchived: false, IsSuppressed: Policies[control] != "track" && random.Next(4) == 0, At: default);
            // Beside it something that only the score looks at.
            yield return new Known(place with { Resource = $"other-{random.Next(3)}", Region = "ap-northeast-1" }, Pick(random, ["PASSED", "PASSED", "PASSED", "WARNING", "NOT_AVAILABLE"]), false, false, At: default);
        }
    }

    private static JsonObject Asff(Known known)
    {
        var ((account, region, control, resource), minute) = (known.Place, (int)(known.At - Events.Start).TotalMinutes);
        var finding = Events.Finding($"arn:aws:s3:::{resource}-{account}-{control.ToLowerInvariant()}", account, control, known.Compliance, minute);
        finding["Id"] = finding["Id"]!.GetValue<string>().Replace("ap-northeast-1", region, StringComparison.Ordinal);
        finding["Region"] = region;
        finding["Resources"]![0]!["Region"] = region;
        finding["Compliance"]!["AssociatedStandards"] = new JsonArray([.. StandardsOf(control).Select(s => new JsonObject { ["StandardsId"] = $"standards/{s}" })]);
        finding["RecordState"] = known.IsArchived ? "ARCHIVED" : "ACTIVE";
        finding["Workflow"] = new JsonObject { ["Status"] = known.IsSuppressed ? "SUPPRESSED" : known.Compliance == "PASSED" ? "RESOLVED" : "NEW" };
        return finding;
    }

    private static string[] StandardsOf(string control) => control is "IAM.4" or "S3.8" or "RDS.2" ? [Fsbp, Cis] : [Fsbp];

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private sealed record Known(YearsPlace Place, string Compliance, bool IsArchived, bool IsSuppressed, DateTimeOffset At)
    {
        public bool IsFailing => Compliance == "FAILED" && !IsArchived;
    }
}
