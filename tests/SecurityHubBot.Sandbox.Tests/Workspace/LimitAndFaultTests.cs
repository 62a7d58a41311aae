using System.Net;
using System.Text.Json.Nodes;
using SecurityHubBot.Sandbox.Workspace;

namespace SecurityHubBot.Sandbox.Tests.Workspace;

public sealed class LimitAndFaultTests : WorkspaceTest
{
    private static readonly JsonObject Message = new() { ["channel"] = Shop, ["text"] = "x" };

    protected override WorkspaceOptions Options => new() { Limits = new WorkspaceLimits { PostBurst = 3, CallsPerMinute = new Dictionary<string, int> { ["users.info"] = 2 } } };

    [Fact]
    public async Task One_message_per_second_and_channel_after_a_short_burst()
    {
        for (var i = 0; i < 3; i++)
            Error(await Post(Message)).ShouldBe("ok");

        using var refused = await SendJson("chat.postMessage", Message);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("Retry-After").ShouldBe(["1"]);
        Error(await Read(refused)).ShouldBe("ratelimited");
        Error(await Post(new JsonObject { ["text"] = "x" }, "C0SECURITY")).ShouldBe("ok");
        Clock.Advance(TimeSpan.FromSeconds(1));
        Error(await Post(Message)).ShouldBe("ok");
        Error(await Post(Message)).ShouldBe("ratelimited");
        Slack.Messages(Shop).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_methods_tier_counts_per_minute()
    {
        var ts = await Posted();
        for (var i = 0; i < 50; i++)
            Error(await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["text"] = $"{i}" })).ShouldBe("ok");
        Clock.Advance(TimeSpan.FromSeconds(20));
        using var refused = await SendJson("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["text"] = "51" });
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("Retry-After").ShouldBe(["40"]);
        Clock.Advance(TimeSpan.FromSeconds(40));
        Error(await Call("chat.update", new JsonObject { ["channel"] = Shop, ["ts"] = ts, ["text"] = "52" })).ShouldBe("ok");
    }

    [Fact]
    public async Task A_tier_can_be_set()
    {
        Error(await Form("users.info", ("user", Ito))).ShouldBe("ok");
        Error(await Form("users.info", ("user", Ito))).ShouldBe("ok");
        Error(await Form("users.info", ("user", Ito))).ShouldBe("ratelimited");
    }

    [Fact]
    public async Task A_planned_rate_limit_a_server_error_and_a_refusal_leave_no_message_and_then_it_works()
    {
        Slack.Faults.Next("chat.postMessage", new Fault.RateLimited(TimeSpan.FromSeconds(7)));
        Slack.Faults.Next("chat.postMessage", new Fault.ServerError());
        Slack.Faults.Next("chat.postMessage", new Fault.Refusal("fatal_error"));

        using var limited = await SendJson("chat.postMessage", Message);
        limited.Headers.GetValues("Retry-After").ShouldBe(["7"]);
        using var broken = await SendJson("chat.postMessage", Message);
        broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        Error(await Post(Message)).ShouldBe("fatal_error");
        Slack.Messages(Shop).ShouldBeEmpty();
        Error(await Post(Message)).ShouldBe("ok");
        Slack.Calls.Where(c => c.Name == "chat.postMessage").Select(c => c.Error).ShouldBe(["ratelimited", "http_500", "fatal_error", null]);
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_message_behind()
    {
        Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost());
        await Should.ThrowAsync<HttpRequestException>(() => SendJson("chat.postMessage", Message));
        Slack.Messages(Shop).Count.ShouldBe(1);
        Slack.Faults.Waiting("chat.postMessage").ShouldBe(0);
    }

    [Fact]
    public async Task A_timeout_lasts_until_the_client_gives_up()
    {
        Slack.Faults.Next("*", new Fault.Timeout());
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Slack.BotToken);
        await Should.ThrowAsync<TaskCanceledException>(() => client.PostAsync(new Uri(Slack.ApiUrl, "chat.postMessage"), JsonBody(Message)));
        Slack.Messages(Shop).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_can_plan_faults_and_take_them_back()
    {
        await Ui("faults", Json("""{"method":"chat.postMessage","fault":"ratelimited","count":5,"retry_after":3}"""));
        Slack.Faults.Waiting("chat.postMessage").ShouldBe(5);
        await Ui("faults", Json("""{"method":"chat.postMessage","fault":"none"}"""));
        Error(await Post(Message)).ShouldBe("ok");
        ((string)(await Ui("faults", Json("""{"method":"chat.postMessage","fault":"earthquake"}""")))["error"]!).ShouldContain("earthquake");
    }
}
