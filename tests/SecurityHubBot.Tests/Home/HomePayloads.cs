using System.Text.Json.Nodes;
using SecurityHubBot.Commands;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;
using SecurityHubBot.Domain.Scores;
using SecurityHubBot.Home;
using SecurityHubBot.Slack;
using SecurityHubBot.Tests.Cases;
using static SecurityHubBot.Tests.Cases.SomeCases;

namespace SecurityHubBot.Tests.Home;

/// <summary>Every look that a Home tab can have, in both languages, by name; and on the wire.</summary>
public static class HomePayloads
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly AccountId Shop = AccountId.Parse("123456789012");
    private static readonly AccountId Other = AccountId.Parse("000000000001");
    private static readonly ListedCase Listed = new(Open(), 3, new("C0SHOP001", "1700000000.000100"));
    private static readonly Some<string> NoNames = new([], 0);

    private static readonly ListedCase[] Cases =
    [
        Listed with { Case = Open() with { DueOn = Today.AddDays(-12) } },
        Listed with { Case = Accepted() with { DueOn = Today }, Unfixed = 1, Card = null },
        Listed with { Case = Accepted() with { DueOn = Today.AddDays(1), Assignee = Ben } },
        Listed with { Case = Open() with { DueOn = Today.AddDays(3) } },
        Listed,
    ];

    private static readonly ExceptionEntry Pending = new(new ExceptionId(12), Listed, IsPending: true, new DateOnly(2027, 3, 31), Aiko, Opened);
    private static readonly ExceptionEntry Approved = Pending with { Id = new ExceptionId(7), IsPending = false, Until = new DateOnly(2027, 1, 31) };

    private static readonly HomeTeam CalmTeam = new(new HomePage<ExceptionEntry>([], 1, 0), new Some<OverdueTeam>([], 0), 0, NoNames, NoNames, DirectoryCondition.Good);

    private static readonly DirectoryCondition Old = new(Opened.AddHours(3), new TimeSpan(1, 2, 3, 4), IsOld: true, "DynamoDB cannot be reached", []);

    private static readonly HomeData Nothing = new([], new HomeCases(new HomePage<ListedCase>([], 1, 0), 0), new HomePage<ExceptionEntry>([], 1, 0), new Some<AccountScore>([], 0), Team: null);

    public static IEnumerable<(string Kind, string Name, JsonNode Args)> All() => Enum.GetValues<Language>()
        .SelectMany(language => Plain(language).Concat(Hostile(language)).Select(h => (h.Name, h.View, language)))
        .Select(h => ("views.publish", $"{h.Name} ({h.language.Code()})", (JsonNode)new JsonObject { ["user_id"] = Aiko, ["view"] = FakeSlack.Node<ViewDefinition>(h.View) }));

    /// <summary>What people see every day.</summary>
    public static IEnumerable<(string Name, HomeViewDefinition View)> Plain(Language language)
    {
        var context = Context(language, SomeCases.Shop(language));
        HomeViewDefinition Of(HomeData data) => HomeView.Render(data, Aiko, context);
        yield return ("nothing", Of(Nothing));
        yield return ("an owner without anything to do", Of(Nothing with { OwnAccounts = [Shop], Accounts = new Some<AccountScore>([new(Shop, new Score(140, 0, 0))], 1) }));
        yield return ("an owner", Of(Owner));
        yield return ("an owner with much to do, first page", Of(Busy(page: 1)));
        yield return ("an owner with much to do, last page", Of(Busy(page: 3)));
        yield return ("a calm security team", Of(Nothing with { Team = CalmTeam }));
        yield return ("an owner in the security team", Of(Owner with { Team = BusyTeam }));
        yield return ("a calm security team while DynamoDB cannot be read", Of(Nothing with { Team = CalmTeam with { Directory = Old } }));
        yield return ("a calm security team before DynamoDB was ever read", Of(Nothing with { Team = CalmTeam with { Directory = Old with { ReadAt = null, Age = null } } }));
        yield return ("a calm security team when both tables are empty", Of(Nothing with { Team = CalmTeam with { Directory = Emptied(1204, 1) } }));
        yield return ("a calm security team when the policy table is empty", Of(Nothing with { Team = CalmTeam with { Directory = Emptied(214) } }));
    }

    /// <summary>What an attacker, a flood or a careless name would put there; and everything as full as it can be.</summary>
    public static IEnumerable<(string Name, HomeViewDefinition View)> Hostile(Language language)
    {
        var endless = string.Concat(Enumerable.Repeat("<!channel>&*_`~🪣", 1000));
        var context = Context(language, SomeCases.Shop(language) with { Name = endless });
        foreach (var (name, model) in HostileCases.All(language))
        {
            yield return ($"home of {name}", HomeView.Render(Full(new ListedCase(model.Case, 1, Listed.Card), endless), Aiko, context));
        }

        yield return ("home of an endless title", HomeView.Render(Full(Listed with { Case = Open() with { Title = endless, Key = Open().Key with { Control = ControlId.Parse("Quantum.1"), Region = endless } } }, endless), Aiko, context));
    }

    private static DirectoryCondition Emptied(long policies, long? accounts = null) => DirectoryCondition.Good with
    {
        Emptied = [.. accounts is { } rows ? [new EmptiedTable("accounts", rows)] : Array.Empty<EmptiedTable>(), new EmptiedTable("policies", policies)],
    };

    private static HomeData Owner => new(
        [Shop, Other],
        new HomeCases(new HomePage<ListedCase>(Cases, 1, Cases.Length), 1),
        new HomePage<ExceptionEntry>([Pending, Approved, Approved with { Id = new ExceptionId(5), RequestedBy = Ben }], 1, 3),
        new Some<AccountScore>([new(Shop, new Score(120, 18, 2)), new(Other, new Score(1400, 1, 0))], 2),
        Team: null);

    private static HomeTeam BusyTeam => new(
        new HomePage<ExceptionEntry>([Pending, Pending with { Id = new ExceptionId(13), RequestedBy = Ben }], 1, 2),
        new Some<OverdueTeam>([new("#shop-aws", 12, Today.AddDays(-20)), new("C0GAMEAWS1", 1, Today.AddDays(-1)), new("", 1200, Today.AddDays(-3))], 4),
        1213,
        new Some<string>(["Quantum.1", "Quantum.2"], 2),
        new Some<string>(["999999999991"], 1),
        DirectoryCondition.Good);

    private static HomeData Busy(int page) => Owner with
    {
        Cases = new HomeCases(new HomePage<ListedCase>(Cases, page, 21), 2),
        Exceptions = new HomePage<ExceptionEntry>([Pending], page, 11),
        Accounts = new Some<AccountScore>([new(Shop, new Score(1, 2, 3))], 4),
    };

    private static HomeData Full(ListedCase listed, string endless)
    {
        var exception = Pending with { Id = new ExceptionId(long.MaxValue), Case = listed, RequestedBy = "U1> <!channel", Until = DateOnly.MaxValue };
        return new HomeData(
            [.. Enumerable.Repeat(Shop, 500)],
            new HomeCases(new HomePage<ListedCase>([.. Enumerable.Repeat(listed, HomeQueries.CasesOnPage)], 2, long.MaxValue / 2), long.MaxValue / 2),
            new HomePage<ExceptionEntry>([.. Enumerable.Repeat(exception, HomeQueries.ExceptionsOnPage)], 2, 100_000),
            new Some<AccountScore>([.. Enumerable.Repeat(new AccountScore(Shop, new Score(int.MaxValue / 4, int.MaxValue / 4, 1)), AccountScoreQuery.MaxShown)], 5000),
            new HomeTeam(
                new HomePage<ExceptionEntry>([.. Enumerable.Repeat(exception, HomeQueries.ApprovalsOnPage)], 2, 100_000),
                new Some<OverdueTeam>([.. Enumerable.Repeat(new OverdueTeam(endless, long.MaxValue / 20, DateOnly.MinValue), HomeQueries.MaxTeams)], 100_000),
                long.MaxValue,
                new Some<string>([.. Enumerable.Repeat(endless, HomeQueries.MaxNamed)], 100_000),
                new Some<string>([.. Enumerable.Repeat(endless, HomeQueries.MaxNamed)], 100_000),
                Emptied(long.MaxValue, long.MaxValue) with { ReadAt = Opened, Age = TimeSpan.MaxValue, IsOld = true }));
    }

    private static CommandContext Context(Language language, Account account) => new(
        language, Today, Tokyo, ControlCatalogue.Default,
        new Dictionary<AccountId, Account> { [account.Id] = account, [Other] = account with { Id = Other, Name = account.Name.Length < 100 ? "shop-stg" : account.Name } });
}
