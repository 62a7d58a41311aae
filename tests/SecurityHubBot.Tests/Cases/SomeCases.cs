using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using Case = SecurityHubBot.Domain.Cases.Case;

namespace SecurityHubBot.Tests.Cases;

/// <summary>Cases to render, all on the same Monday.</summary>
public static class SomeCases
{
    public const string Aiko = "U0AIKO001";
    public const string Ben = "U0BEN0001";
    public const string Chika = "U0CHIKA01";

    public static readonly DateOnly Today = new(2026, 11, 23);
    public static readonly DateTimeOffset Opened = new(2026, 11, 23, 0, 5, 0, TimeSpan.Zero);

    private static readonly AccountId Number = AccountId.Parse("123456789012");

    public static Account Shop(Language language) =>
        new(Number, "shop-prod", AccountEnvironment.Production, "C0SHOP001", [Aiko], null, "SHOP", language);

    public static CaseResource Bucket(string name, CaseResourceState state = CaseResourceState.Failing) =>
        new($"arn:aws:s3:::{name}", "AwsS3Bucket", "ap-northeast-1", "aws", state, Opened, state == CaseResourceState.Fixed ? Opened.AddHours(5) : null);

    public static Case Open() => new(
        new CaseNumber(142),
        new CaseKey(Number, "ap-northeast-1", ControlId.Parse("S3.8")),
        CaseState.Open,
        Severity.High,
        "S3 general purpose buckets should block public access",
        [StandardId.Parse("aws-foundational-security-best-practices/v/1.0.0")],
        Episode: 1,
        Opened,
        new DateOnly(2026, 12, 7),
        Assignee: null,
        AcceptedAt: null,
        ClosedAt: null,
        Ticket: null,
        [Bucket("my-bucket"), Bucket("other-bucket"), Bucket("shop-images")]);

    public static Case Accepted() => Open() with
    {
        State = CaseState.Accepted,
        Assignee = Aiko,
        AcceptedAt = Opened.AddHours(1),
        Ticket = new TicketLink("#8812", "https://redmine.example.com/issues/8812"),
    };

    public static Case Fixed() => AllFixed(Accepted() with { State = CaseState.Fixed, ClosedAt = Opened.AddDays(3).AddHours(4) });

    public static Case Withdrawn() => Open() with { State = CaseState.Withdrawn, ClosedAt = Opened.AddDays(1) };

    public static Case Excepted() => Accepted() with { State = CaseState.Excepted };

    /// <summary>Asked for by Aiko, for everything that the case has.</summary>
    public static CaseException Requested(Case? about = null) => new(
        new ExceptionId(12),
        new CaseNumber(142),
        ExceptionState.Requested,
        ExceptionScope.All,
        [.. (about ?? Open()).Unfixed.Select(r => r.Id)],
        "Public on purpose: these are the pictures of our shop.\nCloudFront is in front of them.",
        "https://wiki.example.com/decisions/7",
        Aiko,
        Opened.AddDays(1),
        new DateOnly(2027, 1, 31));

    public static CaseException Approved(Case? about = null) => Requested(about) with
    {
        State = ExceptionState.Approved,
        DecidedBy = Ben,
        DecidedAt = Opened.AddDays(2),
        Until = new DateOnly(2026, 12, 31),
        Comment = "Please move to signed addresses until then.",
    };

    public static CaseSnooze Snooze(DateOnly until) => new(Aiko, Opened, until);

    public static CardModel Model(Case about, Language language) =>
        new(about, Shop(language), ControlCatalogue.Default.Find(about.Key.Control), language, Today);

