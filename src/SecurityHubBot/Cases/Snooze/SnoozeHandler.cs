using System.Globalization;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Interaction;

namespace SecurityHubBot.Cases.Snooze;

/// <summary><c>case.snooze</c>: the menu beside a case in a reminder, by which reminders of it stop for some days.</summary>
internal static class SnoozeMenu
{
    public const string Action = "case.snooze";

    private const char Separator = '/';

    public static OverflowMenu Render(CaseNumber number, Language language) => new()
    {
        ActionId = Action,
        Options =
        [
            .. Enumerable.Range(CaseSnoozes.MinDays, CaseSnoozes.MaxDays - CaseSnoozes.MinDays + 1).Select(days => new Option
            {
                Text = new PlainText(CaseWords.Count(language, "Snooze.Days", days)),
                Value = string.Create(CultureInfo.InvariantCulture, $"{number}{Separator}{days}"),
            }),
        ],
    };

    /// <summary>Null for what no menu of ours has offered.</summary>
    public static (CaseNumber Number, int Days)? Parse(string? value) =>
        value?.Split(Separator) is [var first, var second]
        && CaseNumber.TryParse(first, out var number)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? (number, days)
            : null;
}

/// <summary>Somebody wants to hear nothing of a case for some days. The card and the thread say so by themselves.</summary>
public sealed class SnoozeHandler(ICaseActions cases, CaseAnswers answers) : IBlockActionHandler<OverflowAction>
{
    public async Task Handle(OverflowAction action, BlockActionRequest request)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(request);
        var language = await answers.LanguageFor(request);
        var answer = SnoozeMenu.Parse(action.SelectedOption?.Value) is var (number, days)
            ? SnoozeAnswer.Of(await cases.Snooze(number, request.User.Id, days, CancellationToken.None), number, language)
            : CaseWords.Say(language, "Answer.BadButton");
        await answers.Tell(request, answer);
    }
}

/// <summary>What the person is told; the others see the card and its thread.</summary>
internal static class SnoozeAnswer
{
    public static string Of(SnoozeResult? result, CaseNumber number, Language language) => result switch
    {
        SnoozeResult.Done done => CaseWords.Say(language, "Answer.Snoozed", number, PeopleDates.Date(done.Event.Until, language)),
        SnoozeResult.Already { Snooze: var snooze } =>
            CaseWords.Say(language, "Answer.AlreadySnoozed", number, SlackText.User(snooze.By), PeopleDates.Date(snooze.Until, language)),
        SnoozeResult.NotYours { Assignee: var holder } => CaseWords.Say(language, "Answer.SnoozeNotYours", number, SlackText.User(holder)),
        SnoozeResult.BadDays => CaseWords.Say(language, "Answer.SnoozeDays", number),
        SnoozeResult.Closed { State: CaseState.Excepted } => CaseWords.Say(language, "Answer.ClosedExcepted", number),
        SnoozeResult.Closed { State: CaseState.Fixed } => CaseWords.Say(language, "Answer.ClosedFixed", number),
        SnoozeResult.Closed => CaseWords.Say(language, "Answer.ClosedWithdrawn", number),
        null => CaseWords.Say(language, "Answer.NoCase", number),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
