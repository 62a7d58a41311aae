using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecurityHubBot.Directories;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Sandbox.Workspace.Deliveries;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>The bot's instances, Slack, people and the events, driven by one seed.</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    private const int Speed = 30;
    private static readonly string[] Channels = ["#shop-aws", "C0PAYAWS01", "#media-aws", "C0DATAAWS1", "#corp-it-aws", "C0GAMEAWS1", "#shop-aws", "#legacy-aws"];
    private static readonly string[] People = [AozoraHosting.Ito, AozoraHosting.Sato, AozoraHosting.Tanaka];
    private static readonly string[] Methods = ["chat.postMessage", "chat.update", "chat.postMessage", "chat.update", "conversations.history", "conversations.replies", "conversations.list"];

    private readonly TestDatabase _database;
    private readonly FastTime _time;
    private readonly Random _random;
    private readonly int _instances;
    private readonly List<TestBot> _bots = [];
    private readonly SimulatedExceptions _exceptions;

    private SimulatedWorld(TestDatabase database, SlackWorkspace slack, FastTime time, int seed, int instances)
    {
        (_database, Slack, _time, Seed, _instances) = (database, slack, time, seed, instances);
#pragma warning disable CA5394 // A simulation wants a random that can be repeated.
        _random = new Random(seed);
#pragma warning restore CA5394
        Estate = new SimulatedEstate(_random);
        _exceptions = new SimulatedExceptions(slack, time, _random);
    }

    public int Seed { get; }

    public SimulatedEstate Estate { get; }

    public SlackWorkspace Slack { get; }

    public TestBot Bot => _bots[0];

    /// <summary>Where each account's cards belong in the end; an account without a row is not in it.</summary>
    public Dictionary<string, string> ChannelOf { get; } = [];

    public Dictionary<string, string> PolicyOf { get; } = [];

    public static async Task<SimulatedWorld> Create(TestDatabase database, int seed, int instances)
    {
        var time = new FastTime(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero), Speed);
        var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions
        {
            TimeProvider = time,
            Limits = new WorkspaceLimits { EnforceRates = false, AnswerTime = TimeSpan.FromMinutes(5), TriggerLife = TimeSpan.FromMinutes(5) },
        });
        return new SimulatedWorld(database, slack, time, seed, instances);
    }

    public async Task Start()
    {
        for (var i = 0; i < _instances; i++)
        {
            _bots.Add(await TestBot.Start(_database, Slack, new()
            {
                ["Sync:Lease"] = "00:10:00",
                ["Sync:UncertainDelay"] = "00:00:05",
                ["Slack:ApprovalChannel"] = "#" + SimulatedExceptions.Channel,
                ["Slack:Approvers"] = SimulatedExceptions.Approvers,
            },
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
                services.PostConfigure<SecurityHubBot.Slack.WebApi.SlackApiOptions>(o => o.AttemptTimeout = TimeSpan.FromSeconds(30));
            }));
        }
    }

    /// <summary>Stopped in the middle of whatever it does; a day and more passes.</summary>
    public async Task Stop()
    {
        foreach (var bot in _bots)
        {
            await bot.DisposeAsync();
        }

        _bots.Clear();
        _time.Jump(TimeSpan.FromHours(20 + _random.Next(20)));
    }

    public DateOnly Today => Bot.Service<OrganisationOptions>().DateAt(_time.GetUtcNow());

    public async Task Live(int events, int chapter)
    {
        await ImportTables(chapter);
        await RunJobs();
        var arriving = Estate.Tell(events);
        const int AtOnce = 16;
        for (var i = 0; i < arriving.Count; i += AtOnce)
        {
            await Task.WhenAll(arriving.Skip(i).Take(AtOnce).Select((body, n) => Send(_bots[n % _bots.Count], body)));
            BreakSlack();
            await SomebodyDoesSomething();
            await SomebodyDoesSomething();
        }
    }

    public async Task Settle()
    {
        Slack.Faults.Clear();
        // An event whose message is not written down yet is tried again ever later, at last after 21 minutes by the world's clock.
        await Bot.WaitUntil(async () => await Bot.Count("slack_events where handled_at is null") == 0, patience: TimeSpan.FromMinutes(2));
        await Bot.Settle();
        await RunJobs();
        await Bot.Settle();
    }

    /// <summary>Until noon of the day on which the last of them has come to its end: no card counts its days anew while it is looked at.</summary>
    public async Task OutliveExceptions()
    {
        var midnight = Bot.Service<OrganisationOptions>().NextMidnight(_time.GetUtcNow());
        _time.Jump(midnight.AddDays(SimulatedExceptions.Longest).AddHours(12) - _time.GetUtcNow());
        await Settle();
        // A card whose time has come is wanted anew before anybody takes it up: between the two it is neither due nor leased.
        await Bot.WaitUntil(
            async () => await Bot.Count($"case_messages where refresh_at <= {Micros.From(_time.GetUtcNow())} or {SimulatedTruth.Unsettled}") == 0,
            patience: TimeSpan.FromMinutes(2));
    }

    /// <summary>What has been lived through, to see that it was enough.</summary>
    public async Task<string> Tale()
    {
        var (cases, lines, sentences) = (await Bot.Count("cases"), await Bot.Count("case_history"), await Bot.Count("case_messages where kind = 'note'"));
        var calls = Slack.Calls;
        var exceptions = await Bot.Database.Read(session => session.Query<string>("select state || ' ' || count(*) from exceptions group by state order by state"), CancellationToken.None);
        return $"seed {Seed}: {cases} cases, {lines} lines of history, {sentences} sentences; exceptions: {string.Join(", ", exceptions)}; {calls.Count(c => !c.Ok)} of the last {calls.Count} calls went wrong";
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Slack.DisposeAsync();
    }

    /// <summary>Each time other channels, and a policy that goes to and fro.</summary>
    private async Task ImportTables(int chapter)
    {
        var import = Bot.Service<DirectoryImport>();
        var accounts = SimulatedEstate.Accounts.Take(SimulatedEstate.Accounts.Count - 1).ToList();
        accounts.Select((a, i) => (a, Channels[(i + (i < 2 ? chapter : 0)) % Channels.Length])).ToList().ForEach(p => ChannelOf[p.a] = p.Item2);
        var rows = accounts.Select(a => $"{a},acc-{a[..2]},production,{ChannelOf[a]},,,,{(a[0] == '3' ? "en" : "ja")}\n");
        using var accountCsv = new StringReader("account_id,name,environment,channel,owners,escalation,ticket_project,language\n" + string.Concat(rows));
        (await import.ImportAccounts(accountCsv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();

        SimulatedEstate.Controls.Select((c, i) => (c, i switch { 0 => chapter == 1 ? "ignore" : "track", 1 => chapter == 2 ? "ignore" : "track", 2 => "notify", 3 => "ignore", _ => "track" }))
            .ToList().ForEach(p => PolicyOf[p.c.ToUpperInvariant()] = p.Item2);
        using var policyCsv = new StringReader("standard,control,policy,category,due_days,environments,note\n" + string.Concat(PolicyOf.Select(p => $"*,{p.Key},{p.Value},,,,test\n")));
        (await import.ImportPolicies(policyCsv, new ImportOptions(), "test", CancellationToken.None)).ShouldBeOfType<ImportReport.Done>();
    }

    private static async Task Send(TestBot bot, byte[] body)
    {
        using var answer = await bot.Post(body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    private void BreakSlack()
    {
        if (_random.Next(4) == 0)
        {
            Slack.Faults.Next(Methods[_random.Next(Methods.Length)], _random.Next(6) switch
            {
                0 => new Fault.RateLimited(TimeSpan.FromSeconds(1 + _random.Next(40))),
                1 => new Fault.ServerError(),
                2 => new Fault.Timeout(),
                3 => new Fault.AnswerHeld(),
                4 => new Fault.Refusal("internal_error"),
                _ => new Fault.AnswerLost(),
            }, count: 1 + _random.Next(3));
        }
    }

    private async Task SomebodyDoesSomething()
    {
        var channel = Channels[_random.Next(Channels.Length)].TrimStart('#');
        var cards = Bot.Cards(channel);
        var person = People[_random.Next(People.Length)];
        if (cards.Count == 0)
        {
            return;
        }

        var card = cards[_random.Next(cards.Count)];
        try
        {
            await (_random.Next(10) switch
            {
                0 => Slack.DeleteMessageAsync(person, channel, card.Ts),
                1 => LinkTicket(person, channel, card),
                2 => _exceptions.Ask(channel, card),
                3 => _exceptions.Ask(channel, card),
                4 or 5 or 6 => _exceptions.Decide(),
                7 => _exceptions.TakeBack(channel, card),
                8 when _random.Next(3) == 0 => RunJobs(),
                _ => TakeCase(person, channel, card),
            });
        }
        catch (WorkspaceUseException)
        {
            // The card changed under the person's hands.
        }
    }

    /// <summary>On every instance at once.</summary>
    private Task RunJobs() => Task.WhenAll(_bots.Select(b => Task.Run(() => b.Service<ExceptionLife>().Run(CancellationToken.None))));

    private async Task TakeCase(string person, string channel, WorkspaceMessage card)
    {
        await Slack.ClickAsync(person, channel, card.Ts, "case.accept");
        if (Slack.OpenView(person) is not null)
        {
            await Slack.SubmitAsync(person, new Dictionary<string, string>());
            await Slack.CloseViewAsync(person, all: true);
        }
    }

    private async Task LinkTicket(string person, string channel, WorkspaceMessage card)
    {
        await Slack.ClickAsync(person, channel, card.Ts, "case.link_ticket");
        await Slack.SubmitAsync(person, new Dictionary<string, string> { ["ticket"] = string.Create(CultureInfo.InvariantCulture, $"https://redmine.example.com/issues/{_random.Next(5)}") });
    }
}