    /// <summary>Every look that a card can have, by name.</summary>
    public static IEnumerable<(string Name, CardModel Model)> Cards(Language language)
    {
        yield return ("open", Model(Open(), language));
        yield return ("one resource", Model(Open() with { Resources = [Bucket("my-bucket")] }, language));
        yield return ("accepted", Model(Accepted(), language));
        yield return ("ticket without address", Model(Accepted() with { Ticket = new TicketLink("SHOP-12", null) }, language));
        yield return ("ticket awaited", Model(Open(), language) with { Ticket = Seen() with { Status = null, Assignee = null, IsAwaited = true } });
        yield return ("ticket seen in the tracker", Model(Accepted(), language) with { Ticket = Seen() });
        yield return ("linked ticket with its title", Model(Accepted(), language) with { Ticket = Seen() with { Title = "Close the public buckets", Assignee = null } });
        foreach (var trouble in Enum.GetValues<TicketTrouble>())
        {
            yield return ($"ticket trouble {trouble}", Model(trouble == TicketTrouble.KeptClosed ? Accepted() : Open(), language) with { Ticket = new CardTicket(null, null, null, trouble, "Tracker is not included in the list", IsAwaited: true) });
        }

        yield return ("due in three days", Model(Open() with { DueOn = Today.AddDays(3) }, language));
        yield return ("due tomorrow", Model(Open() with { DueOn = Today.AddDays(1) }, language));
        yield return ("due today", Model(Open() with { DueOn = Today }, language));
        yield return ("one day overdue", Model(Open() with { DueOn = Today.AddDays(-1) }, language));
        yield return ("overdue", Model(Accepted() with { DueOn = Today.AddDays(-12) }, language));
        yield return ("many resources", Model(Open() with { Resources = ManyResources() }, language));
        yield return ("some fixed, some unknown", Model(Open() with { Resources = Mixed() }, language));
        yield return ("third episode", Model(Open() with { Episode = 3 }, language));
        yield return ("snoozed", Model(Accepted() with { DueOn = Today.AddDays(2), Snooze = Snooze(Today.AddDays(3)) }, language));
        yield return ("snoozed until yesterday", Model(Accepted() with { Snooze = Snooze(Today.AddDays(-1)) }, language));
        yield return ("relapse", Model(Accepted() with { Resources = [Bucket("my-bucket")] }, language));
        yield return ("exception requested", Model(Open(), language) with { Exceptions = [Requested()] });
        yield return ("excepted", Model(Excepted(), language) with { Exceptions = [Approved()] });
        yield return ("excepted, renewal requested", Model(Excepted(), language) with { Exceptions = [Approved(), Requested() with { Id = new ExceptionId(13) }] });
        yield return ("excepted in part", Model(Open(), language) with { Exceptions = [Approved() with { Scope = ExceptionScope.Chosen, Resources = [Bucket("my-bucket").Id] }] });
        yield return ("excepted, exception not loaded", Model(Excepted(), language));
        yield return ("fixed", Model(Fixed(), language));
        yield return ("fixed by nobody", Model(Fixed() with { Assignee = null, Ticket = null, ClosedAt = Opened.AddMinutes(40) }, language));
        yield return ("withdrawn", Model(Withdrawn(), language));
        yield return ("unknown account", Model(Open(), language) with { Account = null });
        yield return ("unknown control", Model(Open() with { Key = Open().Key with { Control = ControlId.Parse("Quantum.1") } }, language));
        foreach (var cause in Enum.GetValues<FallbackCause>())
        {
            yield return ($"fallback {cause}", Model(Open(), language) with { Fallback = Reason(cause) });
        }
    }

