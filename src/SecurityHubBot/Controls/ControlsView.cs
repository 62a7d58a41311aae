using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Workflows;

namespace SecurityHubBot.Controls;

/// <summary>What <c>/shub controls</c> answers.</summary>
internal static class ControlsView
{
    private const int MostControls = 10;
    private const int MaxCode = 60;

    /// <param name="plans">The newest first.</param>
    /// <param name="progress">Of the newest.</param>
    /// <param name="madeSince">When the plan that is being made now was begun.</param>
    public static RenderedMessage Status(IReadOnlyList<PlanRow> plans, PlanProgress? progress, DateTimeOffset? madeSince, bool isActing, Language language, TimeZoneInfo zone)
    {
        var newest = plans is [var first, ..] ? first : null;
        var title = newest is null ? Say(language, "Shub.None") : Title(newest, language);
        List<string> next = [Say(language, $"Shub.Next.{newest?.State ?? "none"}")];
        if (!isActing)
        {
            next.Add(Say(language, "Shub.Observe"));
        }

        Block?[] blocks =
        [
            CardText.Section(title),
            .. newest is null ? [] : Latest(newest, progress, language, zone),
            .. plans.Skip(1).Select(p => CardText.Context(string.Join(" · ", PlanView.Who(p, language, zone).Prepend(Title(p, language))))),
            madeSince is { } since ? CardText.Context(Say(language, "Shub.MadeSince", PeopleDates.Moment(since, zone, language))) : null,
            CardText.Context(Sentences(next, language)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    /// <summary>As <c>controls plan</c> prints it, in short.</summary>
    public static RenderedMessage Plan(ControlPlan plan, bool isActing, Language language)
    {
        var numbers = plan.Numbers();
        var title = plan.IsEmpty ? Say(language, "Shub.Nothing") : Say(language, "Shub.Differs");
        var summary = PlanView.Summary(numbers, language).ToList();
        List<string> foot = [Say(language, "Shub.Read", Number(plan.Read))];
        if (!plan.IsEmpty)
        {
            foot.AddRange(isActing ? Asking(plan, language) : [Say(language, "Shub.Observe")]);
        }

        Block?[] blocks =
        [
            CardText.Section(title),
            summary.Count == 0 ? null : CardText.Section(string.Join('\n', summary)),
            Controls(plan, language),
            CardText.Context(Sentences(foot, language)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    public static RenderedMessage OnlyPolicies(ControlPlan plan, Language language)
    {
        var sentence = Say(language, "Shub.OnlyPolicies");
        return new RenderedMessage(sentence, [CardText.Section(sentence), CardText.Section(string.Join('\n', PlanView.Summary(plan.Numbers(), language)))]);
    }

    /// <param name="channel">As mrkdwn.</param>
    public static RenderedMessage Proposed(ProposalOutcome.Proposed proposed, string channel, Language language)
    {
        var sentence = Say(language, "Shub.Proposed", proposed.Id, channel);
        return new RenderedMessage(sentence, [CardText.Section(sentence), CardText.Section(string.Join('\n', PlanView.Summary(proposed.Plan.Numbers(proposed.WithPolicies), language)))]);
    }

    /// <param name="row">Null when it is gone already.</param>
    public static RenderedMessage BeingApplied(long plan, PlanRow? row, Language language) =>
        Sentence(language, "Shub.BeingApplied", Linked(row, Say(language, "Shub.Number", plan)));

    public static RenderedMessage AwsFailed(SecurityHubFault fault, Language language) =>
        Sentence(language, "Shub.Failed.Aws", WorkflowWords.Say(language, $"Fault.{fault.Trouble}"), SlackText.Untrusted(SlackText.Truncate(OneLine.Of(fault.Code), MaxCode)));

    public static RenderedMessage Sentence(Language language, string key, params object?[] args)
    {
        var text = Say(language, key, args);
        return new RenderedMessage(text, [CardText.Section(text)]);
    }

    private static IEnumerable<Block> Latest(PlanRow plan, PlanProgress? progress, Language language, TimeZoneInfo zone)
    {
        List<string> lines = [.. PlanView.Summary(plan.Numbers, language)];
        if (progress is not null && plan.State is PlanState.Approved or PlanState.Done)
        {
            lines.AddRange(PlanView.Progress(progress!, language));
        }

        if (lines.Count > 0)
        {
            yield return CardText.Section(string.Join('\n', lines));
        }

        yield return CardText.Context(string.Join(" · ", PlanView.Who(plan, language, zone)));
    }

    private static SectionBlock? Controls(ControlPlan plan, Language language)
    {
        var controls = plan.Controls().OrderByDescending(c => c.Places).ToList();
        if (controls.Count == 0)
        {
            return null;
        }

        var lines = controls.Take(MostControls).Select(c => DriftContent.Line(c, language))
            .Concat(controls.Count > MostControls ? [Say(language, "More", Number(controls.Count - MostControls))] : []);
        return CardText.Section(string.Join('\n', lines));
    }

    /// <summary>How to ask for it.</summary>
    private static IEnumerable<string> Asking(ControlPlan plan, Language language)
    {
        if (plan.Size > 0)
        {
            yield return Say(language, "Shub.Ask");
        }

        if (plan.Policies.Any(p => p.Size > 0))
        {
            yield return Say(language, "Shub.Ask.Policies");
        }
    }

    private static string Title(PlanRow plan, Language language)
    {
        var title = Say(language, $"Plan.Title.{plan.State}", plan.Id);
        return plan is { Channel: not null, Ts: not null } ? $"*{Linked(plan, title)}*" : $"*{title}*";
    }

    /// <summary>Leads to the plan's message, once it is posted.</summary>
    private static string Linked(PlanRow? plan, string text) =>
        plan is { Channel: { } channel, Ts: { } ts } ? SlackText.Link(new CardLink(channel, ts).Url, text) : text;

    private static string Sentences(IEnumerable<string> sentences, Language language) => string.Join(language == Language.Japanese ? "" : " ", sentences);

    private static string Number(long number) => ControlWords.Number(number);

    private static string Say(Language language, string key, params object?[] args) => ControlWords.Say(language, key, args);
}
