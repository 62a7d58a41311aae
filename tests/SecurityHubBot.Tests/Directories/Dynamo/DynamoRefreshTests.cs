using Amazon.DynamoDBv2.Model;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>What others write into the tables.</summary>
public class DynamoRefreshTests
{
    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_policy_that_others_change_decides_the_touched_cases_again(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind);
        await CardTests.CardFor(bench.Bot, "invoices");

        await bench.PutPolicy("S3.8", "ignore");
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(1);
        await bench.Bot.Settle();

        (await bench.Bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);
        (await bench.Bot.Count("policies where updated_by = 'pipeline' and version = 1")).ShouldBe(1);
        (await bench.Bot.Count("audit_log where action = 'policy.added' and actor = 'job:dynamodb'")).ShouldBe(1);

        await bench.DeletePolicy("S3.8");
        await bench.PutPolicy("EC2.19", "track");
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(2);
        await bench.Bot.Settle();
        (await bench.Bot.Count("cases where state = 'open'")).ShouldBe(1);
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task An_account_that_others_change_moves_its_cards()
    {
        await using var bench = await DynamoBench.Create();
        await CardTests.CardFor(bench.Bot, "invoices");

        await bench.PutAccount(DynamoBench.Shop.Replace("#shop-aws", "#media-aws", StringComparison.Ordinal));
        await bench.Refresh.Run(CancellationToken.None);
        await bench.Bot.Settle();

        bench.Bot.Cards(TestBot.ShopChannel).ShouldBeEmpty();
        bench.Bot.Cards("media-aws").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_others_change_is_found_by_itself()
    {
        await using var bench = await DynamoBench.Create(start: false);
        await bench.Start(new() { ["Directory:RefreshSeconds"] = "1" });
        await CardTests.CardFor(bench.Bot, "invoices");

        await bench.PutPolicy("S3.8", "ignore");

        await bench.Bot.WaitUntil(async () => await bench.Bot.Count("cases where state = 'withdrawn'") == 1);
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "unknown policy", "`policy` に「maybe」は指定できません" },
        { "wrong type", "`policy` の型が違います（L）" },
        { "days that are no number", "`due_days` に「soon」は指定できません" },
        { "version that is no number", "`version` の型が違います（S）" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_row_keeps_what_was_known_of_it_and_is_told_once(string fault, string told)
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "ignore");
        await bench.Refresh.Run(CancellationToken.None);

        await bench.PutPolicy("S3.8", "track", version: 2, more: fault switch
        {
            "unknown policy" => ("policy", new AttributeValue { S = "maybe" }),
            "wrong type" => ("policy", new AttributeValue { L = [new AttributeValue { S = "track" }] }),
            "days that are no number" => ("due_days", new AttributeValue { S = "soon" }),
            _ => ("version", new AttributeValue { S = "two" }),
        });
        await bench.PutPolicy("EC2.19", "disable");
        await bench.Refresh.Run(CancellationToken.None);
        await bench.Refresh.Run(CancellationToken.None);

        (await bench.Strings("select control || ' ' || policy from policies order by control")).ShouldBe(["EC2.19 disable", "S3.8 ignore"]);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Slack.Messages("security").Count > 0));
        var message = bench.Slack.Messages("security").ShouldHaveSingleItem().AllText;
        message.ShouldContain("対応方針表の行");
        message.ShouldContain("S3.8");
        message.ShouldContain(told);

        await bench.PutPolicy("S3.8", "track", version: 3);
        await bench.Refresh.Run(CancellationToken.None);
        (await bench.Strings("select policy from policies where control = 'S3.8'")).ShouldBe(["track"]);
        (await bench.Bot.Count("directory_problems")).ShouldBe(0);
        (await bench.Bot.Count("bulletins")).ShouldBe(1);
    }

    [Fact]
    public async Task A_malformed_account_and_a_key_in_two_letter_cases_stop_nothing()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutAccount(DynamoBench.Game.Replace("production", "", StringComparison.Ordinal));
        await bench.PutAccount("12,short,production,,,,,en");
        await bench.PutPolicy("S3.8", "ignore");
        await bench.PutPolicy("s3.8", "track");
        await bench.PutPolicy(" KMS.4", "track");
        await bench.PutPolicy("EC2.1", "notify", standard: "AWS-Foundational-Security-Best-Practices/v/1.0.0");

        await bench.Refresh.Run(CancellationToken.None);

        (await bench.Strings("select account_id || ' ' || environment from accounts order by account_id")).ShouldBe([$"{TestBot.ShopAccount} production", $"{TestBot.GameAccount} production"]);
        (await bench.Strings("select control || ' ' || policy from policies")).ShouldBe(["s3.8 track"]);
        (await bench.Strings("select row_key from directory_problems order by row_key")).Order(StringComparer.Ordinal).ShouldBe(
            new[] { "*  KMS.4", "* S3.8", "12", TestBot.GameAccount, "AWS-Foundational-Security-Best-Practices/v/1.0.0 EC2.1" }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_suddenly_empty_ends_nothing_that_was_decided()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "ignore");
        await bench.Refresh.Run(CancellationToken.None);

        await bench.DeletePolicy("S3.8");
        await bench.Refresh.Run(CancellationToken.None);
        (await bench.Bot.Count("policies where policy = 'ignore'")).ShouldBe(1);
        await bench.Bot.WaitUntil(() => Task.FromResult(bench.Slack.Messages("security").Count == 1));
        bench.Slack.Messages("security").Single().AllText.ShouldContain("テーブルが空になっています");

        await bench.PutPolicy("EC2.19", "track");
        await bench.Refresh.Run(CancellationToken.None);
        (await bench.Strings("select control from policies")).ShouldBe(["EC2.19"]);
    }

    [Fact]
    public async Task Whoever_changes_a_row_without_raising_its_version_has_changed_it_all_the_same()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "ignore");
        await bench.Refresh.Run(CancellationToken.None);
        var before = await bench.Strings("select version || '@' || updated_at from policies");

        await bench.PutPolicy("S3.8", "notify");
        await bench.Refresh.Run(CancellationToken.None);

        (await bench.Strings("select policy from policies")).ShouldBe(["notify"]);
        (await bench.Strings("select version || '@' || updated_at from policies")).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_refresh_that_another_instance_has_just_made_is_not_made_again()
    {
        await using var bench = await DynamoBench.Create();
        var scans = bench.Proxy.Operations.Count(o => o == "Scan");

        await bench.Refresh.Step(CancellationToken.None);

        bench.Proxy.Operations.Count(o => o == "Scan").ShouldBe(scans);
    }
}
