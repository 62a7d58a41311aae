using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Access;

/// <summary>Operators sign in at a real provider on loopback, as a browser does.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Page = "/hangfire";

    private TestDatabase _database = null!;
    private SlackWorkspace _slack = null!;
    private LocalProvider _provider = null!;
    private TestBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        _slack = await TestBot.StartSlack();
        _provider = await LocalProvider.Start();
        _bot = await TestBot.Start(_database, _slack, _provider.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _provider.DisposeAsync();
        await _slack.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("shub-operators", true)]
    [InlineData("platform", true)]
    [InlineData("shub-operators", false)]
    public async Task An_operator_signs_in_and_is_in(string group, bool inToken)
    {
        (_provider.Groups, _provider.GroupsInToken) = (["everybody", group], inToken);
        using var browser = new Browser(_bot.Url);

        var page = await browser.Follow(Page);

        page.Status.ShouldBe(HttpStatusCode.OK, page.Body);
        page.Body.ShouldContain("SecurityHubBot");
        _provider.Refusals.ShouldBeEmpty();
        (await browser.Get(Page)).Status.ShouldBe(HttpStatusCode.OK, "the session lasts");
        browser.Cookies.ShouldContain(c => c.Name == "shub.session" && c.HttpOnly);
    }

    [Theory]
    [InlineData("everybody")]
    [InlineData("Shub-Operators")]
    [InlineData("shub-operators, platform")]
    public async Task Whoever_is_no_operator_gets_a_page_that_says_so_and_no_session(string group)
    {
        _provider.Groups = [group];
        using var browser = new Browser(_bot.Url);

        var page = await browser.Follow(Page);

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Body.ShouldContain("not one of the operators");
        browser.Cookies.ShouldNotContain(c => c.Name == "shub.session");
        (await browser.Get(Page)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Without_a_session_one_is_sent_to_the_provider()
    {
        using var browser = new Browser(_bot.Url);

        var answer = await browser.Get(Page);

        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        answer.Location!.ToString().ShouldStartWith(new Uri(_provider.Url, "/authorize").ToString());
        var asked = QueryHelpers.ParseQuery(answer.Location.Query);
        asked["redirect_uri"].ToString().ShouldBe(new Uri(_bot.Url, "/signin-oidc").ToString());
        asked["code_challenge_method"].ToString().ShouldBe("S256");
    }

    [Theory]
    [InlineData("/signin-oidc")]
    [InlineData("/signin-oidc?code=abc")]
    [InlineData("/signin-oidc?code=abc&state=forged")]
    [InlineData("/signin-oidc?error=access_denied&state=forged")]
    public async Task An_answer_that_nobody_asked_for_is_refused(string path)
    {
        using var browser = new Browser(_bot.Url);

        await Refused(browser, await browser.Get(path));
    }

    [Fact]
    public async Task An_answer_does_not_work_in_another_browser_and_not_twice()
    {
        _provider.Groups = ["shub-operators"];
        using var mine = new Browser(_bot.Url);
        using var theirs = new Browser(_bot.Url);
        var answer = (await mine.Get((await mine.Get(Page)).Location!)).Location!;

        await Refused(theirs, await theirs.Get(answer));
        (await mine.Get(answer)).Status.ShouldBe(HttpStatusCode.Redirect);
        using var again = new Browser(_bot.Url);
        await Refused(again, await again.Get(answer));
    }

    [Fact]
    public async Task A_token_with_another_nonce_is_refused()
    {
        (_provider.Groups, _provider.OtherNonce) = (["shub-operators"], "another");
        using var browser = new Browser(_bot.Url);

        await Refused(browser, await browser.Follow(Page));
    }

    [Fact]
    public async Task A_token_that_the_provider_did_not_sign_is_refused()
    {
        (_provider.Groups, _provider.OtherKey) = (["shub-operators"], true);
        using var browser = new Browser(_bot.Url);

        await Refused(browser, await browser.Follow(Page));
    }

    [Fact]
    public async Task A_forged_session_is_none()
    {
        using var browser = new Browser(_bot.Url);
        browser.SetCookie("shub.session", "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        (await browser.Get(Page)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task While_the_provider_is_away_a_page_says_so()
    {
        await using var bot = await TestBot.Start(_database, _slack, new(_provider.Settings) { ["Oidc:Authority"] = "http://127.0.0.1:1" });
        using var browser = new Browser(bot.Url);

        var page = await browser.Get(Page);

        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Body.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task A_session_is_good_at_every_instance_that_has_the_secret()
    {
        _provider.Groups = ["shub-operators"];
        await using var second = await TestBot.Start(_database, _slack, _provider.Settings);
        await using var stranger = await TestBot.Start(_database, _slack, new(_provider.Settings) { ["Oidc:ClientSecret"] = "another" });
        using var browser = new Browser(_bot.Url);
        await browser.Follow(Page);

        (await browser.Get(new Uri(second.Url, Page))).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.Get(new Uri(stranger.Url, Page))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Behind_a_proxy_the_public_address_is_the_one_to_come_back_to()
    {
        await using var bot = await TestBot.Start(_database, _slack, new(_provider.Settings) { ["Oidc:PublicUrl"] = "https://shub.example.com" });
        using var browser = new Browser(bot.Url);

        var answer = await browser.Get(Page);

        QueryHelpers.ParseQuery(answer.Location!.Query)["redirect_uri"].ToString().ShouldBe("https://shub.example.com/signin-oidc");
        answer.SetCookies.ShouldNotBeEmpty();
        answer.SetCookies.ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase) && c.Contains("httponly", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Machines_need_no_session()
    {
        (await _bot.Http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _bot.Http.GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _bot.Post(Events.Passed("invoices"))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task What_is_posted_without_a_session_is_refused_and_not_sent_round()
    {
        using var browser = new Browser(_bot.Url);

        (await browser.Post($"{Page}/recurring/trigger", [])).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task Refused(Browser browser, Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Body);
        answer.Body.ShouldContain("Signing in did not work");
        answer.Body.ShouldNotContain("Exception");
        browser.Cookies.ShouldNotContain(c => c.Name == "shub.session");
        (await browser.Get(Page)).Status.ShouldBe(HttpStatusCode.Redirect);
    }
}
