using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using static SecurityHubBot.Tests.Cases.SomeCases;

namespace SecurityHubBot.Tests.Cases;

/// <summary>What an attacker, a flood or a careless name would put on a card.</summary>
public static class HostileCases
{
    public const string Title = "<!channel> <!here|x> *bold* `code` ```block``` ~no~ _it_ > quote | pipe & &amp; <https://evil.example|click> :fire: \u202Egnp.exe @everyone #general";

    public static readonly string[] Names =
    [
        "<!channel>", "<!everyone>", "<@U0AIKO001>", "<#C0SHOP001>", "<!subteam^S1>", "a|b", "a>b", "`x`", "```", "*x*", "_x_", "~x~",
        "\u202Egnp.exe", "\u0007bell", "line\nbreak", "\u2028", "名前 with 絵文字 🪣", "https://evil.example/", "@channel", "&lt;!channel&gt;", "", " ", "\uD83D",
        "arn:aws:s3:::<!channel>", "arn:aws:s3:::x|y>z", "arn:aws:ec2:ap-northeast-1:123456789012:instance/<!channel>",
        "arn:evil:s3:evil.example/:123456789012:x", "javascript:alert(1)",
    ];

    public static IEnumerable<(string Name, CardModel Model)> All(Language language)
    {
        yield return ("hostile names", Model(Open() with { Resources = [.. Names.Select(Resource)] }, language));
        foreach (var (name, i) in Names.Select((n, i) => (n, i)))
        {
            yield return ($"hostile name {i}", Model(Open() with { Resources = [Resource(name)] }, language));
        }

        var hostileRow = Shop(language) with { Name = Title, Channel = "<!channel>" };
        foreach (var cause in Enum.GetValues<FallbackCause>())
        {
            yield return ($"hostile account {cause}", Model(Unlisted(Title), language) with { Account = hostileRow, Fallback = new FallbackReason(cause, "<!channel>") });
        }

        yield return ("endless account name", Model(Open(), language) with { Account = hostileRow with { Name = string.Concat(Enumerable.Repeat("&", 5000)) } });
        yield return ("no title", Model(Unlisted(""), language));
        yield return ("endless title", Model(Unlisted(string.Concat(Enumerable.Repeat("🪣&<長い題名>", 400))), language));
        yield return ("ticket of ampersands", Model(Accepted() with { Ticket = new TicketLink("<!channel>|", "https://t.example/?" + new string('&', 980)) }, language));
        yield return ("hostile tracker", Model(Accepted(), language) with { Ticket = new CardTicket(Title, Title, "<!channel>", TicketTrouble.Refused, Title, IsAwaited: false) });
        yield return ("endless tracker", Model(Accepted() with { Ticket = new TicketLink(new string('&', 999), "https://t.example/?" + new string('&', 980)) }, language) with
        {
            Ticket = new CardTicket(new string('&', 5000), new string('&', 5000), new string('&', 5000), TicketTrouble.Refused, new string('&', 5000), IsAwaited: false),
        });
        yield return ("ten thousand resources", Model(Open() with { Resources = [.. Enumerable.Range(0, 10_000).Select(i => Resource($"arn:aws:s3:::b{i}-{new string('&', 2030)}"))] }, language));
        yield return ("ten thousand short ones, fixed", Model(Fixed() with { Resources = [.. Enumerable.Range(0, 10_000).Select(i => Bucket($"b{i}", CaseResourceState.Fixed))] }, language));
        yield return ("ids without form", Model(Open() with { Resources = [.. Enumerable.Range(0, 60).Select(i => Resource(new string((char)('あ' + i), 2048)))] }, language));
        yield return ("numbers without end", Model(Open() with { Number = new CaseNumber(long.MaxValue), Episode = int.MaxValue, DueOn = DateOnly.MinValue }, language));
        yield return ("hostile region", Model(Open() with { Key = Open().Key with { Region = "<!channel>" } }, language));
        yield return ("hostile assignee", Model(Accepted() with { Assignee = "U1> <!channel" }, language));
    }

    public static IEnumerable<(string Name, CaseEvent Event, Domain.Cases.Case After)> Events()
    {
        var ticket = new TicketLink("<!channel>", "https://t.example/?" + new string('&', 980));
        yield return ("hostile ticket", new CaseEvent.TicketLinked("<!channel>", ticket, ticket), Unlisted(Title));
        yield return ("hostile people", new CaseEvent.Accepted("U1> <!channel", "<!here>"), Unlisted(Title));
        yield return ("hostile policy", new CaseEvent.Withdrawn("<!channel>"), Unlisted(Title));
        yield return ("long time", new CaseEvent.Fixed("<!channel>", TimeSpan.MaxValue, int.MaxValue), Fixed());
        yield return ("no time", new CaseEvent.Fixed(null, TimeSpan.FromDays(-1), 0), Fixed());
    }

    private static Domain.Cases.Case Unlisted(string title) => Open() with { Title = title, Key = Open().Key with { Control = ControlId.Parse("Quantum.1") } };

    private static CaseResource Resource(string id) => Bucket("x") with { Id = id };
}
