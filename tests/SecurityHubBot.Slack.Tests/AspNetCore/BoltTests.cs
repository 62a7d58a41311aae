using System.Text.Json.Nodes;
using SecurityHubBot.Slack.Tests.Support;
using SecurityHubBot.TestSupport.Slack;

namespace SecurityHubBot.Slack.Tests.AspNetCore;

/// <summary>Slack's own receiver gets what ours gets; where the answers are not the same, the row in <see cref="ReceiverCases"/> says why.</summary>
public sealed class BoltTests(BoltTests.Receivers receivers) : IClassFixture<BoltTests.Receivers>
{
    public static TheoryData<string> Names => [.. ReceiverCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Our_receiver_answers_as_slacks_own_does_or_says_why_not(string name)
    {
        if (SlackBolt.SkipReason is { } reason)
            Assert.Skip(reason);
        var expected = ReceiverCases.All.Single(c => c.Name == name);

        var (bolt, ours) = await receivers.Answers[name];

        bolt.Status.ShouldBe(expected.Bolt, receivers.BoltSaid);
        ours.Status.ShouldBe(expected.Ours);
        (ours.Body.Length > 0).ShouldBe(expected.HasBody, ours.Body);
        if (expected.Bolt == expected.Ours)
            JsonNode.DeepEquals(Json(bolt), Json(ours)).ShouldBeTrue($"Bolt: {bolt.Body}{Environment.NewLine}ours: {ours.Body}");
    }

    [Fact]
    public void A_difference_and_its_reason_come_together()
    {
        foreach (var row in ReceiverCases.All.Where(row => row.Why is null))
            row.Bolt.ShouldBe(row.Ours, row.Name);
        foreach (var row in ReceiverCases.All.Where(row => row.Why is not null))
            row.Bolt.ShouldNotBe(row.Ours, row.Name);
    }

    private static JsonNode? Json(RawAnswer answer) => answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body);

    /// <summary>Both receivers, and all requests on their way to both at once: Bolt takes three seconds over what it does not know.</summary>
    public sealed class Receivers : IAsyncLifetime
    {
        private SlackBolt? _bolt;
        private SlackAppDriver? _ours;

        internal IReadOnlyDictionary<string, Task<(RawAnswer Bolt, RawAnswer Ours)>> Answers { get; private set; } = null!;

        internal string BoltSaid => _bolt?.Said ?? "";

        public async ValueTask InitializeAsync()
        {
            if (SlackBolt.SkipReason is not null)
                return;
            _bolt = await SlackBolt.StartAsync(SlackAppDriver.Secret);
            _ours = await SlackAppDriver.Start();
            Answers = ReceiverCases.All.ToDictionary(c => c.Name, c => Ask(c.Request()));
            // A failure is its own test's to tell.
            await Task.WhenAll(Answers.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        public async ValueTask DisposeAsync()
        {
            if (_bolt is not null)
                await _bolt.DisposeAsync();
            if (_ours is not null)
                await _ours.DisposeAsync();
        }

        private async Task<(RawAnswer Bolt, RawAnswer Ours)> Ask(RawRequest request)
        {
            var bolt = RawHttp.Send(_bolt!.Port, request);
            var ours = RawHttp.Send(_ours!.Http.BaseAddress!.Port, request);
            return (await bolt, await ours);
        }
    }
}
