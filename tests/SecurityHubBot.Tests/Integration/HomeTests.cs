using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Home;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

public class HomeTests
{
    private const string Ito = AozoraHosting.Ito;
    private const string Tanaka = AozoraHosting.Tanaka;
    private const string Miller = AozoraHosting.Miller;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_owner_opens_the_Home_tab_takes_a_case_there_and_sees_it_fixed(DatabaseKind kind)
    {
        await using var world = await World.Start(kind);
        await world.Bot.Accept(Events.Failed("invoices"));
        await world.Bot.Settle();

        await world.Slack.OpenHomeAsync(Ito);
        var home = await world.Slack.WaitForHomeAsync(Ito, Shows("SHUB-1"));
        Text(home).ShouldContain("shop-prod");
        Text(home).ShouldNotContain("セキュリティチーム");

        await world.Slack.ClickInViewAsync(Ito, "case.accept");
        await world.Slack.WaitForHomeAsync(Ito, v => Text(v).Contains($"<@{Ito}>", StringComparison.Ordinal) && !Text(v).Contains("case.accept", StringComparison.Ordinal));
        await world.Bot.Settle();
        world.Bot.Cards(TestBot.ShopChannel).ShouldHaveSingleItem().AllText.ShouldContain($"<@{Ito}>");

        await world.Bot.Accept(Events.Passed("invoices"));
        await world.Slack.WaitForHomeAsync(Ito, v => !Text(v).Contains("SHUB-1", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Approvers_see_the_teams_part_too_and_everybody_in_their_own_language(DatabaseKind kind)
    {
        await using var world = await World.Start(kind);
        await world.Bot.Accept(Events.Failed("invoices"));
        await world.Bot.Settle();
        await world.Bot.Database.Write(s => s.Execute("update cases set due_on = '2020-01-01'"), CancellationToken.None);

        await world.Slack.OpenHomeAsync(Tanaka);
        await world.Slack.OpenHomeAsync(Miller);

        var team = await world.Slack.WaitForHomeAsync(Tanaka);
        Text(team).ShouldContain("セキュリティチーム");
        Text(team).ShouldContain("#shop-aws");
        Text(await world.Slack.WaitForHomeAsync(Miller)).ShouldContain("Your cases");
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_exception_is_asked_for_approved_and_withdrawn_from_Home_tabs_alone(DatabaseKind kind)
    {
        await using var world = await World.Start(kind);
        await world.Bot.Accept(Events.Failed("invoices"));
        await world.Bot.Settle();
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.OpenHomeAsync(Tanaka);
        await world.Slack.WaitForHomeAsync(Ito, Shows("SHUB-1"));
        await world.Slack.WaitForHomeAsync(Tanaka, Shows("承認待ちの例外申請はありません"));

        await world.Slack.ClickInViewAsync(Ito, "case.request_exception");
        await world.Slack.WaitForViewAsync(Ito);
        var until = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await world.Slack.SubmitAsync(Ito, new Dictionary<string, string> { ["reason"] = "公開サイトのためです", ["until"] = until }))["result"]!.GetValue<string>().ShouldBe("closed");
        await world.Slack.WaitForHomeAsync(Ito, Shows("EX-1* 承認待ち"));

        await world.Slack.WaitForHomeAsync(Tanaka, Shows("exception.review"));
        await world.Slack.ClickInViewAsync(Tanaka, "exception.review");
        await world.Slack.WaitForViewAsync(Tanaka);
        (await world.Slack.SubmitAsync(Tanaka, new Dictionary<string, string> { ["decision"] = "approve" }))["result"]!.GetValue<string>().ShouldBe("closed");

        await world.Slack.WaitForHomeAsync(Ito, v => Shows("EX-1* 承認済み")(v) && Shows("対応が必要な案件はありません")(v));
        await world.Slack.WaitForHomeAsync(Tanaka, Shows("承認待ちの例外申請はありません"));

        await world.Slack.ClickInViewAsync(Ito, "exception.withdraw");
        await world.Slack.WaitForHomeAsync(Ito, v => !Shows("EX-1")(v) && Shows("case.accept")(v));
    }

    [Fact]
    public async Task Somebody_who_owns_accounts_through_a_user_group_sees_their_cases()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        await world.Own(TestBot.GameAccount, "S0OPERATOR");
        await world.Bot.Accept(Events.Failed("scores", account: TestBot.GameAccount));
        await world.Bot.Settle();

        await world.Slack.OpenHomeAsync(AozoraHosting.Sato);

        Text(await world.Slack.WaitForHomeAsync(AozoraHosting.Sato)).ShouldContain("SHUB-1");
    }

    [Fact]
    public async Task What_has_not_changed_is_not_published_again()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito);
        await world.Settle();
        var before = Published(world.Slack);

        for (var i = 0; i < 3; i++)
        {
            await world.Slack.OpenHomeAsync(Ito);
            await world.Slack.WaitForEventsAsync();
        }

        // Somebody else's case: looked at, and nothing of it is shown here.
        await world.Bot.Accept(Events.Failed("scores", account: TestBot.GameAccount));
        await world.Bot.Settle();
        await world.Settle();

        Published(world.Slack).ShouldBe(before);
    }

