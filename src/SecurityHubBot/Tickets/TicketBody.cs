using System.Security.Cryptography;
using System.Text;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Domain.Tickets;
using SecurityHubBot.Hosting;
using SecurityHubBot.Tickets.Sync;
using SecurityHubBot.Tickets.Trackers;

namespace SecurityHubBot.Tickets;

/// <summary>What a case's ticket says, in the account's language.</summary>
internal static class TicketBody
{
    /// <summary>More of them make a ticket that nobody reads; the card's thread has them all.</summary>
    public const int MaxResources = 100;

    private const int MaxName = 200;

    public static TicketContent Render(TicketContext context, string marker, OrganisationOptions organisation) =>
        new(Title(context), new TicketDocument([.. Lines(context)]), marker, organisation.DateAt(context.Case.OpenedAt), context.Case.DueOn);

    /// <summary>Of everything that would be written: what has not changed is not written.</summary>
    public static string Hash(TicketContent content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content.Title}\n{content.Body.ToMarkdown()}\n{content.Marker}\n{content.StartOn:O}\n{content.DueOn:O}")).AsSpan(0, 16));

    private static string Title(TicketContext context)
    {
        var about = context.Case;
        var title = TicketText.Truncate(CardText.Title(about, context.Control, context.Language), 150);
        return OneLine.Of(Say(context, "Title", about.Number, about.Severity.Label(), about.Key.Control, title, AccountName(context), about.Key.Region));
    }

    private static IEnumerable<TicketLine> Lines(TicketContext context)
    {
        var about = context.Case;
        yield return TicketLine.Of(Say(context, "Intro"));
        yield return new TicketLine([]);
        yield return Fact(context, "Control", $"{about.Key.Control} {CardText.Title(about, context.Control, context.Language)}");
        yield return Fact(context, "Severity", about.Severity.Label());
        yield return Fact(context, "Account", $"{AccountName(context)} ({about.Key.Account})");
        yield return Fact(context, "Region", about.Key.Region);
        yield return Fact(context, "Due", PeopleDates.Date(about.DueOn, context.Language));
        if (about.Episode > 1)
        {
            yield return TicketLine.Of(Say(context, "Episode", about.Episode));
        }

        foreach (var line in Links(context))
        {
            yield return line;
        }

        yield return new TicketLine([]);
        foreach (var line in Resources(context))
        {
            yield return line;
        }
    }

    private static IEnumerable<TicketLine> Links(TicketContext context)
    {
        var key = context.Case.Key;
        yield return Link(context, "Reference", $"https://docs.aws.amazon.com/console/securityhub/{key.Control}/remediation");
        var partition = context.Case.Resources.Select(r => r.Partition).FirstOrDefault() ?? "aws";
        if (ConsoleLinks.Control(partition, key.Region, key.Control) is { } console)
        {
            yield return Link(context, "Console", console.AbsoluteUri);
        }

        if (context.CardUrl is { } card)
        {
            yield return Link(context, "Card", card);
        }
    }

    private static IEnumerable<TicketLine> Resources(TicketContext context)
    {
        var resources = context.Case.Resources.OrderBy(r => r.State).ToList();
        yield return TicketLine.Of(Say(context, "Resources", context.Case.Unfixed.Count(), resources.Count));
        foreach (var resource in resources.Take(MaxResources))
        {
            yield return Resource(resource, context);
        }

        if (resources.Count > MaxResources)
        {
            yield return TicketLine.Bullet(TicketWords.Count(context.Language, "More", resources.Count - MaxResources));
        }
    }

    private static TicketLine Resource(CaseResource resource, TicketContext context)
    {
        var key = context.Case.Key;
        var url = ResourceLinks.For(new FindingResource(resource.Id, resource.Type, resource.Region, resource.Partition), key.Account, key.Region, key.Control)?.AbsoluteUri;
        var name = TicketText.Truncate(OneLine.Of(resource.Id), MaxName);
        return TicketLine.Bullet(resource.State switch
        {
            CaseResourceState.Fixed => Say(context, "ResourceFixed", name),
            CaseResourceState.Unknown => Say(context, "ResourceUnknown", name),
            _ => name,
        }, url);
    }

    private static TicketLine Fact(TicketContext context, string name, string value) => TicketLine.Of(Say(context, "Fact", Say(context, $"Fact.{name}"), OneLine.Of(value)));

    private static TicketLine Link(TicketContext context, string name, string url) =>
        new([new TicketSpan(Say(context, "Fact", Say(context, $"Fact.{name}"), "")), new TicketSpan(url, url)]);

    private static string AccountName(TicketContext context) =>
        context.Account is { } account && OneLine.Of(account.Name) is { Length: > 0 } name ? TicketText.Truncate(name, 60) : context.Case.Key.Account.ToString();

    private static string Say(TicketContext context, string key, params object?[] args) => TicketWords.Say(context.Language, key, args);
}
