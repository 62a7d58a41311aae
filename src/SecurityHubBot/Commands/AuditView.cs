using System.Globalization;
using System.Text.Json;
using SecurityHubBot.Audit;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Policies;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub audit</c>: who did what with a case, and when.</summary>
internal static class AuditView
{
    private const int MaxName = 60;
    private const int MaxText = 200;
    private const int MaxLine = 800;
    private const string Dash = "–";

    public static RenderedMessage Render(AuditData data, CommandContext context)
    {
        var pages = Paging.Pages(data.Total, AuditQueries.PageSize);
        var title = data.Total == 0 ? context.Say("Audit.Nothing", data.Number) : context.Count("Audit.Title", data.Total, data.Number);
        Block?[] blocks =
        [
            CardText.Section(title),
            .. data.Rows.Select(r => CardText.Section(SlackText.TruncateMrkdwn(Line(r, context), MaxLine))),
            pages > 1 ? CardText.Context(context.Say("Page.Of", CommandWords.Number(data.Page), CommandWords.Number(pages))) : null,
            Paging.Buttons(context, data.Page, pages, page => PageValue.OfAudit(data.Number, page)),
        ];
        return new RenderedMessage(title, [.. blocks.OfType<Block>()]);
    }

    private static string Line(AuditRow row, CommandContext context)
    {
        var what = CommandWords.Find(context.Language, $"Audit.Action.{row.Action}") ?? context.Say("Audit.Action.Unknown");
        var line = context.Say("Audit.Line", PeopleDates.Moment(Micros.ToTime(row.At), context.Zone, context.Language), Who(AuditActor.Parse(row.Actor), context), what);
        var changes = Changes(Read(row.Before), Read(row.After), context).ToList();
        return changes.Count == 0 ? line : $"{line}\n{string.Join(" · ", changes)}";
    }

    private static string Who(AuditActor actor, CommandContext context) => actor.Kind switch
    {
        AuditActorKind.Person => SlackText.User(actor.Name),
        AuditActorKind.Policy when ResponsePolicies.TryParse(actor.Name, out var policy) => context.Say("Audit.Who.Policy", RowWords.Policy(policy, context.Language)),
        AuditActorKind.Tracker => context.Say("Audit.Who.Tracker", RowWords.Text(actor.Name, MaxName)),
        AuditActorKind.Cli => context.Say("Audit.Who.Cli", RowWords.Text(actor.Name, MaxName)),
        AuditActorKind.Job => context.Say("Audit.Who.Job"),
        _ => context.Say("Audit.Who.Bot"),
    };

    /// <summary>What is another afterwards, of what this version has words for.</summary>
    private static IEnumerable<string> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after, CommandContext context)
    {
        foreach (var field in after.Keys.Concat(before.Keys).Distinct(StringComparer.Ordinal))
        {
            var (was, now) = (before.GetValueOrDefault(field, ""), after.GetValueOrDefault(field, ""));
            if (was == now || CommandWords.Find(context.Language, $"Audit.Field.{field}") is not { } name)
            {
                continue;
            }

            var value = Value(field, now, context);
            yield return context.Say("Audit.Change", name, before.Count == 0 ? value : context.Say("Audit.FromTo", Value(field, was, context), value));
        }
    }

    private static string Value(string field, string text, CommandContext context) => (field, text) switch
    {
        (_, "") => Dash,
        ("assignee" or "requested_by" or "decided_by", _) => SlackText.User(text),
        ("state" or "scope", _) => CommandWords.Find(context.Language, $"Audit.{field}.{text}") ?? Dash,
        ("policy", _) => ResponsePolicies.TryParse(text, out var policy) ? RowWords.Policy(policy, context.Language) : Dash,
        ("due" or "until" or "requested_until", _) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? PeopleDates.Date(date, context.Language)
            : RowWords.Text(text, MaxText),
        ("unfixed" or "resources", _) when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => CommandWords.Number(number),
        _ => RowWords.Text(text, MaxText),
    };

    private static Dictionary<string, string> Read(string? json)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json ?? "{}");
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var field in document.RootElement.EnumerateObject().Where(f => f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
                {
                    fields[field.Name] = field.Value.ToString();
                }
            }
        }
        catch (JsonException)
        {
            // What no version of ours has written has no words; that something was done is said all the same.
        }

        return fields;
    }
}
