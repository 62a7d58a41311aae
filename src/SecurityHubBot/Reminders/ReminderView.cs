using System.Diagnostics;
using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Cases.Snooze;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Roles;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Reminders;

/// <summary>The cases of a channel, or of whom they are escalated to, by how late they are.</summary>
public static class ReminderView
{
    /// <summary>With all their words they stay well below what Slack takes in one message.</summary>
    public const int MaxCases = 15;

    private const int MaxTitle = 120;
    private const int MaxOwners = 3;
    private const int MaxRegion = 40;
    private const int MaxAccount = 80;

    /// <summary>Escaped, text may be five times as long.</summary>
    private const int MaxGrowth = 2;

    private enum Group
    {
        Overdue,
        Today,
        Soon,
    }

    public static RenderedMessage Render(ReminderModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var groups = model.Lines.GroupBy(l => GroupOf(l, model)).OrderBy(g => g.Key).ToList();
        var blocks = new List<Block> { new HeaderBlock { Text = SlackText.Truncate(Say(model, $"Header.{model.Kind}", Date(model, model.Today)), SlackLimits.HeaderText) } };
        if (Intro(model) is { } intro)
        {
            blocks.Add(CardText.Section(intro));
        }

        var shown = 0;
        foreach (var group in groups.Where(_ => shown < MaxCases))
        {
            blocks.Add(CardText.Section(ReminderWords.Count(model.Language, $"Group.{group.Key}", group.Count())));
            var lines = group.OrderBy(l => l.Case.DueOn).ThenByDescending(l => l.Case.Severity).ThenBy(l => l.Case.Number.Value).Take(MaxCases - shown).ToList();
            blocks.AddRange(lines.Select(l => Line(l, model)));
            shown += lines.Count;
        }

        blocks.Add(Foot(model, shown));
        var counts = ReminderWords.Join(model.Language, groups.Select(g => ReminderWords.Count(model.Language, $"Summary.{g.Key}", g.Count())));
        return new RenderedMessage(Say(model, $"Summary.{model.Kind}", counts), blocks);
    }

    private static Group GroupOf(ReminderLine line, ReminderModel model) => DueState.Of(line.Case.DueOn, model.Today) switch
    {
        DueState.Overdue => Group.Overdue,
        DueState.Today => Group.Today,
        DueState.DaysLeft => Group.Soon,
        _ => throw new UnreachableException(),
    };

    private static string? Intro(ReminderModel model) => model.Kind switch
    {
        ReminderKind.Channel => null,
        ReminderKind.Escalation => Say(model, "Intro.Escalation", ReminderWords.Number(ReminderRules.EscalateAfter), string.Concat(model.Groups.Select(g => SlackText.UserGroup(g) + " "))),
        ReminderKind.Security => Say(model, "Intro.Security", ReminderWords.Number(ReminderRules.TellSecurityAfter)),
        _ => throw new UnreachableException(),
    };

    private static SectionBlock Line(ReminderLine line, ReminderModel model)
    {
        var about = line.Case;
        var number = line.Card is { } card ? SlackText.Link(card.Url, about.Number.ToString()) : about.Number.ToString();
        var title = Short(CardText.Title(about, line.Control, model.Language), MaxTitle);
        var text = Say(
            model,
            "Line",
            number,
            about.Severity.Label(),
            about.Key.Control,
            title,
            Account(line),
            Short(about.Key.Region, MaxRegion),
            Date(model, about.DueOn),
            CaseWords.Left(model.Language, DueState.Of(about.DueOn, model.Today)),
            Who(line, model));
        return CardText.Section(text) with
        {
            Accessory = model.Kind == ReminderKind.Channel && about.Snooze is null ? SnoozeMenu.Render(about.Number, model.Language) : null,
        };
    }

    private static string Short(string text, int maxLength) =>
        SlackText.TruncateMrkdwn(SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), maxLength)), maxLength * MaxGrowth);

    private static string Account(ReminderLine line) =>
        line.Account is { } account && OneLine.Of(account.Name) is { Length: > 0 } name ? Short(name, MaxAccount) : line.Case.Key.Account.ToString();

    /// <summary>Whoever has accepted it; the owners are called only while nobody has, and where people are escalated to, by name of the channel.</summary>
    private static string Who(ReminderLine line, ReminderModel model)
    {
        var who = line.Case.Assignee is { } assignee ? SlackText.User(assignee) : CaseWords.Say(model.Language, "Card.Nobody") + Owners(line, model);
        return model.Kind == ReminderKind.Channel || ReminderAudiences.Name(line.Account) is not { } channel
            ? who
            : Say(model, "WhoIn", who, CardText.Channel(channel));
    }

    private static string Owners(ReminderLine line, ReminderModel model)
    {
        var owners = model.Kind == ReminderKind.Channel ? line.Account?.Owners ?? [] : [];
        var called = string.Join(' ', owners.Take(MaxOwners).Select(o => RoleLists.IsGroup(o) ? SlackText.UserGroup(o) : SlackText.User(o)));
        return called.Length == 0 ? "" : Say(model, "Owners", called);
    }

    private static ContextBlock Foot(ReminderModel model, int shown)
    {
        var sentences = new List<string>();
        if (model.Lines.Count > shown)
        {
            sentences.Add(ReminderWords.Count(model.Language, "More", model.Lines.Count - shown));
        }

        sentences.Add(Say(model, model.Kind == ReminderKind.Channel ? "Foot.Channel" : "Foot.Escalated"));
        return CardText.Context(string.Join('\n', sentences));
    }

    private static string Date(ReminderModel model, DateOnly date) => PeopleDates.Date(date, model.Language);

    private static string Say(ReminderModel model, string key, params object?[] args) => ReminderWords.Say(model.Language, key, args);
}
