using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Clock;

/// <summary>Time put forward in a whole sandbox, as the page does it.</summary>
public sealed class ClockAdvanceTests : IAsyncLifetime
{
    private const string Shop = "shop-aws";
    private const string Approvals = "security-approvals";

    private readonly string _folder = Directory.CreateTempSubdirectory("shub-sandbox-").FullName;
    private SandboxApplication? _sandbox;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SlackWorkspace Slack => _sandbox!.Workspace;

    private DateTimeOffset Now { get; set; }

    public async ValueTask InitializeAsync() => await Start();

    public async ValueTask DisposeAsync()
    {
        await _sandbox!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_exception_is_asked_for_and_approved_and_lapses_while_days_go_by()
    {
        var card = await Card();
        await Look();
        await Slack.ClickAsync(AozoraHosting.Ito, Shop, card.Ts, "case.request_exception");
        await Slack.WaitForViewAsync(AozoraHosting.Ito);
        await Slack.SubmitAsync(AozoraHosting.Ito, new Dictionary<string, string> { ["reason"] = "公開用です。", ["scope"] = "all", ["until"] = Day(3) });
        var request = await Slack.WaitForMessageAsync(Approvals, m => m.ActionIds.Contains("exception.review"));
        await Slack.ClickAsync(AozoraHosting.Tanaka, Approvals, request.Ts, "exception.review");
        await Slack.WaitForViewAsync(AozoraHosting.Tanaka);
        await Slack.SubmitAsync(AozoraHosting.Tanaka, new Dictionary<string, string> { ["decision"] = "approve", ["comment"] = "" });
        (await Ask("select state from exceptions")).ShouldBe("approved");
        var before = Now;

        await Advance("day");
        (Now - before).ShouldBeInRange(TimeSpan.FromDays(1), TimeSpan.FromDays(1.1));
        (await Ask("select state from exceptions")).ShouldBe("approved");

        await Advance("week");
        (await Ask("select state from exceptions")).ShouldBe("lapsed");
        await Slack.WaitForReplyAsync(Shop, card.Ts, m => m.AllText.Contains("再開しました", StringComparison.Ordinal));
        var lapsed = DateTimeOffset.FromUnixTimeSeconds(long.Parse((await Ask("select at / 1000000 from case_history where kind = 'exception_lapsed'"))!, CultureInfo.InvariantCulture));
        // On the day after the last one, and not only when the week was over.
        DateOnly.FromDateTime(lapsed.ToOffset(TimeSpan.FromHours(9)).DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(Day(4, before));
    }

    [Fact]
    public async Task The_days_left_on_a_card_count_down_and_everything_said_has_the_new_time()
    {
        var card = await Card();
        var left = DaysLeft(card).ShouldNotBeNull();
        await Advance("day");

        await Slack.WaitForMessageAsync(Shop, m => m.Ts == card.Ts && DaysLeft(m) == left - 1);
        var said = await Slack.SayAsync(AozoraHosting.Ito, Shop, "おはようございます");
        SecondsOf(said).ShouldBeGreaterThan(SecondsOf(card.Ts) + 86_000);
        // Signed and verified by the same clock.
        await Slack.ClickAsync(AozoraHosting.Ito, Shop, card.Ts, "case.accept");
        await Slack.WaitForReplyAsync(Shop, card.Ts, m => m.AllText.Contains("さんが対応します", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_month_goes_by_hour_by_hour_is_not_begun_twice_can_be_stopped_and_people_can_click_meanwhile()
    {
        var card = await Card();
        using var http = Http();
        (await Post(http, "advance", "month")).ShouldBe(HttpStatusCode.Accepted);
        (await Post(http, "advance", "hour")).ShouldBe(HttpStatusCode.Conflict);
        var going = (await Look())["going"]!;
        (DateTimeOffset.Parse((string)going["to"]!, CultureInfo.InvariantCulture) > Now).ShouldBeTrue();

        await Slack.ClickAsync(AozoraHosting.Ito, Shop, card.Ts, "case.link_ticket");
        (await Slack.WaitForViewAsync(AozoraHosting.Ito)).ShouldNotBeNull();

        (await Post(http, "stop")).ShouldBe(HttpStatusCode.OK);
        var state = await Ended();
        (state["failed_jobs"]!.AsArray().Count, (bool)state["broke_off"]!).ShouldBe((0, false));
        var reached = Now;
        await Task.Delay(100, Token);
        (await Look())["going"].ShouldBeNull();
        (Now - reached).ShouldBeLessThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task The_first_of_the_month_comes_with_its_morning()
    {
        await Card();
        await Advance("month");

        var now = Now.ToOffset(TimeSpan.FromHours(9));
        (now.Day, now.Hour).ShouldBe((1, 10));
        Slack.Calls.ShouldAllBe(c => c.Ok || c.Error == "not_in_channel" || c.Error == "ratelimited");
    }

    [Fact]
    public async Task A_restart_does_not_go_back_and_a_reset_begins_today()
    {
        await Advance("day");
        await _sandbox!.DisposeAsync();
        await Start();
        await Look();
        (Now - TimeProvider.System.GetUtcNow()).ShouldBeGreaterThan(TimeSpan.FromHours(23));

        await _sandbox.DisposeAsync();
        await Start(reset: true);
        await Look();
        (Now - TimeProvider.System.GetUtcNow()).ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("""{"by":"year"}""")]
    [InlineData("""{"by":7}""")]
    [InlineData("""[]""")]
    [InlineData("""{"by":""")]
    [InlineData("")]
    public async Task What_is_no_leap_is_explained(string body)
    {
        using var http = Http();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await http.PostAsync("clock/advance", content, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("week");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("by", "hour")]);
        (await http.PostAsync("clock/advance", form, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostAsync("clock/stop", form, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static int? DaysLeft(WorkspaceMessage card) =>
        Regex.Match(card.AllText, "あと([0-9]+)日", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    private static double SecondsOf(string ts) => double.Parse(ts, CultureInfo.InvariantCulture);

    private async Task Start(bool reset = false) =>
        _sandbox = await SandboxApplication.Start(new SandboxOptions { Folder = _folder, PagePort = 0, BotPort = 0, Reset = reset }, Token);

    private Task<WorkspaceMessage> Card() =>
        Slack.WaitForMessageAsync(Shop, m => m.ActionIds.Contains("case.accept") && m.AllText.Contains("(S3.8)", StringComparison.Ordinal));

    private async Task Advance(string by)
    {
        using var http = Http();
        (await Post(http, "advance", by)).ShouldBe(HttpStatusCode.Accepted);
        await Ended();
    }

    private async Task<JsonNode> Ended()
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var state = await Look();
            if (state["going"] is null)
                return state;

            System.Diagnostics.Stopwatch.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromMinutes(5), state.ToJsonString());

            await Task.Delay(50, Token);
        }
    }

    private async Task<JsonNode> Look()
    {
        using var http = Http();
        var state = (await http.GetFromJsonAsync<JsonNode>("clock", Token))!;
        Now = DateTimeOffset.Parse((string)state["now"]!, CultureInfo.InvariantCulture);
        ((string?)state["zone"]).ShouldBe("Asia/Tokyo");
        return state;
    }

    private static async Task<HttpStatusCode> Post(HttpClient http, string what, string? by = null)
    {
        using var answer = await http.PostAsJsonAsync($"clock/{what}", new { by }, Token);
        return answer.StatusCode;
    }

    private HttpClient Http() => new() { BaseAddress = _sandbox!.PageUrl };

    private string Day(int days, DateTimeOffset? from = null) =>
        DateOnly.FromDateTime((from ?? Now).ToOffset(TimeSpan.FromHours(9)).DateTime).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<string?> Ask(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "bot.db")};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync(Token))?.ToString();
    }
}