    /// <summary>One event of every kind, and variants that are worded differently.</summary>
    public static IEnumerable<(string Name, CaseEvent Event, Case After)> Events()
    {
        yield return ("Opened", new CaseEvent.Opened(3), Open());
        yield return ("ResourcesChanged", new CaseEvent.ResourcesChanged(1, 2, 3), Open());
        yield return ("Accepted", new CaseEvent.Accepted(Aiko, null), Accepted());
        yield return ("Accepted from a colleague", new CaseEvent.Accepted(Ben, Aiko), Accepted() with { Assignee = Ben });
        yield return ("TicketLinked", new CaseEvent.TicketLinked(Aiko, Accepted().Ticket!, null), Accepted());
        yield return ("TicketLinked in place of another", new CaseEvent.TicketLinked(Aiko, new TicketLink("SHOP-12", null), Accepted().Ticket), Accepted());
        yield return ("Fixed", new CaseEvent.Fixed(Aiko, new TimeSpan(3, 4, 5, 0), 3), Fixed());
        yield return ("Fixed by nobody, one resource", new CaseEvent.Fixed(null, TimeSpan.FromMinutes(40), 1), Fixed());
        yield return ("Relapsed", new CaseEvent.Relapsed(2), Accepted());
        yield return ("Relapsed with nobody, one resource", new CaseEvent.Relapsed(1), Open());
        yield return ("NewEpisode", new CaseEvent.NewEpisode(2, new DateOnly(2026, 12, 21), 2), Open() with { Episode = 2 });
        yield return ("NewEpisode, one resource", new CaseEvent.NewEpisode(3, new DateOnly(2026, 12, 21), 1), Open() with { Episode = 3 });
        foreach (var policy in (string[])["track", "notify", "ignore", "disable", "something else"])
        {
            yield return ($"Withdrawn {policy}", new CaseEvent.Withdrawn(policy), Withdrawn());
        }

        yield return ("AccountLeft", new CaseEvent.AccountLeft(), Withdrawn());
        yield return ("SeverityChanged", new CaseEvent.SeverityChanged(Severity.High, Severity.Critical), Open());
        yield return ("Excepted", new CaseEvent.Excepted(3), Excepted());
        yield return ("Reopened", new CaseEvent.Reopened(new DateOnly(2026, 12, 21), 2), Accepted());
        yield return ("Reopened with nobody, one resource", new CaseEvent.Reopened(new DateOnly(2026, 12, 21), 1), Open());
        yield return ("ExceptionRequested", new CaseEvent.ExceptionRequested(Aiko, new DateOnly(2027, 1, 31), ExceptionScope.All, 3, 12), Open());
        yield return ("ExceptionDecided: approved", new CaseEvent.ExceptionDecided(12, Ben, Approved: true, Aiko, new DateOnly(2026, 12, 31), null), Excepted());
        yield return ("ExceptionDecided: approved with a comment", new CaseEvent.ExceptionDecided(12, Ben, Approved: true, Aiko, new DateOnly(2026, 12, 31), "Fine.\nUntil then."), Excepted());
        yield return ("ExceptionDecided: rejected", new CaseEvent.ExceptionDecided(12, Ben, Approved: false, Aiko, null, "Please use signed addresses."), Open());
        yield return ("ExceptionWithdrawn", new CaseEvent.ExceptionWithdrawn(12, Aiko, WasApproved: false), Open());
        yield return ("ExceptionWithdrawn after the approval", new CaseEvent.ExceptionWithdrawn(12, Aiko, WasApproved: true), Open());
        yield return ("ExceptionChased", new CaseEvent.ExceptionChased(12), Open());
        yield return ("ExceptionUndecided", new CaseEvent.ExceptionUndecided(12, Aiko), Open());
        yield return ("RenewalAsked", new CaseEvent.RenewalAsked(12, Aiko, new DateOnly(2026, 12, 31)), Excepted());
        yield return ("ExceptionLapsed", new CaseEvent.ExceptionLapsed(12, Aiko, new DateOnly(2026, 12, 31)), Open());
        yield return ("Snoozed", new CaseEvent.Snoozed(Aiko, new DateOnly(2026, 11, 26)), Accepted());
        yield return ("DueChanged", new CaseEvent.DueChanged(new DateOnly(2026, 12, 7), new DateOnly(2026, 12, 14)), Open());
        yield return ("TicketLinked with its title", new CaseEvent.TicketLinked(Aiko, Accepted().Ticket!, null, "Close the public buckets"), Accepted());
        yield return ("TicketCreated", new CaseEvent.TicketCreated(Accepted().Ticket!), Accepted());
        yield return ("TicketReopened", new CaseEvent.TicketReopened(Accepted().Ticket!, 3), Accepted());
        yield return ("TicketReopened, one resource", new CaseEvent.TicketReopened(Accepted().Ticket!, 1), Accepted());
        yield return ("TicketGone", new CaseEvent.TicketGone(Accepted().Ticket!), Open());
        yield return ("TicketGone of a fixed case", new CaseEvent.TicketGone(Accepted().Ticket!), Fixed());
    }

    private static CardTicket Seen() => new(null, "In Progress", "Hanako Yamada", Trouble: null, Reason: null, IsAwaited: false);

    public static FallbackReason Reason(FallbackCause cause) =>
        new(cause, cause is FallbackCause.UnknownAccount or FallbackCause.NoChannel ? null : cause == FallbackCause.NotInChannel ? "#shop-alerts" : "C0SHOP001");

    private static Case AllFixed(Case about) =>
        about with { Resources = [.. about.Resources.Select(r => r with { State = CaseResourceState.Fixed, FixedAt = about.ClosedAt })] };

    private static CaseResource[] ManyResources() =>
        [.. Enumerable.Range(1, 12).Select(i => Bucket($"shop-logs-{i:00}", i is 2 or 9 ? CaseResourceState.Fixed : i == 4 ? CaseResourceState.Unknown : CaseResourceState.Failing))];

    private static CaseResource[] Mixed() =>
    [
        Bucket("shop-a", CaseResourceState.Fixed),
        Bucket("shop-b", CaseResourceState.Unknown),
        Bucket("shop-c"),
    ];
}
