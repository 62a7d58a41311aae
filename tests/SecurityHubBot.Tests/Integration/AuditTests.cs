using System.Text.Json.Nodes;
using Hangfire;
using Npgsql;
using SecurityHubBot.Audit;
using SecurityHubBot.Directories;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Jobs;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Integration;

/// <summary>That what really decides is written down, by the running bot.</summary>
public class AuditTests
{
    private const string Person = AozoraHosting.Ito;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_cases_whole_life_is_in_the_log_with_who_decided_and_what_it_changed(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);
        var card = await CardTests.CardFor(bot, "invoices");
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
        await bot.Settle();
        await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.link_ticket");
        await slack.WaitForViewAsync(Person);
        await slack.SubmitAsync(Person, new Dictionary<string, string> { ["ticket"] = "https://redmine.example.com/issues/8812" });
        await bot.Accept(Events.Failed("receipts", minute: 1));
        await bot.Settle();
        using var csv = new StringReader("standard,control,policy,category,due_days,environments,note\n*,S3.8,ignore,,,,not ours\n");
        await bot.Service<DirectoryImport>().ImportPolicies(csv, new ImportOptions(), "cli:root", TestContext.Current.CancellationToken);
        await bot.Settle();

        var rows = await Rows(bot);

        rows.Select(r => $"{r.Actor} {r.Action} {r.Subject}").ShouldBe(
        [
            "policy:track case.opened case:1",
            $"person:{Person} case.accepted case:1",
            $"person:{Person} case.ticket_linked case:1",
            "bot case.resources_changed case:1",
            "cli:root policy.added policy:*/S3.8",
            "policy:ignore case.withdrawn case:1",
        ]);
        rows[0].Before.ShouldBeNull();
        State(rows[0].After)["policy"]!.GetValue<string>().ShouldBe("track");
        State(rows[1].Before)["state"]!.GetValue<string>().ShouldBe("open");
        State(rows[1].After)["assignee"]!.GetValue<string>().ShouldBe(Person);
        State(rows[2].After)["ticket"]!.GetValue<string>().ShouldContain("8812");
        State(rows[3].Before)["unfixed"]!.GetValue<int>().ShouldBe(1);
        State(rows[3].After)["unfixed"]!.GetValue<int>().ShouldBe(2);
        rows[4].After.ShouldBe("""{"standard":"*","control":"S3.8","policy":"ignore","category":"","due_days":"","environments":"","note":"not ours"}""");
        State(rows[5].After)["state"]!.GetValue<string>().ShouldBe("withdrawn");
        (await new AuditVerifier(bot.Database).Verify(null, CancellationToken.None)).ShouldBeOfType<AuditVerdict.Whole>().Rows.ShouldBe(6);
    }

    [Fact]
    public async Task Findings_alone_are_no_decisions()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var slack = await TestBot.StartSlack();
        await using var bot = await TestBot.Start(database, slack);

        await bot.Accept(Events.Passed("invoices"));
        await bot.Accept(Events.Passed("invoices", minute: 20));
        await bot.Settle();

        (await Rows(bot)).ShouldBeEmpty();
    }

    /// <summary>Two users of the database, as docs/operating.md describes: one that owns and migrates, and one that the bot runs as.</summary>
    [Fact]
    public async Task The_bots_own_database_user_does_all_its_work_and_cannot_change_the_log()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var app = await AppRole.Create(database);
        await using var slack = await TestBot.StartSlack();
        await TestBot.Migrate(database, slack, new() { ["Database:AppRole"] = app.Name, ["Jobs:Enabled"] = "true" });
        await using (var bot = await TestBot.Start(database.Provider, app.ConnectionString, slack, new() { ["Database:MigrateAtStart"] = "false", ["Jobs:Enabled"] = "true" }))
        {
            var card = await CardTests.CardFor(bot, "invoices");
            await slack.ClickAsync(Person, TestBot.ShopChannel, card.Ts, "case.accept");
            await bot.Accept(Events.Passed("invoices"));
            await bot.Settle();
            (await Rows(bot)).Count.ShouldBe(3);
            await bot.WaitUntil(() => Task.FromResult(bot.Service<IRecurringJobManagerV2>().TriggerJob("audit-head") is not null));
            await bot.WaitUntil(() => Task.FromResult(bot.Service<JobStorage>().GetMonitoringApi().Succeeded("audit-head") > 0));
        }

        foreach (var sql in (string[])
        [
            "update audit_log set actor = 'bot'",
            "delete from audit_log",
            "truncate audit_log",
            "drop table audit_log",
            "alter table audit_log disable trigger all",
            "drop trigger audit_log_append_only on audit_log",
            "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return old; end'",
            "set session_replication_role = replica",
            "delete from schemaversions",
            "create table elsewhere (id bigint)",
        ])
        {
            (await Should.ThrowAsync<PostgresException>(app.Execute(sql), sql)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, sql);
        }
    }

    [Fact]
    public async Task A_role_that_is_not_there_or_owns_the_tables_is_refused_in_words()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var slack = await TestBot.StartSlack();

        (await Should.ThrowAsync<InvalidOperationException>(TestBot.Migrate(database, slack, new() { ["Database:AppRole"] = "nobody \"here\"" })))
            .Message.ShouldContain("is no role of this PostgreSQL");
        var owner = new NpgsqlConnectionStringBuilder(database.ConnectionString).Username!;
        (await Should.ThrowAsync<InvalidOperationException>(TestBot.Migrate(database, slack, new() { ["Database:AppRole"] = owner })))
            .Message.ShouldContain("migrate as another role");
    }

    private static Task<IReadOnlyList<AuditRow>> Rows(TestBot bot) =>
        bot.Database.Read(session => session.Query<AuditRow>("select actor, action, subject, before, after from audit_log order by seq"), CancellationToken.None);

    private static JsonNode State(string? json) => JsonNode.Parse(json!)!;
}
