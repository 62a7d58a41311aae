using SecurityHubBot.Audit;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Tests.Commands;

/// <summary>What <c>/shub audit</c> answers.</summary>
internal static class AuditPayloads
{
    private static readonly CaseNumber Number = new(142);

    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(CommandContext context)
    {
        AuditRow[] rows =
        [
            Row("person:U0BEN0001", "case.exception_decided", """{"state":"requested","until":"2026-12-31"}""", """{"state":"approved","until":"2026-12-24","comment":"Until the new bucket is there"}"""),
            Row("person:U0AIKO001", "case.ticket_linked", """{"state":"accepted","ticket":null}""", """{"state":"accepted","ticket":"#8812"}"""),
            Row("person:U0AIKO001", "case.accepted", """{"state":"open","due":"2026-12-07","unfixed":3}""", """{"state":"accepted","assignee":"U0AIKO001","due":"2026-12-07","unfixed":3}"""),
            Row("bot", "case.due_changed", """{"due":"2026-12-07"}""", """{"due":"2026-12-14"}"""),
            Row("job:exceptions", "case.exception_lapsed", """{"state":"approved"}""", """{"state":"lapsed"}"""),
            Row("tracker:redmine", "case.ticket_reopened", null, null),
            Row("cli:root", "case.something_new", "not json", "[1,2]"),
            Row("policy:ignore", "case.withdrawn", """{"state":"accepted"}""", """{"state":"withdrawn","policy":"ignore"}"""),
            Row("policy:track", "case.opened", null, """{"state":"open","due":"2026-12-07","unfixed":3,"policy":"track"}"""),
        ];
        yield return ("audit", AuditView.Render(new AuditData(Number, rows, 1, rows.Length), context));
        yield return ("audit of one", AuditView.Render(new AuditData(Number, rows[..1], 1, 1), context));
        yield return ("audit, page", AuditView.Render(new AuditData(Number, rows, 2, 31), context));
        yield return ("audit of nothing", AuditView.Render(new AuditData(Number, [], 1, 0), context));
    }

    public static IEnumerable<(string Name, RenderedMessage Message)> Hostile(CommandContext context, string endless)
    {
        var json = AuditJson.Write(new { state = endless, assignee = endless, due = endless, ticket = endless, reason = endless, comment = endless, evidence = endless, unfixed = endless });
        yield return ("hostile audit", AuditView.Render(
            new AuditData(Number, [.. Enumerable.Repeat(Row("cli:" + endless, endless, json, "{}"), AuditQueries.PageSize)], 2, 99), context));
        yield return ("hostile audit of persons", AuditView.Render(
            new AuditData(Number, [.. Enumerable.Repeat(Row("person:" + endless, "case.accepted", "{}", json), AuditQueries.PageSize)], 2, 99), context));
    }

    private static AuditRow Row(string actor, string action, string? before, string? after) =>
        new() { At = 1_795_136_523_000_000, Actor = actor, Action = action, Subject = "case:142", Before = before, After = after };
}
