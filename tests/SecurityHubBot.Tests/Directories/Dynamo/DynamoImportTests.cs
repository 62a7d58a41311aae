using System.Globalization;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories.Dynamo;

public class DynamoImportTests
{
    private const int Many = 2500;

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Tables_of_many_pages_come_out_as_they_went_in(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind);
        var note = string.Concat(Enumerable.Repeat("表は一メガバイトずつ読まれる。", 30));
        var rows = Enumerable.Range(1, Many).Select(i => string.Create(CultureInfo.InvariantCulture, $"*,Many.{i:0000},ignore,,{i % 300 + 1},production=track,{note}{i}")).ToList();

        var report = (await bench.Policies(string.Join('\n', rows))).ShouldBeOfType<ImportReport.Done>();

        (report.Added, report.Raced.Count).ShouldBe((Many, 0));
        (await bench.Bot.Count("policies")).ShouldBe(Many);
        (await bench.Bot.Count("audit_log where action = 'policy.added'")).ShouldBe(Many);
        var before = bench.Proxy.Operations.Count(o => o == "Scan");
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
        (bench.Proxy.Operations.Count(o => o == "Scan") - before).ShouldBeGreaterThan(3, "one page of accounts, several of policies");

        var exported = await bench.Bot.Service<DirectoryImport>().ExportPolicies(CancellationToken.None);
        exported.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ShouldBe(rows);
        (await bench.Policies(string.Join('\n', rows))).ShouldBeOfType<ImportReport.Done>().Unchanged.ShouldBe(Many);
        bench.Proxy.Operations.Count(o => o == "PutItem").ShouldBe(Many);
    }

    [Fact]
    public async Task Rows_are_added_changed_removed_and_left_alone_by_their_key_in_any_letter_case()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("s3.8", "track", version: 3);
        await bench.PutPolicy("EC2.1", "ignore");
        await bench.PutPolicy("EC2.2", "maybe");
        await bench.PutPolicy("EC2.3", "perhaps", version: 6);

        var dry = (await bench.Policies("*,S3.8,notify,,,,\n*,EC2.3,track,,,,\n*,KMS.1,ignore,,,,", new ImportOptions(Replace: true, DryRun: true))).ShouldBeOfType<ImportReport.Done>();
        (dry.Added, dry.Changed, dry.Removed).ShouldBe((2, 1, 2));
        bench.Proxy.Operations.ShouldNotContain("PutItem");

        var done = (await bench.Policies("*,S3.8,notify,,,,\n*,EC2.3,track,,,,\n*,KMS.1,ignore,,,,", new ImportOptions(Replace: true), "cli:root")).ShouldBeOfType<ImportReport.Done>();

        (done.Added, done.Changed, done.Removed).ShouldBe((2, 1, 2));
        var item = await bench.Policy("s3.8");
        (item["policy"].S, item["version"].N, item["updated_by"].S).ShouldBe(("notify", "4", "cli:root"));
        (await bench.Policy("EC2.3"))["version"].N.ShouldBe("7");
        (await bench.Policy("S3.8")).ShouldBeEmpty();
        (await bench.Policy("EC2.1")).ShouldBeEmpty();
        (await bench.Policy("EC2.2")).ShouldBeEmpty();
        (await bench.Strings("select control || ' ' || policy from policies order by control")).Order(StringComparer.Ordinal).ShouldBe(["EC2.3 track", "KMS.1 ignore", "s3.8 notify"]);
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
        (await bench.Policies("", new ImportOptions(Replace: true))).ShouldBeOfType<ImportReport.Refused>();
    }

    [Fact]
    public async Task A_row_that_somebody_else_writes_meanwhile_is_left_and_named()
    {
        await using var bench = await DynamoBench.Create();
        var raced = 0;
        bench.Proxy.Before = async operation =>
        {
            if (operation == "PutItem" && Interlocked.Increment(ref raced) == 1)
            {
                await bench.PutPolicy("KMS.4", "notify");
            }

            return null;
        };

        var report = (await bench.Policies("*,KMS.4,ignore,,,,")).ShouldBeOfType<ImportReport.Done>();

        report.Raced.ShouldBe(["* KMS.4"]);
        report.Added.ShouldBe(0);
        (await bench.Policy("KMS.4"))["policy"].S.ShouldBe("notify");
        (await bench.Policies("*,KMS.4,ignore,,,,")).ShouldBeOfType<ImportReport.Done>().Changed.ShouldBe(1);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException")]
    [InlineData("ThrottlingException")]
    public async Task What_DynamoDB_refuses_because_it_is_too_much_is_tried_again(string error)
    {
        await using var bench = await DynamoBench.Create();
        var (scans, puts) = (0, 0);
        bench.Proxy.Before = operation => Task.FromResult(operation switch
        {
            "Scan" when Interlocked.Increment(ref scans) <= 4 => error,
            "PutItem" when Interlocked.Increment(ref puts) % 3 == 1 => error,
            _ => null,
        });

        var report = (await bench.Policies(string.Join('\n', Enumerable.Range(1, 40).Select(i => $"*,KMS.{i},ignore,,,,")))).ShouldBeOfType<ImportReport.Done>();

        (report.Added, report.Raced.Count).ShouldBe((40, 0));
        puts.ShouldBeGreaterThan(40);
        (await bench.Aws.ScanAsync(new(bench.PolicyTable), TestContext.Current.CancellationToken)).Items.Count.ShouldBe(40);
    }

    [Fact]
    public async Task New_members_are_added_and_what_is_there_stays_as_it_is()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutAccount("999900001111,,production,,,,,en");
        Account Member(string id) => new(AccountId.Parse(id), "member", AccountEnvironment.Production, "", [], null, null, Language.English);

        var added = await bench.Bot.Service<DirectoryImport>().AddAccounts(
            [Member(TestBot.ShopAccount), Member("999900001111"), Member("999900002222")], "job:accounts", CancellationToken.None);

        added.ShouldBe(1);
        (await bench.Strings("select account_id || ' ' || name || ' ' || updated_by from accounts order by account_id")).ShouldBe(
            [$"{TestBot.ShopAccount} shop-prod dynamodb", $"{TestBot.GameAccount} game-prod dynamodb", "999900002222 member job:accounts"]);
        (await bench.Aws.ScanAsync(new(bench.AccountTable), TestContext.Current.CancellationToken)).Items.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_import_that_is_cut_off_is_finished_by_the_same_import_again()
    {
        await using var bench = await DynamoBench.Create();
        var rows = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"*,KMS.{i},ignore,,,,"));
        var puts = 0;
        bench.Proxy.Before = operation => Task.FromResult(operation == "PutItem" && Interlocked.Increment(ref puts) > 20 ? "AccessDeniedException" : null);

        var cut = await Should.ThrowAsync<DirectoryUnavailableException>(() => bench.Policies(rows));

        cut.Message.ShouldContain("20 of 60 changes are written; run the same import again");
        (await bench.Bot.Count("policies")).ShouldBe(20);
        bench.Proxy.Before = _ => Task.FromResult<string?>(null);
        var rest = (await bench.Policies(rows)).ShouldBeOfType<ImportReport.Done>();
        (rest.Added, rest.Unchanged).ShouldBe((40, 20));
        (await bench.Bot.Count("policies")).ShouldBe(60);
    }
}
