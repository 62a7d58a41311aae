using System.Net;
using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.Tests.Jobs;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Access;

/// <summary>The bot's pages where no provider is configured.</summary>
public sealed partial class LoopbackTests : IAsyncLifetime
{
    private const string Page = "/hangfire";
    private static readonly Dictionary<string, string?> Enabled = new() { ["Jobs:Enabled"] = "true" };

    private TestDatabase _database = null!;
    private SlackWorkspace _slack = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _slack = await TestBot.StartSlack();
    }

    public async ValueTask DisposeAsync()
    {
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task On_this_machine_the_dashboard_opens_with_headers_that_keep_other_pages_out()
    {
        await using var bot = await TestBot.Start(_database, _slack, Enabled);
        using var browser = new Browser(bot.Url);

        var page = await browser.Get(Page);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        page.Headers["X-Frame-Options"].ShouldBe("DENY");
        page.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        page.Headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
        InlineScript().IsMatch(page.Body).ShouldBeFalse("the policy would not let it run");
        page.Body.ShouldNotContain("Data Source");
        foreach (Match file in PageFile().Matches(page.Body))
        {
            (await browser.Get(file.Groups[1].Value)).Status.ShouldBe(HttpStatusCode.OK, file.Value);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "shub.example.com")]
    [InlineData("Host", "127.0.0.1.example.com")]
    public async Task What_a_proxy_or_a_strange_name_brings_is_not_of_this_machine(string header, string value)
    {
        await using var bot = await TestBot.Start(_database, _slack, Enabled);
        using var browser = new Browser(bot.Url);

        var page = await browser.Get(new Uri(bot.Url, Page), (header, value));

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Body.ShouldContain("only on the machine that runs the bot");
    }

    [Theory]
    [InlineData("203.0.113.9", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("::ffff:203.0.113.9", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    public async Task Only_the_connections_own_address_counts(string address, bool isIn)
    {
        await using var bot = await TestBot.Start(_database, _slack, Enabled, services => services.AddSingleton<IStartupFilter>(new From(IPAddress.Parse(address))));
        using var browser = new Browser(bot.Url);

        (await browser.Get(Page)).Status.ShouldBe(isIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await browser.Get($"{Page}/recurring")).Status.ShouldBe(isIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await browser.Get("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_button_of_the_dashboard_works_with_its_token_and_not_from_another_page()
    {
        await using var bot = await TestBot.Start(_database, _slack, Enabled);
        using var browser = new Browser(bot.Url);
        await bot.WaitUntil(() => Task.FromResult(Entered(bot)));
        var page = await browser.Get($"{Page}/recurring");
        Dictionary<string, string> trigger = new() { ["jobs[]"] = "audit-head" };

        (await browser.Post($"{Page}/recurring/trigger", trigger)).Status.ShouldBe(HttpStatusCode.Forbidden);
        bot.Service<JobStorage>().GetMonitoringApi().Succeeded("audit-head").ShouldBe(0);

        var (header, token) = (Csrf().Match(page.Body).Groups["header"].Value, Csrf().Match(page.Body).Groups["token"].Value);
        (await browser.Post($"{Page}/recurring/trigger", trigger, (header, WebUtility.HtmlDecode(token)))).Status.ShouldBe(HttpStatusCode.NoContent);
        await bot.WaitUntil(() => Task.FromResult(bot.Service<JobStorage>().GetMonitoringApi().Succeeded("audit-head") == 1));
    }

    [Fact]
    public async Task Every_address_is_for_machines_that_prove_themselves_or_for_operators()
    {
        await using var bot = await TestBot.Start(_database, _slack, Enabled);
        string[] machines = ["/intake/eventbridge", "/tickets/webhook/{tracker}", "/slack/command", "/slack/action", "/slack/event", "/slack/options", "/health/live", "/health/ready", "/metrics"];

        var open = bot.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/'))
            .Distinct();

        open.ShouldBe(machines, ignoreOrder: true);
    }

    private static bool Entered(TestBot bot)
    {
        using var connection = bot.Service<JobStorage>().GetConnection();
        return connection.GetRecurringJobs().Any(j => j.Id == "audit-head");
    }

    [GeneratedRegex("<script(?![^>]* src=)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(?:src|href)=\"(/hangfire/(?:js|css)[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex PageFile();

    [GeneratedRegex("name=\"csrf-header\" content=\"(?<header>[^\"]+)\".*?name=\"csrf-token\" content=\"(?<token>[^\"]+)\"", RegexOptions.Singleline, 1000)]
    private static partial Regex Csrf();

    private sealed class From(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, rest) =>
            {
                http.Connection.RemoteIpAddress = address;
                return rest(http);
            });
            next(app);
        };
    }
}
