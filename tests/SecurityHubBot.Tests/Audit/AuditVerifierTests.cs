using SecurityHubBot.Audit;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Audit;

public class AuditVerifierTests
{
    private const int Rows = 9;
    private const string Cell = "seq, at, actor, action, subject, before, after, previous_hash, hash";

    /// <summary>What somebody with all rights does to the log, and what is found first.</summary>
    public static TheoryData<DatabaseKind, string, string[], AuditBreak> Crimes
    {
        get
        {
            var crimes = new TheoryData<DatabaseKind, string, string[], AuditBreak>();
            foreach (var column in (string[])["at = at + 1", "actor = 'bot'", "action = 'case.fixed'", "subject = 'case:1'", "before = null", "after = '{}'", $"previous_hash = '{AuditRow.NoHash}'", "hash = previous_hash"])
            {
                Add($"changed {column}", new AuditBreak.Changed(5), $"update audit_log set {column} where seq = 5");
            }

            Add("changed the first", new AuditBreak.Changed(1), "update audit_log set actor = 'bot' where seq = 1");
            Add("changed the last", new AuditBreak.Changed(Rows), $"update audit_log set actor = 'bot' where seq = {Rows}");
            Add("removed", new AuditBreak.Missing(5), "delete from audit_log where seq = 5");
            Add("removed the first", new AuditBreak.Missing(1), "delete from audit_log where seq = 1");
            Add("removed several", new AuditBreak.Missing(4), "delete from audit_log where seq in (4, 5, 7)");
            Add("removed and numbered anew", new AuditBreak.Missing(5), "delete from audit_log where seq = 5", "update audit_log set seq = -seq where seq > 5", "update audit_log set seq = -seq - 1 where seq < 0");
            Add("a copy of a row", new AuditBreak.Inserted(5), $"insert into audit_log ({Cell}) select {Cell} from audit_log where seq = 5");
            Add("before the first", new AuditBreak.Inserted(0), $"insert into audit_log ({Cell}) select 0, at, actor, action, subject, before, after, previous_hash, hash from audit_log where seq = 5");
            Add("in between with a wrong hash", new AuditBreak.Changed(5), "update audit_log set seq = -seq where seq >= 5", "update audit_log set seq = -seq + 1 where seq < 0", $"insert into audit_log ({Cell}) select 5, at, 'bot', action, subject, before, after, previous_hash, hash from audit_log where seq = 6");
            Add("two change places", new AuditBreak.Reordered(3, 7), "update audit_log set seq = case seq when 3 then -7 else -3 end where seq in (3, 7)", "update audit_log set seq = -seq where seq < 0");
            Add("two neighbours change places", new AuditBreak.Reordered(4, 5), "update audit_log set seq = case seq when 4 then -5 else -4 end where seq in (4, 5)", "update audit_log set seq = -seq where seq < 0");
            return crimes;

            void Add(string what, AuditBreak found, params string[] statements)
            {
                crimes.Add(new TheoryDataRow<DatabaseKind, string, string[], AuditBreak>(DatabaseKind.Sqlite, what, statements, found));
                crimes.Add(new TheoryDataRow<DatabaseKind, string, string[], AuditBreak>(DatabaseKind.Postgres, what, statements, found) { Skip = PostgresServer.SkipReason });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Crimes))]
    public async Task Whatever_is_done_to_the_log_the_first_broken_row_is_named(DatabaseKind kind, string what, string[] statements, AuditBreak found)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(Rows);
        // SQLite's key cannot be dropped, only the table made again without it.
        string[] withoutKey = kind == DatabaseKind.Sqlite ? ["create table copy as select * from audit_log", "drop table audit_log", "alter table copy rename to audit_log"] : [];

        await bench.Tamper([.. withoutKey, .. statements]);

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Broken>(what).Break.ShouldBe(found, what);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_row_that_is_forged_with_its_hash_does_not_fit_before_the_next(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(Rows);
        var forged = Forge((await bench.Rows())[4], actor: "bot");

        await bench.Tamper($"update audit_log set actor = 'bot', hash = '{forged.Hash}' where seq = 5");

        var broken = (await bench.Verify()).ShouldBeOfType<AuditVerdict.Broken>();
        broken.Break.ShouldBe(new AuditBreak.Replaced(5));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_row_that_is_pushed_in_with_its_hash_is_found_by_the_one_after_it(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(Rows);
        var forged = Forge((await bench.Rows())[4], actor: "bot");

        await bench.Tamper(
            "update audit_log set seq = -seq where seq >= 5",
            "update audit_log set seq = -seq + 1 where seq < 0",
            $"insert into audit_log ({Cell}) select 5, at, 'bot', action, subject, before, after, previous_hash, '{forged.Hash}' from audit_log where seq = 6");

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Broken>().Break.ShouldBe(new AuditBreak.Inserted(5));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Rows_cut_off_the_end_are_missed_by_whoever_wrote_one_of_them_down(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(Rows);
        var kept = (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>().Last!.Value;
        (await bench.Verify(kept)).ShouldBeOfType<AuditVerdict.Whole>();

        await bench.Tamper("delete from audit_log where seq > 6");

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>("the chain alone does not know its end").Rows.ShouldBe(6);
        (await bench.Verify(kept)).ShouldBeOfType<AuditVerdict.Broken>().Break.ShouldBe(new AuditBreak.CutOff(7, Rows));
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_log_that_was_written_anew_does_not_hold_what_somebody_wrote_down(DatabaseKind kind)
    {
        await using var bench = await AuditBench.Create(kind);
        await bench.Decide(Rows);
        var kept = new AuditAnchor(4, (await bench.Rows())[3].Hash);

        await bench.Tamper("delete from audit_log");
        await bench.Write(session => session.Audit(AuditBench.Entry(99)));
        await bench.Decide(Rows);

        (await bench.Verify()).ShouldBeOfType<AuditVerdict.Whole>();
        (await bench.Verify(kept)).ShouldBeOfType<AuditVerdict.Broken>().Break.ShouldBe(new AuditBreak.NotTheExpected(4));
    }

    [Theory]
    [InlineData("12:0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF", true)]
    [InlineData("12:0123456789abcdef", false)]
    [InlineData("0:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("-1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("12:g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("", false)]
    public void A_row_to_expect_is_a_number_and_a_hash(string text, bool isOne)
    {
        AuditAnchor.TryParse(text, out var anchor).ShouldBe(isOne);
        (isOne ? anchor.ToString() : text).ShouldBe(isOne ? text.ToLowerInvariant() : text);
    }

    private static AuditRow Forge(AuditRow row, string actor)
    {
        AuditRow With(string hash) => new()
        {
            Seq = row.Seq,
            At = row.At,
            Actor = actor,
            Action = row.Action,
            Subject = row.Subject,
            Before = row.Before,
            After = row.After,
            PreviousHash = row.PreviousHash,
            Hash = hash,
        };

        return With(With("").ComputeHash());
    }
}
