using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Tests.Jobs;

/// <summary>What <c>/shub jobs</c> answers.</summary>
internal static class JobPayloads
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly DateTimeOffset Began = new(2026, 11, 24, 3, 20, 5, TimeSpan.Zero);

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(Language language)
    {
        yield return ("jobs, before the first run", View(language, [.. RecurringJobs.All.Select(job => State(job, last: null))]));
        yield return ("jobs, all well", View(language, [.. RecurringJobs.All.Select(job => State(job, Run(JobOutcome.Done, 90, Found(job.Id))))]));
        yield return ("jobs, in every state", View(language, [.. Every()]));
        foreach (var outcome in Enum.GetValues<WishOutcome>())
        {
            var notice = outcome == WishOutcome.NotHere ? JobWords.Say(language, "Answer.NotHere", JobsView.Instance("bot-1:42")) : JobWords.Say(language, $"Answer.{outcome}", JobWords.Name(language, "reconcile"));
            yield return ($"jobs, {outcome}", JobsView.Render([State(RecurringJobs.All[0], last: null) with { IsWished = outcome == WishOutcome.Wished }], language, Tokyo, notice));
        }

        yield return ("jobs, on no instance", JobsView.Render([State(RecurringJobs.All[0], last: null)], language, Tokyo, JobWords.Say(language, "Answer.NotHereNobody")));
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(Language language, string endless)
    {
        var many = Enumerable.Range(0, 20).Select(i => RecurringJob.Of<IRecurringJob>($"job-{i}", "0 0 29 2 *", ""));
        var facts = new JobReport([.. Enum.GetValues<RepairKinds>().Select(k => new JobFact($"repair.{k}".ToLowerInvariant(), long.MaxValue)), new JobFact(endless, 1)]);
        var run = Run(JobOutcome.Running, 0) with { Instance = endless, EndedAt = null, Found = facts };
        yield return ("jobs of another version", View(language, [.. many.Select((job, i) => State(job, i % 2 == 0 ? run : run with { Outcome = JobOutcome.Done, EndedAt = DateTimeOffset.MaxValue }))]));
    }

    private static IEnumerable<JobState> Every()
    {
        var job = RecurringJobs.All.Single(j => j.Id == "reconcile");
        yield return State(job, Run(JobOutcome.Running, 0) with { EndedAt = null });
        yield return State(job, last: null) with { IsWished = true };
        yield return State(job, Run(JobOutcome.Stopped, 3));
        yield return State(job, Run(JobOutcome.BrokenOff, 30));
        foreach (var reason in Enum.GetValues<JobFailure>())
        {
            yield return State(job, Run(JobOutcome.Failed, 0.2) with { Reason = reason }) with { Failures = reason == JobFailure.Other ? 1 : 3 };
        }

        yield return State(job, Run(JobOutcome.Failed, 1) with { Reason = JobFailure.SecurityHub }) with { Failures = 4, IsLate = true };
        yield return State(job, last: null) with { IsLate = true, SucceededAt = null };
        yield return State(job, Run(JobOutcome.Done, 5000, Found("reconcile")));
        yield return State(job, Run(JobOutcome.Done, 1, new JobReport(new JobFact("no_truth", 1))));
        yield return State(job, Run(JobOutcome.Done, 1, new JobReport(new JobFact("compared", 0), new JobFact("not_believed", 12), new JobFact("unreadable", 1))));
    }

    private static JobReport Found(string job) => job switch
    {
        "reconcile" => new JobReport(
            new JobFact("compared", 12_431), new JobFact("repaired", 6),
            new JobFact("repair.missed", 1), new JobFact("repair.fixed", 1), new JobFact("repair.reappeared", 1), new JobFact("repair.archived", 1), new JobFact("repair.deleted", 1), new JobFact("repair.changed", 1)),
        "retention" => new JobReport(new JobFact("cases_deleted", 1), new JobFact("findings_deleted", 1_200), new JobFact("rows_deleted", 30)),
        _ => JobReport.Nothing,
    };

    private static JobRun Run(JobOutcome outcome, double seconds, JobReport? found = null) =>
        new(57, "bot-1:4711", Began, Began.AddSeconds(seconds), outcome, Reason: null, found ?? JobReport.Nothing);

    private static JobState State(RecurringJob job, JobRun? last) =>
        new(job, last, Began.AddDays(-40), Began.AddDays(-1), TimeSpan.FromSeconds(3), 0, JobSchedules.Next(job, Tokyo, Began.AddHours(1)), IsLate: false, IsWished: false);

    private static RenderedMessage View(Language language, IReadOnlyList<JobState> states) => JobsView.Render(states, language, Tokyo);

    private enum RepairKinds
    {
        Missed,
        Fixed,
        Reappeared,
        Archived,
        Deleted,
        Changed,
    }
}
