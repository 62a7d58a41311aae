using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Jobs;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Digest;

/// <summary>The weekly digest: only what is not empty, and one line when there is nothing to do.</summary>
public static class DigestView
{
    /// <summary>Lines under each heading.</summary>
    public const int MaxLines = 8;

    /// <summary>Controls are short and stand in one line.</summary>
    public const int MaxControls = 30;

    private const int MaxTitle = 100;

    public static RenderedMessage Render(DigestModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var sections = Sections(model).OfType<string>().ToList();
        var header = Say(model, "Header", PeopleDates.Date(model.Today, model.Language));
        if (sections.Count == 0)
        {
            return new RenderedMessage(Say(model, "AllWell"), [Header(header), CardText.Section(Say(model, "AllWell"))]);
        }

        return new RenderedMessage(DigestWords.Count(model.Language, "Summary", sections.Count), [Header(header), .. sections.Select(CardText.Section)]);
    }

    private static HeaderBlock Header(string text) => new() { Text = SlackText.Truncate(text, SlackLimits.HeaderText) };

    private static IEnumerable<string?> Sections(DigestModel model)
    {
        yield return Health(model);
        yield return List(model, "NewControls", model.NewControls, c => DigestWords.Count(model.Language, "NewControls.Line", c.Findings, Text(c.Control), Text(c.Title)));
        yield return List(model, "UnknownAccounts", model.UnknownAccounts, a => DigestWords.Count(model.Language, "UnknownAccounts.Line", a.Findings, a.Account));
        yield return List(model, "UnusableChannels", model.UnusableChannels, c => Say(model, $"Unusable.{c.Reason.Cause}", FallbackNotice.Channel(c.Reason), DigestWords.Number(c.Messages)));
        yield return List(model, "Pending", model.Pending, e => DigestWords.Count(model.Language, "Pending.Line", e.DaysOld, e.Id, e.Case, SlackText.User(e.RequestedBy)));
        yield return List(model, "SlowTeams", model.SlowTeams, t => Team(model, t));
        yield return model.Rejected == 0 ? null : DigestWords.Count(model.Language, "Rejected", model.Rejected);
        yield return Unused(model);
    }

    /// <returns>Null when there is nothing to list.</returns>
    private static string? List<T>(DigestModel model, string key, Some<T> some, Func<T, string> line)
    {
        if (some.Total == 0)
        {
            return null;
        }

        var lines = some.First.Take(MaxLines).Select(line).Prepend(DigestWords.Count(model.Language, key, some.Total)).ToList();
        if (some.Total > lines.Count - 1)
        {
            lines.Add(DigestWords.Count(model.Language, "More", some.Total - (lines.Count - 1)));
        }

        return string.Join('\n', lines);
    }

    private static string Team(DigestModel model, SlowTeam team)
    {
        var channel = CardText.Channel(team.Channel);
        var overdue = DigestWords.Count(model.Language, "SlowTeams.Overdue", team.Overdue);
        return team.MedianDays is { } days
            ? DigestWords.Count(model.Language, "SlowTeams.Line", days, channel, overdue)
            : Say(model, "SlowTeams.LineNothingFixed", channel, overdue);
    }

    private static string? Unused(DigestModel model)
    {
        if (model.Unused.Total == 0)
        {
            return null;
        }

        var names = DigestWords.Join(model.Language, model.Unused.First.Take(MaxControls).Select(c => c.Id.ToString()));
        var line = $"{DigestWords.Count(model.Language, "Unused", model.Unused.Total)}\n{names}";
        var rest = model.Unused.Total - Math.Min(model.Unused.First.Count, MaxControls);
        return rest > 0 ? $"{line} {DigestWords.Count(model.Language, "More", rest)}" : line;
    }

    private static string? Health(DigestModel model)
    {
        if (model.Health.IsGood)
        {
            return null;
        }

        var lines = new List<string> { Say(model, "Health") };
        foreach (var (key, count) in new[]
        {
            ("Decisions", model.Health.LateDecisions), ("Messages", model.Health.StuckMessages), ("Tickets", model.Health.StuckTickets),
            ("Bulletins", model.Health.StuckBulletins), ("Events", model.Health.LateEvents),
        })
        {
            lines.AddRange(count == 0 ? [] : [DigestWords.Count(model.Language, $"Health.{key}", count)]);
        }

        var jobs = model.Health.FailedJobs.Take(MaxLines).Select(j => JobWords.Find(model.Language, $"Name.{j}") ?? $"`{Text(j)}`");
        lines.AddRange(model.Health.FailedJobs.Count == 0 ? [] : [Say(model, "Health.Jobs", DigestWords.Join(model.Language, jobs))]);
        return string.Join('\n', lines);
    }

    private static string Text(string untrusted) => SlackText.TruncateMrkdwn(SlackText.Untrusted(SlackText.Truncate(OneLine.Of(untrusted), MaxTitle)), MaxTitle + (MaxTitle / 2));

    private static string Say(DigestModel model, string key, params object?[] args) => DigestWords.Say(model.Language, key, args);
}
