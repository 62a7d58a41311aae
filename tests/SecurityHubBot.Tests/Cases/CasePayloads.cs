using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tickets;
using static SecurityHubBot.Tests.Cases.SomeCases;

namespace SecurityHubBot.Tests.Cases;

/// <summary>Everything that cases say to Slack: every state, event, view and answer, in both languages, on the wire.</summary>
public static class CasePayloads
{
    private const string Channel = "C0SHOP001";

    private static readonly Lazy<(string Kind, string Name, JsonNode Args)[]> Written = new(() => [.. Write()]);

    public static IEnumerable<(string Kind, string Name, JsonNode Args)> All() => Written.Value;

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Write() =>
        Enum.GetValues<Language>().SelectMany(language =>
            Messages(language).Concat(Answers(language)).Select(p => (p.Kind, $"{p.Name} ({language.Code()})", p.Args)));

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Messages(Language language)
    {
        foreach (var (name, model) in SomeCases.Cards(language).Concat(HostileCases.All(language)))
        {
            var card = CaseCard.Render(model);
            yield return ("chat.postMessage", $"card {name}", Post(card, isThreaded: false, isBroadcast: false));
            yield return ("chat.update", $"card {name}", Update(card));
            if (ResourceList.Render(model) is { } list)
            {
                yield return ("chat.postMessage", $"resources {name}", Post(list, isThreaded: true, isBroadcast: false));
            }

            yield return ("chat.update", $"moved {name}", Update(MovedCard.Render(model, "C0NEW0001", "https://example.slack.com/archives/C0NEW0001/p1700000000000100")));
            yield return ("chat.update", $"moved without address {name}", Update(MovedCard.Render(model, "#shop-new", permalink: null)));
        }

        foreach (var (name, happened, after) in Events().Concat(HostileCases.Events()))
        {
            if (ThreadNotes.Render(happened, Model(after, language)) is { } note)
            {
                yield return ("chat.postMessage", $"note {name}", Post(note.Message, isThreaded: true, note.Broadcast));
            }
        }
    }

    /// <summary>Taken from the handlers themselves.</summary>
    private static List<(string Kind, string Name, JsonNode Args)> Answers(Language language)
    {
        var all = new List<(string Kind, string Name, JsonNode Args)>();
        void Buttons(string name, ButtonRig rig, Func<ButtonRig, Task> press)
        {
            press(rig).GetAwaiter().GetResult();
            rig.Slack.Sent.ShouldNotBeEmpty(name);
            all.AddRange(rig.Slack.Sent.Select(s => (s.Kind, name, s.Args)));
        }

        ButtonRig Rig(params Domain.Cases.Case[] cases) => new(language, cases);
        Buttons("already yours", Rig(Accepted()), r => r.Accept(Aiko, "SHUB-142"));
        Buttons("already yours, without response URL", new ButtonRig(language, Accepted()) { HasResponseUrl = false }, r => r.Accept(Aiko, "SHUB-142"));
        Buttons("take over?", Rig(Accepted()), r => r.Accept(Ben, "SHUB-142"));
        Buttons("excepted already", Rig(Excepted()), r => r.Accept(Ben, "SHUB-142"));
        Buttons("fixed already", Rig(Fixed()), r => r.Accept(Aiko, "SHUB-142"));
        Buttons("withdrawn already", Rig(Withdrawn()), r => r.Accept(Aiko, "SHUB-142"));
        Buttons("no such case", Rig(), r => r.Accept(Aiko, "SHUB-142"));
        Buttons("forged button", Rig(), r => r.Accept(Aiko, "<!channel>"));
        Buttons("snoozed", Rig(Accepted()), r => r.Snooze(Aiko, "SHUB-142/2"));
        Buttons("snoozed already", Rig(Accepted() with { Snooze = Snooze(Today) }), r => r.Snooze(Aiko, "SHUB-142/1"));
        Buttons("snooze of somebody else's", Rig(Accepted()), r => r.Snooze(Ben, "SHUB-142/1"));
        Buttons("snooze for too long", Rig(Accepted()), r => r.Snooze(Aiko, "SHUB-142/30"));
        Buttons("snooze of an excepted case", Rig(Excepted()), r => r.Snooze(Aiko, "SHUB-142/1"));
        Buttons("snooze of a fixed case", Rig(Fixed()), r => r.Snooze(Aiko, "SHUB-142/1"));
        Buttons("snooze of a withdrawn case", Rig(Withdrawn()), r => r.Snooze(Aiko, "SHUB-142/1"));
        Buttons("snooze of a deleted case", Rig(), r => r.Snooze(Aiko, "SHUB-142/1"));
        Buttons("forged snooze", Rig(Open()), r => r.Snooze(Aiko, "<!channel>/1"));
        Buttons("snooze of nothing", Rig(Open()), r => r.Snooze(Aiko, null));
        Buttons("link a ticket", Rig(Open()), r => r.LinkTicket(Aiko, "SHUB-142"));
        Buttons("link another ticket", Rig(Accepted()), r => r.LinkTicket(Aiko, "SHUB-142"));
        foreach (var title in (string[])["Close the public buckets", HostileCases.Title, new string('&', 5000)])
        {
            Buttons($"link another ticket than {title[..10]}", new ButtonRig(language, Accepted()) { Tickets = { Title = title } }, r => r.LinkTicket(Aiko, "SHUB-142"));
        }

        foreach (var (name, model) in HostileCases.All(language))
        {
            Buttons($"link a ticket {name}", Rig(model.Case), r => r.LinkTicket(Aiko, model.Case.Number.ToString()));
        }

        foreach (var error in (string[])["expired_trigger_id", "fatal_error"])
        {
            var rig = Rig(Open());
            rig.Slack.FailViews = new SlackException("views.open", error);
            Buttons($"modal failed {error}", rig, r => r.LinkTicket(Aiko, "SHUB-142"));
        }

        all.AddRange(Submissions(language));
        return all;
    }

