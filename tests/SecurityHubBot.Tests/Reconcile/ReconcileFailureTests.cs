using Microsoft.Extensions.Time.Testing;
using SecurityHubBot.Domain;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reconcile;

/// <summary>Broken off, begun twice, told to start again.</summary>
public class ReconcileFailureTests
{
    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Broken_off_in_the_middle_it_goes_on_from_there(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "d", "e", "gone");
        bench.Truth.Show("a", "PASSED", minute: 30);
        bench.Truth.Forget("gone");
        bench.Truth.Before = token => token == "4" ? throw new OperationCanceledException("Killed.") : Task.CompletedTask;
        await Should.ThrowAsync<OperationCanceledException>(() => bench.Reconcile());
        (await bench.Finding("gone")).ShouldBe("ACTIVE FAILED", "the pass is not complete");
        bench.Truth.Before = null;
        bench.Truth.Asked.Clear();

        var found = await bench.Reconcile();

        bench.Truth.Asked.ShouldBe(["4"]);
        found.ShouldBe("5 compared, 2 repaired, 1 repair.fixed, 1 repair.deleted");
        await bench.ShouldHaveNothingLeft();
    }

    /// <summary>Ended when a page has been asked for, each time a page later, and started again until one run comes through.</summary>
    [Theory, MemberData(nameof(Both))]
    public async Task Killed_at_every_step_it_ends_like_one_that_was_not(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "d", "e", "f", "gone", "gone2");
        bench.Truth.Show("a", "PASSED", minute: 30);
        bench.Truth.Show("d", "PASSED", minute: 30);
        bench.Truth.Forget("gone");
        bench.Truth.Forget("gone2");
        bench.Truth.Show("missed");
        string? found = null;
        var step = 1;
        for (; found is null; step++)
        {
            step.ShouldBeLessThan(200);
            // Each time it gets a page further.
            using var killed = new CancellationTokenSource();
            var left = step;
            bench.Truth.Before = _ => Step();
            found = await Attempt(bench, killed.Token);

            async Task Step()
            {
                if (--left < 0)
                {
                    await killed.CancelAsync();
                }
            }
        }

        step.ShouldBeGreaterThan(3, "it was really ended before its end");
        found.ShouldContain("5 repaired");
        (await bench.Resources()).ShouldBe("a fixed, b failing, c failing, d fixed, e failing, f failing, gone fixed, gone2 fixed, missed failing");
        (await bench.Bot.Count("case_history where kind = 'opened'")).ShouldBe(1);
        await bench.ShouldHaveNothingLeft();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Dying_between_the_count_and_the_repair_counts_it_once(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        bench.Truth.Show("a", "PASSED", minute: 30);
        var run = await bench.Bot.Service<ReconcileStore>().Run(CancellationToken.None);
        var key = (await bench.Read<string>("select finding_key from findings where resources like '%:::a\"%'")).Single();
        await bench.Bot.Database.Write(session => ReconcileRuns.Add(session, run.Id, [(key, RepairKind.Fixed)], bench.Time.GetUtcNow()), CancellationToken.None);

        (await bench.Reconcile()).ShouldBe("3 compared, 1 repaired, 1 repair.fixed");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Run_by_several_at_once_the_end_is_the_same(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "d", "e", "f", "gone");
        bench.Truth.Show("a", "PASSED", minute: 30);
        bench.Truth.Forget("gone");
        bench.Truth.Before = async _ => await Task.Yield();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => bench.Bot.Service<ReconcileJob>().Report(CancellationToken.None))));

        await bench.Bot.SettleDecisions();
        (await bench.Resources()).ShouldBe("a fixed, b failing, c failing, d failing, e failing, f failing, gone fixed");
        (await bench.Read<long>("select coalesce(sum(repaired), 0) from reconcile_runs")).Single().ShouldBeGreaterThanOrEqualTo(2);
        await bench.Reconcile();
        await bench.ShouldHaveNothingLeft();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_expired_token_starts_the_scope_again_from_its_first_page(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "d", "gone");
        bench.Truth.Forget("gone");
        var isExpired = true;
        bench.Truth.Before = token =>
        {
            if (token is not null && isExpired)
            {
                isExpired = false;
                // What the first page has shown is gone by the time that it is read again.
                bench.Truth.Forget("a");
                throw new TruthTokenExpiredException("Expired.");
            }

            return Task.CompletedTask;
        };

        var found = await bench.Reconcile();

        bench.Truth.Asked.ShouldBe(["", "2", "", "2"]);
        found.ShouldBe("3 compared, 2 repaired, 2 repair.deleted");
        await bench.ShouldHaveNothingLeft();
    }

    [Fact]
    public async Task Tokens_that_are_never_good_end_the_run_and_do_not_go_round_for_ever()
    {
        await using var bench = await ReconcileBench.Start(DatabaseKind.Sqlite);
        await bench.Fail("a", "b", "c");
        bench.Truth.Before = token => token is not null ? throw new TruthTokenExpiredException("Expired.") : Task.CompletedTask;

        await Should.ThrowAsync<SecurityHubBot.Jobs.JobFailedException>(() => bench.Reconcile());

        bench.Truth.Asked.Count.ShouldBeLessThan(12);
        bench.Truth.Before = null;
        (await bench.Reconcile()).ShouldContain("3 compared");
    }

    [Fact]
    public async Task Security_Hub_is_called_three_times_a_second_and_six_times_at_once_for_each_scope()
    {
        var time = new FakeTimeProvider();
        var pace = new TruthPace(time);
        var (one, other) = (Scope("us-east-1"), Scope("eu-west-1"));
        for (var i = 0; i < 6; i++)
        {
            pace.Wait(one, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue($"call {i}");
        }

        var seventh = pace.Wait(one, CancellationToken.None);
        var eighth = pace.Wait(one, CancellationToken.None);
        pace.Wait(other, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue("another Region has its own limit");
        seventh.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(340));
        await seventh.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        eighth.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(340));
        await eighth.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 6; i++)
        {
            pace.Wait(one, CancellationToken.None).IsCompletedSuccessfully.ShouldBeTrue($"after a rest, call {i}");
        }

        pace.Wait(one, CancellationToken.None).IsCompleted.ShouldBeFalse("a rest is not saved up");
    }

    [Fact]
    public async Task A_clock_that_is_put_back_makes_nobody_wait_for_longer()
    {
        var time = new SettableTime();
        var pace = new TruthPace(time);
        var scope = Scope("us-east-1");
        for (var i = 0; i < 6; i++)
        {
            await pace.Wait(scope, CancellationToken.None);
        }

        time.Now -= TimeSpan.FromHours(3);

        // A third of a second, as it would have been.
        await pace.Wait(scope, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>The system's timers and a clock that can be set.</summary>
    private sealed class SettableTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static TruthScope Scope(string region) => new(AccountId.Parse(TestBot.ShopAccount), region, [region]);

    private static async Task<string?> Attempt(ReconcileBench bench, CancellationToken killed)
    {
        try
        {
            return await bench.ReconcileUntil(killed);
        }
        catch (OperationCanceledException) when (killed.IsCancellationRequested)
        {
            return null;
        }
    }
}
