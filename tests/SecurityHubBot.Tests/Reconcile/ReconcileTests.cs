using SecurityHubBot.Domain;
using SecurityHubBot.Jobs;
using SecurityHubBot.Reconcile;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Reconcile;

/// <summary>What events missed, found by a look at Security Hub itself.</summary>
public class ReconcileTests
{
    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Between_the_weekly_comparisons_only_what_has_changed_is_read_and_nothing_counts_as_gone(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("stays", "changes", "goes");
        (await bench.ReconcileByTheClock()).ShouldBe("3 compared");
        bench.Time.Jump(TimeSpan.FromHours(3));
        bench.Truth.Show("changes", "PASSED", minute: 300);
        bench.Truth.Forget("goes");

        (await bench.ReconcileByTheClock()).ShouldBe("1 compared, 1 repaired, 1 repair.fixed");
        bench.Time.Jump(TimeSpan.FromDays(6));
        (await bench.ReconcileByTheClock()).ShouldBe("1 compared", "what was updated within the last hour before is read once more");
        (await bench.Resources()).ShouldBe("changes fixed, goes failing, stays failing");
        bench.Time.Jump(TimeSpan.FromDays(1));
        (await bench.ReconcileByTheClock()).ShouldBe("2 compared, 1 repaired, 1 repair.deleted");
        (await bench.Resources()).ShouldBe("changes fixed, goes fixed, stays failing");
        await bench.ShouldHaveNothingLeft();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_fixed_archived_deleted_or_never_told_is_repaired_and_counted(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("fixed", "archived", "deleted", "same", "same2", "same3");
        bench.Truth.Show("fixed", "PASSED", minute: 30);
        bench.Truth.Show("archived", "NOT_AVAILABLE", minute: 30, archived: true);
        bench.Truth.Forget("deleted");
        bench.Truth.Show("missed");

        var found = await bench.Reconcile();

        found.ShouldBe("6 compared, 4 repaired, 1 repair.missed, 1 repair.fixed, 1 repair.archived, 1 repair.deleted");
        (await bench.Resources()).ShouldBe("archived fixed, deleted fixed, fixed fixed, missed failing, same failing, same2 failing, same3 failing");
        (await bench.Finding("deleted")).ShouldBe("ARCHIVED FAILED");
        await bench.ShouldHaveNothingLeft();
        (await bench.Reconcile()).ShouldBe("6 compared", "what is repaired is not repaired again");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_fails_again_reopens_its_case(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("bucket");
        bench.Truth.Show("bucket", "PASSED", minute: 30);
        await bench.Reconcile();
        (await bench.Case()).ShouldBe("fixed");
        bench.Truth.Show("bucket", "FAILED", minute: 40);

        (await bench.Reconcile()).ShouldContain("1 repair.reappeared");

        (await bench.Case()).ShouldBe("open");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_AWS_only_sends_again_is_taken_over_and_is_no_repair(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        bench.Truth.Show("a", "FAILED", minute: 50);
        var before = await bench.Bot.Count("case_history");

        (await bench.Reconcile()).ShouldBe("3 compared");

        (await bench.Bot.Count("case_history")).ShouldBe(before);
        (await bench.Read<long>("select count(distinct updated_at) from findings")).ShouldBe([2L]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_an_event_has_said_since_wins_over_an_older_page(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "gone");
        bench.Truth.Show("a", "PASSED", minute: 10);
        bench.Truth.Forget("gone");
        bench.Truth.Before = async token =>
        {
            // Between the first page and the last: one is failing again, and the one that is missing is told anew.
            if (token is not null)
            {
                await bench.Bot.Accept(Events.Failed("a", minute: 20));
                await bench.Bot.Accept(Events.Failed("gone", minute: 20));
            }
        };

        await bench.Reconcile();

        (await bench.Resources()).ShouldBe("a failing, b failing, c failing, gone failing");
        (await bench.Finding("gone")).ShouldBe("ACTIVE FAILED");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_finding_that_turns_up_after_all_is_taken_back_whatever_its_time(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        bench.Truth.Forget("a");
        (await bench.Reconcile()).ShouldContain("1 repair.deleted");
        bench.Truth.Show("a");

        (await bench.Reconcile()).ShouldContain("1 repair.reappeared");

        (await bench.Finding("a")).ShouldBe("ACTIVE FAILED");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_truth_that_has_shrunk_by_more_than_half_is_reported_and_not_believed(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c", "d", "e");
        bench.Truth.ForgetAll();
        (await bench.Reconcile()).ShouldBe("5 not_believed");
        bench.Truth.Show("a");
        bench.Truth.Show("b", "PASSED", minute: 30);

        (await bench.Reconcile()).ShouldBe("2 compared, 1 repaired, 1 repair.fixed, 3 not_believed");

        (await bench.Resources()).ShouldBe("a failing, b fixed, c failing, d failing, e failing");
        await bench.ShouldHaveNothingLeft();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_account_that_is_missing_as_a_whole_has_left_and_is_not_fixed(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        await bench.Bot.Accept(Events.Failed("theirs", TestBot.GameAccount));
        await bench.Bot.SettleDecisions();
        bench.Time.Jump(TimeSpan.FromHours(1));

        (await bench.Reconcile()).ShouldBe("3 compared, 1 not_believed");

        (await bench.Finding("theirs")).ShouldBe("ACTIVE FAILED");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_has_only_just_come_and_what_is_elsewhere_is_not_missed(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        await bench.Bot.Accept(Events.Failed("new"));
        var elsewhere = Events.Finding("elsewhere", ReconcileBench.Shop, "S3.8", "FAILED", 0);
        elsewhere["Region"] = "us-east-1";
        await bench.Bot.Accept(Samples.ImportedEvent(elsewhere));

        (await bench.Reconcile()).ShouldBe("3 compared");
        bench.Time.Jump(TimeSpan.FromHours(1));

        (await bench.Reconcile()).ShouldContain("1 repair.deleted", customMessage: "after a quarter of an hour Security Hub would show it");
        (await bench.Finding("elsewhere")).ShouldBe("ACTIVE FAILED");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_cannot_be_read_is_kept_for_people_and_does_not_count_as_gone(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        bench.Truth.Forget("a");
        var broken = Events.Finding("a", ReconcileBench.Shop, "S3.8", "FAILED", 0);
        broken["AwsAccountId"] = "not an account";
        bench.Truth.Show(broken);

        (await bench.Reconcile()).ShouldBe("2 compared, 1 unreadable");

        (await bench.Finding("a")).ShouldBe("ACTIVE FAILED");
        (await bench.Read<string>("select reason from rejected_events")).ShouldHaveSingleItem().ShouldContain("AwsAccountId");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task While_something_nameless_is_shown_nothing_counts_as_gone(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind);
        await bench.Fail("a", "b", "c");
        bench.Truth.Forget("a");
        bench.Truth.Show([]);

        (await bench.Reconcile()).ShouldBe("2 compared, 1 not_believed, 1 unreadable");
    }

    [Fact]
    public async Task Without_a_Security_Hub_there_is_nothing_to_do_and_nothing_failing()
    {
        await using var bench = await ReconcileBench.Start(DatabaseKind.Sqlite, hasTruth: false);

        (await bench.Reconcile()).ShouldBe("1 no_truth");

        (await bench.Bot.Count("reconcile_runs")).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task One_scope_that_cannot_be_read_does_not_keep_another_from_being_compared(DatabaseKind kind)
    {
        await using var bench = await ReconcileBench.Start(kind, speed: 1000);
        await bench.Fail("a", "b", "c");
        var scope = (await bench.Truth.Scopes(CancellationToken.None)).Single();
        bench.Truth.OwnScopes = [new TruthScope(AccountId.Parse(TestBot.GameAccount), "us-east-1", ["us-east-1"]), scope];
        var isDown = true;
        bench.Truth.Before = _ => isDown && bench.Truth.Asked.Count <= 6 ? throw new TruthUnavailableException("Down.") : Task.CompletedTask;
        bench.Truth.Show("b", "PASSED", minute: 30);

        var failure = await Should.ThrowAsync<JobFailedException>(() => bench.Reconcile());

        failure.Reason.ShouldBe(JobFailure.SecurityHub);
        await bench.Bot.SettleDecisions();
        (await bench.Resources()).ShouldBe("a failing, b fixed, c failing");
        isDown = false;
        (await bench.Reconcile()).ShouldContain("1 repair.fixed", customMessage: "it is still the same run, which tells all that it found");
        await bench.ShouldHaveNothingLeft();
    }
}
