using Amazon.RateLimits;
using Microsoft.Extensions.Time.Testing;

namespace SecurityHubBot.Aws.Tests;

public sealed class TokenBucketTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TokenBucket _bucket;

    public TokenBucketTests() => _bucket = new TokenBucket(rate: 2, burst: 3, _time);

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task A_burst_goes_at_once_and_then_each_in_its_turn()
    {
        var takes = Enumerable.Range(0, 6).Select(_ => _bucket.Take(CancellationToken.None)).ToList();
        (await Done(takes)).ShouldBe([true, true, true, false, false, false]);
        Pass(500);
        (await Done(takes)).ShouldBe([true, true, true, true, false, false]);
        Pass(499);
        (await Done(takes)).ShouldBe([true, true, true, true, false, false]);
        Pass(501);
        (await Done(takes)).ShouldBe([true, true, true, true, true, true]);
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_place_to_the_next()
    {
        await Burst();
        using var cancelled = new CancellationTokenSource();
        var first = _bucket.Take(cancelled.Token);
        var second = _bucket.Take(CancellationToken.None);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _bucket.Waiting.ShouldBe(1);
        Pass(500);
        await second.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_pause_holds_everybody_back_and_ends_without_a_burst()
    {
        _bucket.Pause(TimeSpan.FromSeconds(5));
        var takes = Enumerable.Range(0, 2).Select(_ => _bucket.Take(CancellationToken.None)).ToList();
        Pass(4900);
        (await Done(takes)).ShouldBe([false, false]);
        Pass(101);
        await takes[0].WaitAsync(TimeSpan.FromSeconds(10));
        (await Done(takes)).ShouldBe([true, false]);
        Pass(500);
        await takes[1].WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Each_operation_has_the_rate_that_AWS_documents()
    {
        AwsRateLimits.Of("GetFindings").ShouldBe(new CallRate(3, 6));
        AwsRateLimits.Of("BatchEnableStandards").ShouldBe(new CallRate(1, 1));
        AwsRateLimits.Of("UpdateStandardsControl").ShouldBe(new CallRate(1, 5));
        AwsRateLimits.Of("BatchUpdateFindings").ShouldBe(new CallRate(10, 30));
        AwsRateLimits.Of("BatchUpdateStandardsControlAssociations").ShouldBe(new CallRate(10, 30));
    }

    private async Task Burst()
    {
        for (var call = 0; call < 3; call++)
        {
            await _bucket.Take(CancellationToken.None);
        }
    }

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    // The waiting continue on the thread pool: whoever has left the queue is given the time to go.
    private async Task<IEnumerable<bool>> Done(List<Task> takes)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (takes.Count(t => t.IsCompleted) < takes.Count - _bucket.Waiting)
        {
            await Task.Delay(5, patience.Token);
        }

        return takes.Select(t => t.IsCompleted);
    }
}
