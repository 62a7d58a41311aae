namespace SecurityHubBot.TestSupport.Scores;

/// <summary>A control finding, reduced to what a score is made of, in AWS's own words.</summary>
/// <param name="Control">In any letter case.</param>
/// <param name="Compliance">PASSED, WARNING, FAILED, NOT_AVAILABLE, or null.</param>
/// <param name="Severity">The finding's own, which says nothing about the control unless it failed.</param>
public sealed record PlainFinding(
    string Account, string Region, string Control, IReadOnlyList<string> Standards, string? Compliance, bool IsArchived = false, bool IsSuppressed = false, string Severity = "INFORMATIONAL");

/// <summary>Random findings in which everything that matters to a score happens often: few accounts, controls and standards, and all states.</summary>
public static class RandomFindings
{
    private static readonly string[] Accounts = ["111122223333", "444455556666", "777788889999"];
    private static readonly string[] Regions = ["ap-northeast-1", "us-east-1"];
    private static readonly string[] Controls = ["S3.8", "S3.1", "IAM.1", "EC2.2", "Autoscaling.5", "AUTOSCALING.5", "Quantum.1"];
    private static readonly string?[] Compliances = ["PASSED", "PASSED", "PASSED", "FAILED", "WARNING", "NOT_AVAILABLE", null];
    private static readonly string[] Severities = ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    private static readonly string[] Standards =
        ["aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/1.4.0"];

    public static IReadOnlyList<PlainFinding> Make(int seed, int most = 40)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => One(random))];
    }

    private static PlainFinding One(Random random) => new(
        Of(random, Accounts),
        Of(random, Regions),
        Of(random, Controls),
        [.. Standards.Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next())],
        Of(random, Compliances),
        IsArchived: random.Next(5) == 0,
        IsSuppressed: random.Next(4) == 0,
        Of(random, Severities));

    private static T Of<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
