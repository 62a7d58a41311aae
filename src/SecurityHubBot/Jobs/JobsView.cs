using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Jobs;

/// <summary><c>/shub jobs</c>: what happens by the clock, how it stands, and a button to have it now.</summary>
internal static class JobsView
{
    private const int MaxInstance = 60;
    private const int MaxFound = 300;

    /// <param name="notice">What came of a button, above the list.</param>
    public static RenderedMessage Render(IReadOnlyList<JobState> states, Language language, TimeZoneInfo zone, string? notice = null)
    {
        var bad = states.Count(NeedsAttention);
        var title = bad == 0 ? JobWords.Say(language, "Title") : JobWords.Count(language, "Title.Failing", bad);
        Block?[] blocks =
        [
            notice is null ? null : CardText.Section(notice),
            CardText.Section(title),
            .. states.Select(state => Job(state, language, zone)),
            CardText.Context(JobWords.Say(language, "Foot", zone.Id)),
        ];
        return new RenderedMessage(notice ?? title, [.. blocks.OfType<Block>()]);
    }

    /// <summary>Where it runs, as people may be shown it.</summary>
    public static string Instance(string instance) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(instance), MaxInstance));

    private static bool NeedsAttention(JobState state) => state.IsLate || state.Last is { Outcome: JobOutcome.Failed };

    private static SectionBlock Job(JobState state, Language language, TimeZoneInfo zone)
    {
        string?[] lines =
        [
            JobWords.Say(language, "Line", JobWords.Name(language, state.Job.Id), Standing(state, language, zone)),
            state.IsLate ? Late(state, language, zone) : null,
            Times(state, language, zone),
            state.Last is { Outcome: JobOutcome.Done } && JobWords.Found(language, state.Last.Found) is { Length: > 0 } found ? JobWords.Say(language, "Found", SlackText.TruncateMrkdwn(found, MaxFound)) : null,
        ];
        return CardText.Section(string.Join('\n', lines.OfType<string>())) with { Accessory = RunNow(state, language) };
    }

    private static Button RunNow(JobState state, Language language) => new()
    {
        ActionId = JobRunValue.Action,
        Text = JobWords.Say(language, "Button.Run"),
        Value = new JobRunValue(state.Job.Id, state.Last?.Id ?? 0).ToString(),
        Confirm = new ConfirmationDialog
        {
            Title = JobWords.Say(language, "Confirm.Title"),
            Text = new PlainText(JobWords.Say(language, "Confirm.Text", JobWords.Name(language, state.Job.Id))),
            Confirm = JobWords.Say(language, "Confirm.Yes"),
            Deny = JobWords.Say(language, "Confirm.No"),
        },
    };

    private static string Standing(JobState state, Language language, TimeZoneInfo zone) => state switch
    {
        { Last: { Outcome: JobOutcome.Running } run } => JobWords.Say(language, "State.Running", Moment(run.StartedAt, language, zone), Instance(run.Instance)),
        { IsWished: true } => JobWords.Say(language, "State.Wished"),
        { Last: null } => JobWords.Say(language, "State.Waiting"),
        { Last: { Outcome: JobOutcome.Failed } run, Failures: > 1 } => JobWords.Say(language, "State.FailedOften", CommandWords.Number(state.Failures), Reason(run, language)),
        { Last: { Outcome: JobOutcome.Failed } run } => JobWords.Say(language, "State.Failed", Reason(run, language)),
        { Last.Outcome: JobOutcome.BrokenOff } => JobWords.Say(language, "State.BrokenOff"),
        { Last.Outcome: JobOutcome.Stopped } => JobWords.Say(language, "State.Stopped"),
        _ => JobWords.Say(language, "State.Ok"),
    };

    private static string Reason(JobRun run, Language language) => JobWords.Say(language, $"Reason.{run.Reason ?? JobFailure.Other}");

    private static string Late(JobState state, Language language, TimeZoneInfo zone) =>
        state.SucceededAt is { } last
            ? JobWords.Say(language, "Late", Moment(last, language, zone))
            : JobWords.Say(language, "Late.Never", Moment(state.KnownSince ?? default, language, zone));

    private static string Times(JobState state, Language language, TimeZoneInfo zone)
    {
        var schedule = JobSchedules.Words(state.Job.Cron, language);
        var next = state.NextAt is { } at ? Moment(at, language, zone) : "–";
        return state.Last is { EndedAt: { } ended } last
            ? JobWords.Say(language, "When", schedule, Moment(last.StartedAt, language, zone), Took(ended - last.StartedAt, language), next)
            : JobWords.Say(language, "When.Running", schedule, next);
    }

    private static string Took(TimeSpan took, Language language) => took switch
    {
        { TotalSeconds: < 1 } => JobWords.Say(language, "Moment.Less"),
        { TotalMinutes: < 1 } => JobWords.Count(language, "Seconds", (long)took.TotalSeconds),
        _ => PeopleDates.Duration(took, language),
    };

    private static string Moment(DateTimeOffset at, Language language, TimeZoneInfo zone) => PeopleDates.Moment(at, zone, language);
}
