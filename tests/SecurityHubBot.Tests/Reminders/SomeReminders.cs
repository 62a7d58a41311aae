using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Reminders;
using SecurityHubBot.Tests.Cases;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Tests.Reminders;

/// <summary>Every kind of reminder, by name.</summary>
internal static class SomeReminders
{
    private const string Group = "S0OWNERS1";

    public static IEnumerable<(string Name, ReminderModel Model)> All(Language language)
    {
        var shop = SomeCases.Shop(language) with { Owners = [SomeCases.Aiko, Group, SomeCases.Ben, SomeCases.Chika], Escalation = Group };
        var bare = shop with { Name = "", Channel = "#bare-aws", Owners = [], Escalation = SomeCases.Ben };
        ReminderLine[] mixed =
        [
            Line(1, -12, SomeCases.Accepted(), shop),
            Line(2, -1, SomeCases.Open(), shop),
            Line(3, 0, SomeCases.Open(), bare),
            Line(4, 1, SomeCases.Accepted() with { Snooze = SomeCases.Snooze(SomeCases.Today.AddDays(-1)) }, shop),
            Line(5, 7, SomeCases.Open() with { Severity = Severity.Critical }, shop) with { Card = null },
            Line(6, 7, SomeCases.Open(), null),
        ];
        yield return ("a channel's, of every sort", Of(ReminderKind.Channel, language, mixed));
        yield return ("a channel's, one case", Of(ReminderKind.Channel, language, mixed[2]));
        yield return ("a channel's, far too many", Of(ReminderKind.Channel, language, [.. Enumerable.Range(1, 40).Select(i => Line(i, i - 25, SomeCases.Open(), shop))]));
        yield return ("escalated to somebody", Of(ReminderKind.Escalation, language, Line(1, -5, SomeCases.Accepted(), bare)));
        yield return ("escalated to a group", Of(ReminderKind.Escalation, language, mixed[0], mixed[1]) with { Groups = [Group] });
        yield return ("escalated to the security channel", Of(ReminderKind.Security, language, mixed[0], Line(2, -9, SomeCases.Open(), null), Line(3, -9, SomeCases.Open(), bare)));
    }

    /// <summary>As long and as nasty as anything that AWS, or a table, can hold.</summary>
    public static IEnumerable<(string Name, ReminderModel Model)> Hostile(Language language)
    {
        foreach (var (name, card) in HostileCases.All(language))
        {
            foreach (var kind in Enum.GetValues<ReminderKind>())
            {
                var lines = Enumerable.Range(0, 30).Select(i => new ReminderLine(card.Case with { DueOn = SomeCases.Today.AddDays(i - 15) }, card.Account, card.Control, Card(i)));
                yield return ($"{kind} {name}", Of(kind, language, [.. lines]));
            }
        }
    }

    private static ReminderModel Of(ReminderKind kind, Language language, params ReminderLine[] lines) => new(kind, language, SomeCases.Today, lines);

    private static ReminderLine Line(int number, int days, Case about, Account? account) => new(
        about with { Number = new CaseNumber(number), DueOn = SomeCases.Today.AddDays(days) }, account, ControlCatalogue.Default.Find(about.Key.Control), Card(number));

    private static CardLink Card(int number) => new("C0SHOP001", $"17000000{number:00}.000100");
}
