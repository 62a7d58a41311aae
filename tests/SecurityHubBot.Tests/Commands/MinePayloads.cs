using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Tests.Cases;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What <c>/shub mine</c> and <c>/shub report</c> answer.</summary>
internal static class MinePayloads
{
    private static readonly CardLink Card = new("C0SHOP001", "1700000000.000100");

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context)
    {
        ListedCase[] cases = [new(SomeCases.Accepted() with { DueOn = SomeCases.Today.AddDays(-3) }, 3, Card), new(SomeCases.Accepted(), 1, null)];
        yield return ("mine", MineView.Render(new ListData(cases, 1, 2), all: false, context));
        yield return ("mine of one", MineView.Render(new ListData(cases[..1], 1, 1), all: false, context));
        yield return ("mine, page", MineView.Render(new ListData(cases, 2, 31), all: false, context));
        yield return ("mine all, page", MineView.Render(new ListData(cases, 2, 31), all: true, context));
        yield return ("mine, nothing", MineView.Render(new ListData([], 1, 0), all: false, context));
        yield return ("mine all, nothing", MineView.Render(new ListData([], 1, 0), all: true, context));

        var file = new CaseFile(new byte[] { 1 }, 1234, HasMore: false);
        yield return ("report sent", ReportView.Sent(file, "D0AIKO001", context));
        yield return ("report of one sent", ReportView.Sent(file with { Cases = 1 }, "D0AIKO001", context));
        yield return ("report too long", ReportView.Sent(file with { Cases = CaseReport.MostCases, HasMore = true }, "D0AIKO001", context));
        yield return ("report of nothing", ReportView.Nothing(ListFilter.None with { State = ListState.Overdue }, context));
        yield return ("report not sent", ReportView.NotSent(context, needsScope: false));
        yield return ("report without scope", ReportView.NotSent(context, needsScope: true));
        yield return ("report uncertain", ReportView.Uncertain(context));
        foreach (var (name, scope) in new[]
        {
            ("all", CommandScope.Everything),
            ("one", new CommandScope([AccountId.Parse("123456789012")], FromChannel: true)),
            ("two", new CommandScope([AccountId.Parse("123456789012"), AccountId.Parse("000000000001")], FromChannel: false)),
        })
        {
            var comment = ReportView.Comment(file with { HasMore = name == "all" }, ListFilter.None, scope, context);
            yield return ($"comment beside the report of {name}", new RenderedMessage(comment, [CardText.Section(comment)]));
        }
    }
}
