using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>The real bot on a free port, with a database and a loopback Slack.</summary>
internal sealed class TestBot : IAsyncDisposable
{
    public const string ApiKey = "integration-test-api-key";
    public const string ShopAccount = "111122223333";
    public const string GameAccount = "444455556666";
    public const string ShopChannel = "shop-aws";

    private readonly WebApplication _app;

    private TestBot(WebApplication app, SlackWorkspace slack, Uri url)
    {
        (_app, Slack, Url) = (app, slack, url);
        Http = new HttpClient { BaseAddress = url };
    }

    public SlackWorkspace Slack { get; }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public Database Database => Service<Database>();

    public static Task<SlackWorkspace> StartSlack(bool enforceRates = false) =>
        SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = enforceRates } });

    public static Task<TestBot> Start(TestDatabase database, SlackWorkspace slack, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null) =>
        Start(database.Provider, database.ConnectionString, slack, settings, services);

    public static async Task<TestBot> Start(string provider, string connectionString, SlackWorkspace slack, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var app = BotApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(provider, connectionString, slack));
            builder.Configuration.AddInMemoryCollection(settings ?? []);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }, services);
        BotApplication.MigrateAtStart(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var bot = new TestBot(app, slack, new Uri(address));
        slack.BotUrl = bot.Url;
        await bot.AddAccounts();
        return bot;
    }

    /// <summary>Only makes the tables, as <c>migrate</c> does.</summary>
    public static async Task Migrate(TestDatabase database, SlackWorkspace slack, Dictionary<string, string?>? settings = null)
    {
        await using var app = BotApplication.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(database.Provider, database.ConnectionString, slack));
            builder.Configuration.AddInMemoryCollection(settings ?? []);
        });
        BotApplication.MigrateAtStart(app);
    }

    public static Dictionary<string, string?> Settings(string provider, string connectionString, SlackWorkspace slack) => new()
    {
        ["Database:Provider"] = provider,
        ["ConnectionStrings:Bot"] = connectionString,
        ["Slack:BotToken"] = slack.BotToken,
        ["Slack:SigningSecret"] = slack.SigningSecret,
        ["Slack:ApiUrl"] = slack.ApiUrl.ToString(),
        ["Slack:SecurityChannel"] = "#security",
        ["Intake:ApiKey"] = ApiKey,
        ["Jobs:Enabled"] = "false",
        ["Sync:Poll"] = "00:00:00.100",
        ["Sync:UncertainDelay"] = "00:00:00",
        ["Serilog:MinimumLevel:Default"] = Environment.GetEnvironmentVariable("SHUB_TEST_LOGS") ?? "Fatal",
    };

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<HttpResponseMessage> Post(byte[] body, string? apiKey = ApiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/intake/eventbridge") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (apiKey is not null)
        {
            request.Headers.Add("X-Api-Key", apiKey);
        }

        return await Http.SendAsync(request);
    }

    public async Task Accept(byte[] body)
    {
        using var response = await Post(body);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    public Task<long> Count(string from) => Database.Read(session => session.Scalar<long>($"select count(*) from {from}"), CancellationToken.None);

    /// <summary>Waits until nothing is left to decide or to show.</summary>
    public async Task Settle()
    {
        await SettleDecisions();
        await WaitUntil(async () => await Count("case_messages where desired > actual or lease_until > 0") == 0);
    }

    /// <summary>Waits until nothing is left to decide.</summary>
    public Task SettleDecisions() => WaitUntil(async () => await Count("decision_queue") == 0);

    public async Task WaitUntil(Func<Task<bool>> isSo, TimeSpan? patience = null, TimeSpan? glance = null)
    {
        var deadline = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (deadline.Elapsed > (patience ?? TimeSpan.FromSeconds(40)))
            {
                throw new TimeoutException("The bot did not come to rest: " + await State());
            }

            await Task.Delay(glance ?? TimeSpan.FromMilliseconds(30));
        }
    }

    public IReadOnlyList<WorkspaceMessage> Cards(string channel) => [.. Slack.Messages(channel).Where(m => m.Json.ToJsonString().Contains("\"shub_case\"", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Slack.BotUrl = null;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<string> State()
    {
        var rows = await Database.Read(session => session.Query<string>("select slot || ' ' || desired || '>' || actual || ' ' || coalesce(last_error, '') from case_messages where desired > actual or lease_until > 0"), CancellationToken.None);
        var text = new StringBuilder();
        rows.Where(r => r.Length > 0).Take(10).ToList().ForEach(r => text.Append(r).Append("; "));
        return text.ToString();
    }

    /// <summary>Before the first bot runs on it: makes the tables and enters the accounts.</summary>
    public static async Task AddAccountsTo(TestDatabase database)
    {
        await using var slack = await StartSlack();
        await using var bot = await Start(database, slack, services: s => s.OnlyWatch());
    }

    private Task AddAccounts() => Database.Write(
        async session =>
        {
            const string Insert =
                """
                insert into accounts (account_id, name, environment, channel, owners, escalation, ticket_project, language, version, updated_at, updated_by)
                values (@id, @name, 'production', @channel, '', '', '', @language, 1, 0, 'test') on conflict (account_id) do nothing
                """;
            var added = await session.Execute(Insert, new { id = ShopAccount, name = "shop-prod", channel = "#shop-aws", language = "ja" })
                + await session.Execute(Insert, new { id = GameAccount, name = "game-prod", channel = "C0GAMEAWS1", language = "en" });
            if (added > 0)
            {
                await session.Execute("update directory_version set version = version + 1");
            }
        },
        CancellationToken.None);
}

internal static class TestBotSettings
{
    /// <summary>A Slack that does not answer is given up soon.</summary>
    public static void ShortTimeouts(this IServiceCollection services) =>
        services.PostConfigure<SecurityHubBot.Slack.WebApi.SlackApiOptions>(o => o.AttemptTimeout = TimeSpan.FromSeconds(1));

    /// <summary>An instance that takes in and shows nothing by itself, to look at the database through.</summary>
    public static void OnlyWatch(this IServiceCollection services)
    {
        var workers = services.Where(s => s.ServiceType == typeof(IHostedService)
            && (s.ImplementationType?.Assembly ?? s.ImplementationFactory?.Method.Module.Assembly)!.GetName().Name!.StartsWith("SecurityHubBot", StringComparison.Ordinal));
        workers.ToList().ForEach(w => services.Remove(w));
    }
}