    private static IEnumerable<(string Kind, string Name, JsonNode Args)> Submissions(Language language)
    {
        foreach (var typed in (string[])["", "🎫", new string('8', 5000), "https://user:secret@example.com/"])
        {
            var rig = new ButtonRig(language, Open());
            rig.LinkTicket(Aiko, "SHUB-142").GetAwaiter().GetResult();
            yield return Answer($"wrong ticket {typed[..Math.Min(8, typed.Length)]}", rig.SubmitTicket(Aiko, typed));
        }

        foreach (var (name, answer) in new (string, TicketChecked)[] { ("missing in the tracker", new TicketChecked.Missing()), ("unanswered by the tracker", new TicketChecked.Unanswered()) })
        {
            var rig = new ButtonRig(language, Open()) { Tickets = { Answer = answer } };
            rig.LinkTicket(Aiko, "SHUB-142").GetAwaiter().GetResult();
            yield return Answer($"ticket {name}", rig.SubmitTicket(Aiko, "#8812"));
        }

        yield return Answer("ticket of no modal of ours", new ButtonRig(language).SubmitTicketWith("", Aiko, "#1"));
        yield return Answer("ticket of a deleted case", new ButtonRig(language).SubmitTicketWith("""{"case":"SHUB-1"}""", Aiko, "#1"));
        foreach (var (name, meanwhile) in new[] { ("somebody faster", Accepted() with { Assignee = Chika }), ("fixed", Fixed()), ("withdrawn", Withdrawn()), ("yours", Accepted() with { Assignee = Ben }) })
        {
            var rig = new ButtonRig(language, Accepted());
            rig.Accept(Ben, "SHUB-142").GetAwaiter().GetResult();
            rig.Cases.Meanwhile = cases => cases[meanwhile.Number] = meanwhile;
            yield return Answer($"taken over: {name}", rig.SubmitTakeOver(Ben));
        }
    }

    private static (string Kind, string Name, JsonNode Args) Answer(string name, Task<SecurityHubBot.Slack.Interaction.ViewSubmissionResponse?> answer) =>
        ("view_submission_response", name, ButtonRig.Node(answer.GetAwaiter().GetResult().ShouldNotBeNull(name)));

    private static JsonObject Post(RenderedMessage message, bool isThreaded, bool isBroadcast) => FakeSlack.Node(new Message
    {
        Channel = Channel,
        Text = message.Text,
        Blocks = message.Blocks,
        ThreadTs = isThreaded ? SlackTimestamp.Parse("1700000000.000100") : null,
        ReplyBroadcast = isThreaded && isBroadcast ? true : null,
    });

    private static JsonObject Update(RenderedMessage message) => FakeSlack.Node(new MessageUpdate
    {
        ChannelId = Channel,
        Ts = SlackTimestamp.Parse("1700000000.000100"),
        Text = message.Text,
        Blocks = message.Blocks,
    });
}
