using SecurityHubBot.Audit;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Controls;

/// <summary>The one message of a plan: what is to be decided, how far it is, and how it ended.</summary>
internal static class PlanView
{
    public const string ApproveAction = "controls.approve";
    public const string RejectAction = "controls.reject";

    private const int MostControls = 20;
    private const int MostTroubles = 10;
    private const int BarLength = 20;
    private const int MaxDetail = 120;

    /// <param name="progress">Null as long as nobody has decided.</param>
    public static RenderedMessage Render(PlanRow plan, PlanProgress? progress, Language language, TimeZoneInfo zone)
    {
        var numbers = plan.Numbers;
        var title = ControlWords.Say(language, $"Plan.Title.{plan.State}", plan.Id);
        List<Block> blocks = [new HeaderBlock { Text = SlackText.Truncate(title, SlackLimits.HeaderText) }, CardText.Section(string.Join('\n', [.. Summary(numbers, language), ControlWords.Say(language, "Plan.List")]))];
        if (progress is not null && plan.State is PlanState.Approved or PlanState.Done)
        {
            blocks.Add(CardText.Section(string.Join('\n', Progress(progress!, language))));
        }

        blocks.Add(CardText.Context(string.Join(" · ", Who(plan, language, zone))));
        if (plan.State == PlanState.Proposed)
        {
            blocks.Add(new ActionsBlock { Elements = [Approve(plan, numbers, language), Reject(plan, language)] });
        }

        return new RenderedMessage(title, blocks);
    }

    /// <summary>What differs, in numbers, and what is left out.</summary>
    public static IEnumerable<string> Summary(PlanNumbers numbers, Language language)
    {
        if (numbers.Off + numbers.On > 0)
        {
            yield return ControlWords.Say(language, "Plan.Numbers", Number(numbers.Off), Number(numbers.On), Number(numbers.Controls), Number(numbers.Accounts), Number(numbers.Places));
        }

        foreach (var policy in numbers.Policies)
        {
            var name = SlackText.Untrusted(SlackText.Truncate(OneLine.Of(policy.Name), MaxDetail));
            yield return ControlWords.Say(language, "Plan.Policy", name, Number(policy.Accounts), Ids(policy.SwitchOff), Ids(policy.SwitchOn));
            if (policy.Divided.Count > 0)
            {
                yield return ControlWords.Say(language, "Plan.Divided", name, Ids(policy.Divided));
            }
        }

        if (numbers.ArePoliciesLeft)
        {
            yield return ControlWords.Say(language, "Plan.PoliciesLeft");
        }

        if (numbers.Pending.Count > 0)
        {
            yield return ControlWords.Say(language, "Plan.Pending", Ids(numbers.Pending));
        }

        foreach (var trouble in numbers.Troubles)
        {
            yield return Trouble(trouble, language);
        }
    }

    /// <summary>What is left out, or has to wait.</summary>
    public static string Trouble(TroubleCount trouble, Language language) => trouble.Kind == ControlTroubleKind.NotReady
        ? ControlWords.Say(language, "Plan.NotReady", Number(trouble.Count))
        : ControlWords.Say(language, "Plan.Trouble", ControlWords.Say(language, $"Trouble.{trouble.Kind}"), Number(trouble.Count));

    public static IEnumerable<string> Progress(PlanProgress progress, Language language)
    {
        var done = progress.Batches - progress.Waiting;
        var full = progress.Batches == 0 ? BarLength : (int)(done * BarLength / progress.Batches);
        yield return ControlWords.Say(language, "Plan.Progress", new string('█', full) + new string('░', BarLength - full), Number(done), Number(progress.Batches));
        yield return ControlWords.Say(language, "Plan.Switched", Number(progress.Switched), Number(progress.Switches), Number(progress.Kept), Number(progress.Failed));
        foreach (var trouble in progress.Troubles.Take(MostTroubles))
        {
            yield return ControlWords.Say(
                language, "Plan.Failure", SlackText.Untrusted(SlackText.Truncate($"{trouble.Account} {trouble.Region}".TrimEnd(), MaxDetail)), ControlWords.Say(language, $"Trouble.{trouble.Kind}"), SlackText.Untrusted(SlackText.Truncate(trouble.Detail, MaxDetail)));
        }

        if (progress.Troubles.Count > MostTroubles)
        {
            yield return ControlWords.Say(language, "More", Number(progress.Troubles.Count - MostTroubles));
        }
    }

    /// <summary>Who asked, who decided, and what that means.</summary>
    public static IEnumerable<string> Who(PlanRow plan, Language language, TimeZoneInfo zone)
    {
        var by = AuditActor.Parse(plan.RequestedBy);
        yield return ControlWords.Say(language, "Plan.Asked", by.Kind == AuditActorKind.Person ? SlackText.User(by.Name) : SlackText.Untrusted(SlackText.Truncate(OneLine.Of(by.Name), MaxDetail)), PeopleDates.Moment(plan.MadeAt, zone, language));
        if (plan is { DecidedBy: { } decider, DecidedAt: { } at } && plan.State is PlanState.Approved or PlanState.Done or PlanState.Rejected)
        {
            yield return ControlWords.Say(language, plan.State == PlanState.Rejected ? "Plan.RejectedBy" : "Plan.ApprovedBy", SlackText.User(decider), PeopleDates.Moment(Micros.ToTime(at), zone, language));
        }

        if (plan.State is PlanState.Proposed or PlanState.Stale or PlanState.Replaced)
        {
            yield return ControlWords.Say(language, $"Plan.Hint.{plan.State}");
        }
    }

    private static Button Approve(PlanRow plan, PlanNumbers numbers, Language language) => new()
    {
        ActionId = ApproveAction,
        Text = ControlWords.Say(language, "Button.Approve"),
        Value = $"{plan.Id}",
        Style = ButtonStyle.Primary,
        Confirm = new ConfirmationDialog
        {
            Title = ControlWords.Say(language, "Confirm.Title", plan.Id),
            Text = new PlainText(string.Join('\n', Confirmation(numbers, language))),
            Confirm = ControlWords.Say(language, "Button.Approve"),
            Deny = ControlWords.Say(language, "Confirm.No"),
        },
    };

    private static IEnumerable<string> Confirmation(PlanNumbers numbers, Language language)
    {
        if (numbers.Off + numbers.On > 0)
        {
            yield return ControlWords.Say(language, "Confirm.Text", Number(numbers.Off), Number(numbers.On), Number(numbers.Accounts));
        }

        var policies = numbers.ArePoliciesLeft ? [] : numbers.Policies.Where(p => p.Size > 0).ToList();
        if (policies.Count > 0)
        {
            yield return ControlWords.Say(language, "Confirm.Policies", Number(policies.Count), Number(policies.Sum(p => p.Accounts)));
        }
    }

    private static Button Reject(PlanRow plan, Language language) => new() { ActionId = RejectAction, Text = ControlWords.Say(language, "Button.Reject"), Value = $"{plan.Id}" };

    private static string Ids(IReadOnlyList<string> controls) => controls.Count == 0 ? "–"
        : string.Join(", ", controls.Take(MostControls).Select(c => SlackText.Escape(c))) + (controls.Count > MostControls ? $" … (+{controls.Count - MostControls})" : "");

    private static string Number(long number) => ControlWords.Number(number);
}
