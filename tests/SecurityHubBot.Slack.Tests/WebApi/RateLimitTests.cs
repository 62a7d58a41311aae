using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.Tests.WebApi;

public sealed class RateLimitTests : IAsyncLifetime
{
    private SlackClientDriver _driver = null!;

    public async ValueTask InitializeAsync()
    {
        _driver = await SlackClientDriver.Start();
        _driver.Api.Answer = LoopbackSlackApi.Posted;
    }

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    [Fact]
    public async Task Posts_to_one_channel_go_out_one_per_second_after_a_short_burst_and_in_order()
    {
        var sentAt = new List<(double Seconds, string Text)>();
        var start = _driver.Clock.GetUtcNow();
        _driver.Api.Answer = (request, http) =>
        {
            lock (sentAt)
                sentAt.Add(((_driver.Clock.GetUtcNow() - start).TotalSeconds, request.Json.GetProperty("text").GetString()!));
            return LoopbackSlackApi.Posted(request, http);
        };

        var posts = new List<Task<PostMessageResponse>>();
        for (var i = 0; i < 6; i++)
        {
            posts.Add(_driver.Post(text: $"{i}"));
            if (i < 3)
                await posts[i].Soon();
        }

        await _driver.Clock.Running(Task.WhenAll(posts));

        sentAt.Select(s => s.Text).ShouldBe(["0", "1", "2", "3", "4", "5"]);
        sentAt[2].Seconds.ShouldBe(0);
        sentAt[3].Seconds.ShouldBeGreaterThanOrEqualTo(1);
        sentAt[4].Seconds.ShouldBeGreaterThanOrEqualTo(2);
        sentAt[5].Seconds.ShouldBeInRange(3, 5);
    }

    [Fact]
    public async Task A_429_is_waited_out_for_as_long_as_slack_asks()
    {
        var start = _driver.Clock.GetUtcNow();
        _driver.Api.Answer = (request, http) =>
            _driver.Api.Requests.Count == 1 ? LoopbackSlackApi.TooMany(http, 7) : LoopbackSlackApi.Posted(request, http);

        await _driver.Clock.Running(_driver.Post());

        (_driver.Clock.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(7, 9);
        _driver.Api.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Slack_saying_429_for_ever_ends_in_an_exception_after_three_repetitions()
    {
        _driver.Api.Answer = (_, http) => LoopbackSlackApi.TooMany(http, 2);

        var limited = await Should.ThrowAsync<SlackRateLimitException>(_driver.Clock.Running(_driver.Post()));

        limited.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        limited.MayHaveBeenDone.ShouldBeFalse();
        _driver.Api.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_wait_longer_than_a_call_may_wait_comes_back_at_once_with_its_length()
    {
        _driver.Api.Answer = (_, http) => LoopbackSlackApi.TooMany(http, 120);

        var limited = await Should.ThrowAsync<SlackRateLimitException>(_driver.Post().Soon());
        limited.RetryAfter.TotalSeconds.ShouldBe(120);

        // And the next call knows without asking Slack.
        await Should.ThrowAsync<SlackRateLimitException>(_driver.Post().Soon());
        _driver.Api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_channels_429_does_not_stop_another_channel_nor_another_method()
    {
        _driver.Api.Answer = (request, http) => request switch
        {
            { Method: "auth.test" } => LoopbackSlackApi.Ok(http, """{"ok":true,"team_id":"T1","user_id":"U1"}"""),
            _ when request.Json.GetProperty("channel").GetString() == "C1" => LoopbackSlackApi.TooMany(http, 20),
            _ => LoopbackSlackApi.Posted(request, http),
        };
        var stuck = _driver.Post("C1");
        await Wait.Until(() => _driver.Limits.NextPostAllowedAt("C1") > _driver.Clock.GetUtcNow(), "the 429");

        (await _driver.Post("C2").Soon()).Channel.ShouldBe("C2");
        (await _driver.Slack.Auth.Test().Soon()).UserId.ShouldBe("U1");

        stuck.IsCompleted.ShouldBeFalse();
        _driver.Limits.NextPostAllowedAt("C2").ShouldBe(_driver.Clock.GetUtcNow());
        _driver.Limits.NextPostAllowedAt("C1").ShouldBeGreaterThanOrEqualTo(_driver.Clock.GetUtcNow().AddSeconds(20));
    }

    [Fact]
    public async Task A_429_for_a_method_holds_that_method()
    {
        _driver.Api.Answer = (request, http) => request.Method == "auth.test"
            ? LoopbackSlackApi.TooMany(http, 60)
            : LoopbackSlackApi.Posted(request, http);

        await Should.ThrowAsync<SlackRateLimitException>(_driver.Slack.Auth.Test().Soon());

        _driver.Limits.NextAllowedAt("auth.test").ShouldBe(_driver.Clock.GetUtcNow().AddSeconds(60));
        _driver.Limits.NextAllowedAt("chat.update").ShouldBe(_driver.Clock.GetUtcNow());
        await _driver.Post().Soon();
    }

    [Fact]
    public async Task A_queue_longer_than_a_call_may_wait_takes_no_more()
    {
        var posts = Enumerable.Range(0, 50).Select(_ => _driver.Post()).ToList();

        await Wait.Until(() => posts.Any(p => p.IsFaulted), "the first refusal");

        var refused = await Should.ThrowAsync<SlackRateLimitException>(posts.First(p => p.IsFaulted));
        refused.RetryAfter.TotalSeconds.ShouldBeInRange(30, 35);
    }

    [Fact]
    public async Task A_waiter_who_gives_up_does_not_hold_up_the_others()
    {
        for (var i = 0; i < 3; i++)
            await _driver.Post().Soon();
        using var cancel = new CancellationTokenSource();
        var impatient = _driver.Slack.Chat.PostMessage(new Message { Channel = "C1", Text = "x" }, cancel.Token);
        var patient = _driver.Post();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(impatient);
        (await _driver.Clock.Running(patient)).Channel.ShouldBe("C1");
        _driver.Api.Requests.Count.ShouldBe(4);
    }
}
