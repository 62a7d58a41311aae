using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Slack.Events;
using SecurityHubBot.Slack.Tests.Support;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

public sealed class EventTests : IAsyncLifetime
{
    private SlackAppDriver _app = null!;

    public async ValueTask InitializeAsync() => _app = await SlackAppDriver.Start();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal static string Envelope(string id, string slackEvent) =>
        $$"""{"type":"event_callback","api_app_id":"A1","event_id":"{{id}}","event":{{slackEvent}},"authorizations":[{"user_id":"UBOT","is_bot":true}]}""";

    internal static string Mention(string text) =>
        $$"""{"type":"app_mention","user":"U1","channel":"C1","text":"{{text}}","ts":"1700000000.000100"}""";

    [Fact]
    public async Task An_event_delivered_many_times_at_once_is_handled_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.Event(Envelope("Ev1", Mention("hello")))));
        await Done("Ev2", "last");

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["mention hello", "mention last"]);
    }

    [Fact]
    public async Task Two_events_with_the_same_words_are_two_events()
    {
        await Done("Ev1", "again");
        await Done("Ev2", "and");

        _app.Handled.Things.ShouldBe(["mention again", "mention and"]);
    }

    [Theory]
    [InlineData("""{"type":"app_mention","user":"UBOT","channel":"C1","text":"me","ts":"1700000000.000100"}""")]
    [InlineData("""{"type":"message","app_id":"A1","channel":"C1","text":"me","ts":"1700000000.000100"}""")]
    [InlineData("""{"type":"message","user":"UBOT","channel":"C1","text":"me","ts":"1700000000.000100"}""")]
    [InlineData("""{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"UBOT","text":"me"},"ts":"1700000000.000100"}""")]
    public async Task What_the_bot_itself_did_is_ignored(string own)
    {
        using var response = await _app.Event(Envelope("Ev1", own));
        await Done("Ev2", "last");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _app.Handled.Things.ShouldBe(["mention last"]);
    }

    [Theory]
    [InlineData("""{"type":"member_joined_channel","user":"UBOT","channel":"C1"}""", "joined UBOT")]
    [InlineData("""{"type":"message","subtype":"message_deleted","channel":"C1","ts":"1700000001.000000","deleted_ts":"1700000000.000100","previous_message":{"user":"UBOT","app_id":"A1"}}""", "deleted 1700000000.000100")]
    [InlineData("""{"type":"message","subtype":"message_changed","text":"gone","channel":"C1","message":{"user":"UBOT","subtype":"tombstone"}}""", "message gone")]
    public async Task That_the_bot_came_into_a_channel_or_lost_a_message_is_news(string slackEvent, string expected)
    {
        using var response = await _app.Event(Envelope("Ev1", slackEvent));

        await Wait.Until(() => _app.Handled.Things.Contains(expected), expected);
    }

    [Fact]
    public async Task An_event_nobody_handles_is_acknowledged()
    {
        using var response = await _app.Event(Envelope("Ev1", """{"type":"pin_added","user":"U1","item":{}}"""));
        using var limited = await _app.Event("""{"type":"app_rate_limited","minute_rate_limited":1518467820}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        limited.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_acknowledgement_does_not_wait_for_a_failing_handler_and_the_event_is_tried_again()
    {
        _app.Handled.FailuresLeft = 1;

        using var response = await _app.Event(Envelope("Ev1", Mention("x")));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Wait.Until(() => _app.Handled.Things.Count == 2, "the second attempt");
        _app.Handled.Things.ShouldBe(["mention x", "mention x"]);
    }

    [Fact]
    public async Task An_event_that_cannot_be_stored_is_not_acknowledged_so_that_slack_sends_it_again()
    {
        await using var app = await SlackAppDriver.Start(c => c.UseEventStore<BrokenStore>());

        using var response = await app.Event(Envelope("Ev1", Mention("x")));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        app.Handled.Things.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_in_memory_store_forgets_the_oldest_handled_and_refuses_when_full_of_unhandled()
    {
        var store = new InMemorySlackEventStore(TimeProvider.System);
        for (var i = 0; i < InMemorySlackEventStore.Capacity; i++)
            await store.TryStore($"E{i}", "{}");
        await Should.ThrowAsync<InvalidOperationException>(async () => await store.TryStore("more", "{}"));

        var first = (await store.Claim(TimeSpan.FromMinutes(1))).ShouldNotBeNull();
        first.EventId.ShouldBe("E0");
        await store.Complete("E0");

        (await store.TryStore("E0", "{}")).ShouldBeFalse();
        (await store.TryStore("more", "{}")).ShouldBeTrue();
        (await store.Claim(TimeSpan.FromMinutes(1)))!.EventId.ShouldBe("E1");
    }

    private async Task Done(string id, string text)
    {
        using var response = await _app.Event(Envelope(id, Mention(text)));
        await Wait.Until(() => _app.Handled.Things.Contains($"mention {text}"), text);
    }

    internal sealed class BrokenStore : ISlackEventStore
    {
        public Task<bool> TryStore(string eventId, string body, CancellationToken cancellationToken = default) =>
            throw new IOException("The database is gone.");

        public Task<StoredSlackEvent?> Claim(TimeSpan lease, CancellationToken cancellationToken = default) =>
            throw new IOException("The database is gone.");

        public Task Complete(string eventId, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task Release(string eventId, TimeSpan retryAfter, CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