    [Fact]
    public async Task The_messages_tab_is_none_of_our_business()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);

        await world.Slack.OpenHomeAsync(Ito, "messages");
        await world.Slack.WaitForEventsAsync();
        await world.Bot.WaitUntil(async () => await world.Bot.Count("slack_events where handled_at is null") == 0);

        (await world.Bot.Count("home_views")).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Pages_are_turned_forth_and_back_and_opening_anew_starts_at_the_first(DatabaseKind kind)
    {
        await using var world = await World.Start(kind);
        await world.Bot.Database.Write(
            session => session.Execute(
                """
                insert into cases (account_id, region, control_key, control_id, state, severity, title, standards, episode, opened_at, due_on, unfixed, version, updated_at)
                values (@account, @region, 'S3.8', 'S3.8', 'open', 'HIGH', 'title', '', 1, 1, '2099-01-01', 1, 1, 1)
                """,
                Enumerable.Range(1, 12).Select(i => new { account = TestBot.ShopAccount, region = $"region-{i}" })),
            CancellationToken.None);
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito, Shows("1 / 2"));

        await world.Slack.ClickInViewAsync(Ito, HomePageValue.Action);
        await world.Slack.WaitForHomeAsync(Ito, Shows("2 / 2"));
        await world.Slack.ClickInViewAsync(Ito, HomePageValue.BackAction);
        await world.Slack.WaitForHomeAsync(Ito, Shows("1 / 2"));
        await world.Slack.ClickInViewAsync(Ito, HomePageValue.Action);
        await world.Slack.WaitForHomeAsync(Ito, Shows("2 / 2"));
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito, Shows("1 / 2"));
    }

    [Fact]
    public async Task A_publication_that_Slack_lost_refused_or_limited_is_made_up_for()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        world.Slack.Faults.Next("views.publish", new Fault.RateLimited(TimeSpan.FromSeconds(1)));
        world.Slack.Faults.Next("views.publish", new Fault.ServerError(), 4);
        world.Slack.Faults.Next("views.publish", new Fault.Refusal("internal_error"));

        await world.Slack.OpenHomeAsync(Ito);

        await world.Slack.WaitForHomeAsync(Ito);
        await world.Settle();
        (await world.Bot.Count("home_views where content_hash is not null and last_error is null")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_has_left_is_forgotten_and_whoever_comes_back_is_shown_everything_again()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito);
        await world.Settle();

        await world.Slack.DeactivateAsync(Ito);
        await world.Bot.Database.Write(s => s.Execute("update home_views set desired = desired + 1"), CancellationToken.None);
        await world.Bot.WaitUntil(async () => await world.Bot.Count("home_views") == 0);

        await world.Slack.DeactivateAsync(Ito, deactivated: false);
        var before = Published(world.Slack);
        await world.Slack.OpenHomeAsync(Ito);
        await world.Bot.WaitUntil(() => Task.FromResult(Published(world.Slack) > before));
    }

    [Fact]
    public async Task At_midnight_the_days_are_counted_anew()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        await world.Bot.Accept(Events.Failed("invoices"));
        await world.Bot.Settle();
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito, Shows("SHUB-1"));
        await world.Settle();
        (await world.Bot.Count("home_views where refresh_at is not null")).ShouldBe(1);

        // As if the day had changed since: nothing but the clock says that anything is different.
        await world.Bot.Database.Write(s => s.Execute("update cases set due_on = '2020-01-01'"), CancellationToken.None);
        await world.Bot.Database.Write(s => s.Execute("update home_views set refresh_at = 1"), CancellationToken.None);

        await world.Slack.WaitForHomeAsync(Ito, Shows("期限切れ"));
    }

    [Fact]
    public async Task A_button_of_an_old_Home_tab_says_in_a_modal_why_it_does_nothing()
    {
        await using var world = await World.Start(DatabaseKind.Sqlite);
        await world.Bot.Accept(Events.Failed("invoices"));
        await world.Bot.Settle();
        await world.Slack.OpenHomeAsync(Ito);
        await world.Slack.WaitForHomeAsync(Ito, Shows("SHUB-1"));
        await world.Settle();
        // What stays on the screen of somebody whose machine was asleep.
        await world.Bot.Database.Write(s => s.Execute("update home_views set opened_at = 1"), CancellationToken.None);
        await world.Bot.Accept(Events.Passed("invoices"));
        await world.Bot.Settle();

        await world.Slack.ClickInViewAsync(Ito, "case.accept");

        Text(await world.Slack.WaitForViewAsync(Ito)).ShouldContain("SHUB-1");
        world.Slack.Messages(SlackWorkspace.DirectMessage(Ito)).ShouldBeEmpty();
    }

    private static int Published(SlackWorkspace slack) => slack.Calls.Count(c => c.Name == "views.publish");

    private static Func<JsonObject, bool> Shows(string text) => view => Text(view).Contains(text, StringComparison.Ordinal);

    private static string Text(JsonObject view) => view["blocks"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A bot in a hurry, in whose workspace Ito owns the shop's account.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly TestDatabase _database;

        private World(TestDatabase database, SlackWorkspace slack, TestBot bot) => (_database, Slack, Bot) = (database, slack, bot);

        public SlackWorkspace Slack { get; }

        public TestBot Bot { get; }

        public static async Task<World> Start(DatabaseKind kind)
        {
            var database = await TestDatabase.CreateAsync(kind);
            var slack = await TestBot.StartSlack();
            var settings = new Dictionary<string, string?> { ["Slack:Approvers"] = AozoraHosting.Approvers, ["Slack:Operators"] = AozoraHosting.Operators };
            var hurry = new HomePace { Poll = TimeSpan.FromMilliseconds(50), Soon = TimeSpan.Zero };
            var world = new World(database, slack, await TestBot.Start(database, slack, settings, services => services.AddSingleton(hurry)));
            await world.Own(TestBot.ShopAccount, Ito);
            return world;
        }

        public Task Own(string account, string owners) => Bot.Database.Write(
            async session =>
            {
                await session.Execute("update accounts set owners = @owners where account_id = @account", new { account, owners });
                await session.Execute("update directory_version set version = version + 1");
            },
            CancellationToken.None);

        /// <summary>Waits until every Home tab shows what it should, as things stand.</summary>
        public async Task Settle()
        {
            await Bot.WaitUntil(async () => await Bot.Count("slack_events where handled_at is null") == 0);
            await Bot.WaitUntil(async () => await Bot.Count(
                """
                home_views where desired > actual or lease_until > 0
                    or seen <> (select coalesce(max(id), 0) from case_history) || '/' || (select version from directory_version)
                """) == 0);
        }

        public async ValueTask DisposeAsync()
        {
            await Bot.DisposeAsync();
            await Slack.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
