using System.Data.Common;
using Npgsql;
using SecurityHubBot.Audit;
using SecurityHubBot.Domain;
using SecurityHubBot.Tests.Docs;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Audit;

public class AuditLogTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Decisions_become_rows_in_their_order_each_with_the_hash_of_the_one_before(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);

        await bench.Write(session =>
        {
            session.Audit(AuditBench.Entry(1));
            session.Audit(AuditBench.Entry(2));
        });
        await bench.Write(session => session.Audit(AuditBench.Entry(3)));

        var rows = await bench.Rows();
        rows.Select(r => r.Seq).ShouldBe([1, 2, 3]);
        rows.Select(r => r.Subject).ShouldBe(["case:1", "case:2", "case:3"]);
        rows[0].PreviousHash.ShouldBe(AuditRow.NoHash);
        rows[1].PreviousHash.ShouldBe(rows[0].Hash);
        rows[2].PreviousHash.ShouldBe(rows[1].Hash);
        rows[0].Actor.ShouldBe("person:U0ITOYUKI1");
        rows[0].At.ShouldBe(AuditBench.Now.ToUnixTimeMilliseconds() * 1000);
        rows[2].Before.ShouldBeNull();
        rows[2].After.ShouldBe("""{"state":"accepted","note":"担当 3 😀"}""");
        (await bench.Verify()).ShouldBe(new AuditVerdict.Whole(3, new AuditAnchor(3, rows[2].Hash)));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_empty_log_is_whole(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);

        (await bench.Verify()).ShouldBe(new AuditVerdict.Whole(0, null));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_is_rolled_back_was_not_decided_and_leaves_no_gap(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(1);

        await Should.ThrowAsync<TimeoutException>(bench.Write(session =>
        {
            session.Audit(AuditBench.Entry(2));
            throw new TimeoutException();
        }));
        await bench.Write(session => session.Audit(AuditBench.Entry(3)));

        (await bench.Rows()).Select(r => (r.Seq, r.Subject)).ShouldBe([(1, "case:1"), (2, "case:3")]);
    }

    [Fact]
    public async Task A_transaction_that_is_run_again_writes_its_decisions_once()
    {
        await using var bench = await AuditBench.Create(DatabaseKind.Postgres);
        var attempts = 0;

        await bench.Write(session =>
        {
            session.Audit(AuditBench.Entry(1));
            if (attempts++ < 2)
            {
                throw new PostgresException("could not serialize access", "ERROR", "ERROR", "40001");
            }
        });

        (await bench.Rows()).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Many_at_once_make_one_chain_without_gap_or_deadlock(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async writer =>
        {
            for (var i = 1; i <= 15; i++)
            {
                var isGivenUp = i % 5 == 0;
                var writing = bench.Database.Write(
                    async session =>
                    {
                        session.Audit(AuditBench.Entry((writer * 100) + i));
                        await session.LockCase($"case {i % 3}");
                        session.Audit(AuditBench.Entry((writer * 100) + i));
                        return isGivenUp ? throw new TimeoutException() : 0;
                    },
                    CancellationToken.None);
                await (isGivenUp ? Should.ThrowAsync<TimeoutException>(writing) : (Task)writing);
            }
        }));

        var whole = (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>();
        whole.Rows.ShouldBe(12 * 12 * 2);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task An_import_of_thousands_is_written_whole(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);

        await bench.Write(session => Enumerable.Range(1, 2345).ToList().ForEach(i => session.Audit(AuditBench.Entry(i))));

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>().Rows.ShouldBe(2345);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Text_of_any_kind_comes_back_as_it_was_hashed(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        foreach (var text in (string[])["", "a\0b", "half \ud83d of a pair", "אבג ‮ rtl", "5:x\n", new string('長', 100_000), "'; drop table audit_log; --"])
        {
            await bench.Write(session => session.Audit(new AuditEntry(AuditActor.Cli(text), text, AuditSubject.Of("x", text), text, text)));
        }

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>().Rows.ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task The_database_itself_refuses_to_change_or_take_away_a_row(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(3);
        List<string> statements =
        [
            "update audit_log set actor = 'bot' where seq = 2",
            "delete from audit_log where seq = 3",
            "delete from audit_log",
            "insert into audit_log select * from audit_log where seq = 1 on conflict (seq) do update set actor = 'bot'",
            kind == DatabaseKind.Postgres ? "truncate audit_log" : "insert or replace into audit_log select 2, at, 'bot', action, subject, before, after, previous_hash, hash from audit_log where seq = 2",
        ];

        foreach (var sql in statements)
        {
            (await Should.ThrowAsync<DbException>(bench.Execute(sql), sql)).Message.ShouldContain("append-only", customMessage: sql);
        }

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>().Rows.ShouldBe(3);
    }

    [Fact]
    public async Task Outside_of_a_transaction_nothing_is_audited()
    {
        await using var bench = await AuditBench.Create(DatabaseKind.Sqlite);

        await Should.ThrowAsync<InvalidOperationException>(bench.Database.Read(
            session =>
            {
                session.Audit(AuditBench.Entry(1));
                return Task.FromResult(0);
            },
            CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task What_was_decided_about_a_case_is_found_newest_first(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(3);
        await bench.Write(session => session.Audit(AuditBench.Entry(2) with { Action = "case.fixed" }));

        var found = await bench.Database.Read(session => AuditLog.Of(session, AuditSubject.Case(new CaseNumber(2)), limit: 10), CancellationToken.None);

        found.Select(r => r.Action).ShouldBe(["case.fixed", "case.accepted"]);
    }

    /// <summary>The statement that docs/operating.md gives, as it stands there.</summary>
    [Fact]
    public async Task Anybody_can_prove_the_chain_with_the_database_alone()
    {
        await using var bench = await AuditBench.Create(DatabaseKind.Postgres);
        await bench.Decide(20);
        var document = Repository.Read("docs/operating.md");
        var start = document.IndexOf("with fields as (", StringComparison.Ordinal);
        var proof = document[start..document.IndexOf("```", start, StringComparison.Ordinal)];

        (await bench.Database.Read(session => session.Query<long>(proof), CancellationToken.None)).ShouldBeEmpty();

        await bench.Tamper("update audit_log set after = null where seq = 7", "delete from audit_log where seq = 12");
        (await bench.Database.Read(session => session.Query<long>(proof), CancellationToken.None)).ShouldBe([7, 13]);
    }
}
