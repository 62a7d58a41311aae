using System.Text.Json.Nodes;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Cases;
using SecurityHubBot.Tests.Controls;
using SecurityHubBot.Tests.Jobs;
using SecurityHubBot.Tests.Workflows;

namespace SecurityHubBot.Tests.Commands;

/// <summary>Everything that <c>/shub</c> answers, in both languages, by name; and on the wire.</summary>
public static class CommandPayloads
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");
    private static readonly AccountId Shop = AccountId.Parse("123456789012");
    private static readonly CardLink Card = new("C0SHOP001", "1700000000.000100");
    private static readonly CommandScope Own = new([Shop], FromChannel: true);

    public static IEnumerable<(string Kind, string Name, JsonNode Args)> All()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var (name, message) in Plain(language).Concat(Hostile(language)))
            {
                yield return ("slash_command_response", $"{name} ({language.Code()})", Body(message, replace: null));
                yield return ("response_url", $"{name} ({language.Code()})", Body(message, replace: true));
            }
        }
    }

    /// <summary>What people see every day.</summary>
    public static IEnumerable<(string Name, RenderedMessage Message)> Plain(Language language)
    {
        foreach (var topic in Enum.GetValues<CommandWord>().Where(w => w != CommandWord.Help).Select(w => (CommandWord?)w).Prepend(null))
        {
            yield return ($"help {topic}", HelpView.Help(topic, language));
        }

        yield return ("unknown", HelpView.Unknown("xyzzy", null, language));
        yield return ("unknown with suggestion", HelpView.Unknown("lsit", "list", language));
        foreach (var expected in Enum.GetValues<ExpectedArgument>())
        {
            yield return ($"wrong {expected}", HelpView.Wrong(new ShubCommand.Wrong(CommandWord.List, "abc", expected), language));
            yield return ($"missing {expected}", HelpView.Wrong(new ShubCommand.Wrong(CommandWord.List, "", expected), language));
        }

        yield return ("no such account", HelpView.NoSuchAccount(new ScopeResult.NoSuchAccount("shopp", []), language));
        yield return ("no such account, near", HelpView.NoSuchAccount(new ScopeResult.NoSuchAccount("shopp", ["shop-prod", "shop-dev"]), language));
        yield return ("no such case", HelpView.NoSuchCase(new CaseNumber(9), language));
        yield return ("working", HelpView.Working(language));
        yield return ("busy", HelpView.Busy(language));
        yield return ("failed", HelpView.Failed(language));
        yield return ("old button", HelpView.OldButton(language));
        var context = Context(language, SomeCases.Shop(language));
        foreach (var (name, message) in Status(context).Concat(Lists(context)).Concat(Shows(context)).Concat(ScorePayloads.Plain(context)).Concat(DirectoryPayloads.Plain(context)).Concat(MinePayloads.Plain(context)).Concat(AuditPayloads.Plain(context)).Concat(ExceptionPayloads.Plain(context)).Concat(JobPayloads.Plain(language)).Concat(PendingPayloads.Plain(context)).Concat(ControlsPayloads.Plain(language, Tokyo)))
        {
            yield return (name, message);
        }
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Status(CommandContext context)
    {
        var counts = new Dictionary<Severity, long> { [Severity.Critical] = 1, [Severity.High] = 4, [Severity.Low] = 1200 };
        var busy = new StatusData(counts, 2, 3, 4, 5, 6, 7, new Some<string>(["Quantum.1", "Quantum.2"], 2), new Some<string>(["999999999991", "999999999992"], 12));
        var calm = new StatusData(new Dictionary<Severity, long>(), 0, 0, 0, 0, 1, 0, new Some<string>([], 0), new Some<string>([], 0));
        yield return ("status of all", StatusView.Render(busy, CommandScope.Everything, context));
        yield return ("status of the channel", StatusView.Render(busy with { Overdue = 0, NotHandled = 1 }, Own, context));
        yield return ("status of an account, calm", StatusView.Render(calm, Own with { FromChannel = false }, context));
        yield return ("status of several", StatusView.Render(calm, new CommandScope([Shop, AccountId.Parse("000000000001")], FromChannel: true), context));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Lists(CommandContext context)
    {
        ListedCase[] cases =
        [
            new(SomeCases.Open() with { DueOn = SomeCases.Today.AddDays(-3) }, 3, Card),
            new(SomeCases.Accepted() with { DueOn = SomeCases.Today }, 1, null),
            new(SomeCases.Open() with { DueOn = SomeCases.Today.AddDays(1) }, 3, Card),
            new(SomeCases.Open(), 3, Card),
            new(SomeCases.Fixed(), 0, Card),
            new(SomeCases.Withdrawn(), 0, Card),
        ];
        yield return ("list", ListView.Render(new ListData(cases, 1, 6), ListFilter.None, CommandScope.Everything, context));
        yield return ("list of one", ListView.Render(new ListData(cases[..1], 1, 1), ListFilter.None with { State = ListState.Overdue }, Own, context));
        yield return ("list, first page", ListView.Render(new ListData(cases, 1, 21), ListFilter.None, CommandScope.Everything, context));
        yield return ("list, last page", ListView.Render(new ListData(cases, 3, 21), ListFilter.None, Own, context));
        var filter = ((ShubCommand.List)ShubCommandParser.Parse("list critical high S3.8 shop-prod mine unassigned state:all")).Filter;
        yield return ("list, filtered", ListView.Render(new ListData(cases, 2, 21), filter, Own with { FromChannel = false }, context));
        yield return ("list, nothing found", ListView.Render(new ListData([], 1, 0), filter, Own with { FromChannel = false }, context));
        yield return ("list, nothing open", ListView.Render(new ListData([], 1, 0), ListFilter.None, Own, context));
        foreach (var state in Enum.GetValues<ListState>())
        {
            yield return ($"list of nothing {state}", ListView.Render(new ListData([], 1, 0), ListFilter.None with { State = state }, CommandScope.Everything, context));
        }
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Shows(CommandContext context)
    {
        var history = SomeCases.Events().Select(e => new HistoryLine(SomeCases.Opened, "bot", e.Event)).Append(new HistoryLine(SomeCases.Opened, "bot", null)).ToList();
        foreach (var (name, about) in new[] { ("open", SomeCases.Open()), ("accepted", SomeCases.Accepted()), ("fixed", SomeCases.Fixed()), ("withdrawn", SomeCases.Withdrawn()) })
        {
            yield return ($"show {name}", ShowView.Render(new ShowData(about, name == "open" ? null : Card, new Some<HistoryLine>(history, history.Count)), 1, context));
        }

        var many = SomeCases.Open() with { Resources = [.. Enumerable.Range(0, 25).Select(i => SomeCases.Bucket($"bucket-{i:00}"))] };
        yield return ("show many, first", ShowView.Render(new ShowData(many, Card, new Some<HistoryLine>(history[..2], 40)), 1, context));
        yield return ("show many, last", ShowView.Render(new ShowData(many, Card, new Some<HistoryLine>(history[..2], 40)), 99, context));
    }

    private static IEnumerable<(string Name, RenderedMessage Message)> Hostile(Language language)
    {
        var endless = string.Concat(Enumerable.Repeat("<!channel>&*_`~🪣", 1000));
        var context = Context(language, SomeCases.Shop(language) with { Name = endless });
        yield return ("hostile word", HelpView.Unknown(endless, null, language));
        yield return ("hostile argument", HelpView.Wrong(new ShubCommand.Wrong(CommandWord.Show, endless, ExpectedArgument.CaseNumber), language));
        yield return ("hostile account", HelpView.NoSuchAccount(new ScopeResult.NoSuchAccount(endless, [endless, endless, endless]), language));
        foreach (var (name, model) in HostileCases.All(language))
        {
            var about = model.Case with { Title = endless };
            yield return ($"list of {name}", ListView.Render(new ListData([.. Enumerable.Repeat(new ListedCase(about, 1, Card), 10)], 2, 31), ListFilter.None, Own, context));
            yield return ($"show of {name}", ShowView.Render(
                new ShowData(about, Card, new Some<HistoryLine>([.. HostileCases.Events().Select(e => new HistoryLine(SomeCases.Opened, "bot", e.Event)).Take(10)], 99)), 1, context));
        }

        foreach (var (name, message) in DirectoryPayloads.Hostile(context, endless).Concat(AuditPayloads.Hostile(context, endless)).Concat(ExceptionPayloads.Hostile(context, endless)).Concat(ScorePayloads.Hostile(context)).Concat(JobPayloads.Hostile(language, endless)).Concat(PendingPayloads.Hostile(context, endless)).Concat(ControlsPayloads.Hostile(language, endless)))
        {
            yield return (name, message);
        }

        var filter = ((ShubCommand.List)ShubCommandParser.Parse("list " + string.Join(' ', Enumerable.Range(0, 20).Select(i => $"<!channel>-{i}-{new string('x', 30)}")))).Filter;
        yield return ("list with hostile filters", ListView.Render(new ListData([], 1, 100), filter, new CommandScope([.. Enumerable.Range(0, 20).Select(i => AccountId.Parse($"{i:000000000000}"))], FromChannel: false), context));
        yield return ("list with hostile filters of a channel", ListView.Render(new ListData([], 1, 0), filter, Own, context));
        yield return ("status with hostile names", StatusView.Render(
            new StatusData(new Dictionary<Severity, long>(), 0, 0, 0, 0, 0, 0, new Some<string>([endless, endless, endless, endless, endless], 9), new Some<string>([], 0)), Own, context));
    }

    public static CommandContext Context(Language language, Account account) =>
        new(language, SomeCases.Today, Tokyo, ControlCatalogue.Default, new Dictionary<AccountId, Account> { [account.Id] = account });

    private static JsonObject Body(RenderedMessage message, bool? replace)
    {
        var body = FakeSlack.Node(new Message { Text = message.Text, Blocks = message.Blocks });
        body["response_type"] = "ephemeral";
        if (replace is { } value)
        {
            body["replace_original"] = value;
        }

        return body;
    }
}
