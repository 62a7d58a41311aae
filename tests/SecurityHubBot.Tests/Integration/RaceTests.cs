using Npgsql;
using SecurityHubBot.Directories;
using SecurityHubBot.Intake;
using SecurityHubBot.Persistence;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>What transactions that meet could make of each other. SQLite has one writer, so these are PostgreSQL's.</summary>
public class RaceTests
{
    private const int AMoment = 400;

    [Fact]
    public async Task A_finding_that_another_writer_changes_meanwhile_is_decided_again()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        await bot.Accept(Events.Passed("invoices", minute: 0));
        await bot.Settle();

        // A transaction that has made the finding FAILED, and is decided upon as soon as it is committed.
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var fail = new NpgsqlCommand("update findings set compliance = 'FAILED', state_hash = 'failed', content_hash = 'failed', updated_at = updated_at + 1", other, transaction);
        await fail.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var passing = bot.Accept(Events.Passed("invoices", minute: 20));
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        await using (var watch = await HoldQueue(bot))
        {
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await passing;
            (await watch.Count()).ShouldBe(1, "the finding is PASSED as it was, but in between somebody may have seen it fail");
        }

        await bot.Settle();
    }

    [Fact]
    public async Task A_finding_that_arrives_during_an_import_is_decided_by_what_is_imported()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var held = new TaskCompletionSource();
        var importing = bot.Database.Write(
            async session =>
            {
                using var csv = new StringReader("standard,control,policy,category,due_days,environments,note\n*,S3.8,ignore,,,,test\n");
                DirectoryTable.Policies.TryRead(csv, out var rows, out _).ShouldBeTrue();
                await session.LockDirectory();
                await DirectoryStore.Write(session, DirectoryTable.Policies, ImportPlan.Make([], rows, DirectoryTable.Policies.Columns, replace: false), "test", TimeProvider.System.GetUtcNow());
                await held.Task;
            },
            CancellationToken.None);
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);

        await bot.Accept(Events.Failed("invoices"));
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        held.SetResult();
        await importing;
        await bot.Settle();

        (await bot.Count("cases")).ShouldBe(0);
        (await bot.Count("findings where policy = 'ignore'")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_transactions_that_wait_for_each_other_both_end_well()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, services: s => s.OnlyWatch());
        using var bothHoldOne = new Barrier(2);

        await Task.WhenAll(Both(TestBot.ShopAccount, TestBot.GameAccount), Both(TestBot.GameAccount, TestBot.ShopAccount));

        (await bot.Count("accounts where version = 3")).ShouldBe(2);

        async Task Both(string first, string second)
        {
            var attempt = 0;
            await bot.Database.Write(
                async session =>
                {
                    await session.Execute("update accounts set version = version + 1 where account_id = @first", new { first });
                    if (attempt++ == 0)
                    {
                        await Task.Run(() => bothHoldOne.SignalAndWait(TimeSpan.FromSeconds(10)));
                    }

                    await session.Execute("update accounts set version = version + 1 where account_id = @second", new { second });
                },
                CancellationToken.None);
        }
    }

    [Fact]
    public async Task Findings_that_a_deadlock_threw_out_are_written_all_the_same()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack, services: s => s.OnlyWatch());
        await Write(bot, Finding("a", 0), Finding("b", 0));
        var keys = await bot.Database.Read(s => s.Query<string>("select finding_key from findings order by finding_key collate \"C\""), CancellationToken.None);
        await using var other = new NpgsqlConnection(database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        // This one looks for deadlocks late, so it is the writer that finds it and is thrown out.
        await Run("set local deadlock_timeout = '20s'");
        await Run($"select 1 from findings where finding_key = '{keys[1]}' for update");
        var writing = Write(bot, Finding("a", 1), Finding("b", 1));
        await Task.Delay(AMoment, TestContext.Current.CancellationToken);
        await Run($"select 1 from findings where finding_key = '{keys[0]}' for update");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        await writing;

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, other, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static IncomingFinding Finding(string resource, int minute) =>
        new(FindingRow.From(((Domain.Findings.EventReading.Findings)Domain.Findings.SecurityHubEventReader.Read(Events.Failed(resource, minute: minute))).Items[0], TimeProvider.System.GetUtcNow()), null);

    private static Task<int> Write(TestBot bot, params IncomingFinding[] findings) =>
        bot.Service<IFindingWriter>().Write(FindingRow.Newest(findings, f => f.Row), TimeProvider.System.GetUtcNow(), CancellationToken.None);

    private static async Task<HeldQueue> HoldQueue(TestBot bot)
    {
        var queue = new HeldQueue(bot.Database);
        await queue.Holding;
        return queue;
    }

    /// <summary>Nobody decides meanwhile: the directory is being changed.</summary>
    private sealed class HeldQueue : IAsyncDisposable
    {
        private readonly TaskCompletionSource _holding = new();
        private readonly TaskCompletionSource _release = new();
        private readonly Task _held;
        private readonly Database _database;

        public HeldQueue(Database database)
        {
            _database = database;
            _held = database.Write(
                async session =>
                {
                    await session.LockDirectory();
                    _holding.SetResult();
                    await _release.Task;
                },
                CancellationToken.None);
        }

        public Task Holding => _holding.Task;

        public Task<long> Count() => _database.Read(session => session.Scalar<long>("select count(*) from decision_queue"), CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            _release.SetResult();
            await _held;
        }
    }
}
