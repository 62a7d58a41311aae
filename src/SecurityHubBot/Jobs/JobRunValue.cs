using System.Globalization;

namespace SecurityHubBot.Jobs;

/// <summary>What a "run now" button carries: the job, and the last run that whoever presses it sees, such as <c>reconcile 57</c>.</summary>
/// <param name="AfterRun">0 when there was none.</param>
internal sealed record JobRunValue(string Job, long AfterRun)
{
    public const string Action = "jobs.run";

    private const int MaxJob = 100;

    /// <summary>Null for what no button of ours carries.</summary>
    public static JobRunValue? Parse(string? value) =>
        value?.Split(' ') is [{ Length: > 0 and <= MaxJob } job, var run] && job.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? new JobRunValue(job, after)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Job} {AfterRun}");
}
