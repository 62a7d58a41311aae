using Amazon.DynamoDBv2.Model;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;
using SecurityHubBot.TestSupport.Aws;
using static SecurityHubBot.Tests.Commands.ChangeEndToEndTests;

namespace SecurityHubBot.Tests.Directories.Dynamo;

/// <summary>What the bot writes into the tables, alone and together with others.</summary>
public class DynamoChangeTests
{
    private static readonly PolicyEdit Ignore = Edit("ignore");

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task A_policy_is_set_from_Slack_and_boto3_reads_it_from_the_table(DatabaseKind kind)
    {
        Assert.SkipWhen(Boto3.SkipReason is not null, Boto3.SkipReason ?? "");
        await using var bench = await DynamoBench.Create(kind);
        await CardTests.CardFor(bench.Bot, "invoices");

        var preview = await bench.Preview("/shub policy set S3.8 ignore note=使っていない due=30");
        (await bench.Policy("S3.8")).ShouldBeEmpty();
        await bench.Press(preview);
        Text(await Latest(bench.Slack, "再判定を終えました")).ShouldContain("追跡を終えた案件: 1件");
        await bench.Bot.Settle();

        (await bench.Bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);
        (await bench.Bot.Count($"audit_log where action = 'policy.added' and actor = 'person:{DynamoBench.Operator}'")).ShouldBe(1);
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
        var read = await Boto3.RunAsync("dynamodb", bench.Server.Url, $$$"""
            item = client.get_item(TableName='{{{bench.PolicyTable}}}', Key={'standard': {'S': '*'}, 'control': {'S': 'S3.8'}}, ConsistentRead=True)['Item']
            print(item['policy'], item['note'], item['due_days'], item['version'], item['updated_by'], item['category'], item['environments'])
            print(item['updated_at']['S'])
            """);
        read.ShouldStartWith($"{{'S': 'ignore'}} {{'S': '使っていない'}} {{'N': '30'}} {{'N': '1'}} {{'S': '{DynamoBench.Operator}'}} {{'S': ''}} {{'S': ''}}");
        DateTimeOffset.TryParse(read.Split('\n')[1], out _).ShouldBeTrue(read);

        preview = await bench.Preview("/shub policy unset S3.8");
        await bench.Press(preview);
        await bench.Bot.WaitUntil(async () => (await bench.Policy("S3.8")).Count == 0 && await bench.Bot.Count("policies") == 0);
        await bench.Bot.Settle();
        (await bench.Bot.Count("cases where state = 'open'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_is_set_and_what_others_keep_in_its_item_stays()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutAccount(DynamoBench.Shop, ("cost_centre", new AttributeValue { M = new() { ["code"] = new AttributeValue { N = "7" } } }));
        var edit = new AccountEdit(AccountId.Parse(TestBot.ShopAccount), new Dictionary<string, string> { ["name"] = "店舗" });

        await Apply(bench, edit);

        var item = (await bench.Aws.GetItemAsync(bench.AccountTable, new Dictionary<string, AttributeValue> { ["account_id"] = new() { S = TestBot.ShopAccount } }, TestContext.Current.CancellationToken)).Item;
        item["name"].S.ShouldBe("店舗");
        item["cost_centre"].M["code"].N.ShouldBe("7");
        item["version"].N.ShouldBe("2");
        (await bench.Strings($"select name || ' ' || version from accounts where account_id = '{TestBot.ShopAccount}'")).ShouldBe(["店舗 2"]);
    }

    [Fact]
    public async Task Who_was_shown_a_row_that_others_changed_since_is_shown_it_again_and_nothing_is_lost()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "track");
        var preview = await bench.Preview("/shub policy set S3.8 ignore");

        await bench.PutPolicy("S3.8", "notify", version: 2);
        await bench.Press(preview);

        Text(await Latest(bench.Slack, "ほかの人"));
        (await bench.Policy("S3.8"))["policy"].S.ShouldBe("notify");
        (await bench.Strings("select policy from policies")).ShouldBe(["notify"]);
    }

    [Fact]
    public async Task A_race_that_is_lost_at_the_last_moment_overwrites_nothing()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "track");
        var change = await Propose(bench, Ignore);
        bench.Proxy.Before = async operation =>
        {
            if (operation == "PutItem")
            {
                await bench.PutPolicy("S3.8", "notify", version: 2);
            }

            return null;
        };

        (await bench.Bot.Service<DirectoryChanges>().Apply(Ignore, change.Stamp, DynamoBench.Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Changed>();

        (await bench.Policy("S3.8"))["policy"].S.ShouldBe("notify");
        (await bench.Strings("select policy || ' ' || updated_by from policies")).ShouldBe(["notify pipeline"]);
    }

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Of_many_who_write_one_row_at_once_exactly_one_does(DatabaseKind kind)
    {
        await using var bench = await DynamoBench.Create(kind);
        await bench.PutPolicy("S3.8", "track");
        var seen = (await Propose(bench, Ignore)).Stamp;
        var changes = bench.Bot.Service<DirectoryChanges>();

        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(days => Task.Run(() =>
            changes.Apply(Edit("ignore", ("due_days", $"{days}")), seen, DynamoBench.Operator, CancellationToken.None))));

        var won = results.OfType<ChangeResult.Done>().ShouldHaveSingleItem().Applied.After!.Cells["due_days"];
        var item = await bench.Policy("S3.8");
        item["due_days"].N.ShouldBe(won);
        item["version"].N.ShouldBe("2");
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
        (await bench.Strings("select due_days || ' ' || version from policies")).ShouldBe([$"{won} 2"]);
    }

    [Fact]
    public async Task A_button_pressed_twice_at_the_same_moment_ends_with_what_came_of_it()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "track");
        var preview = await bench.Preview("/shub policy set S3.8 ignore");
        var (writes, both) = (0, new TaskCompletionSource());
        bench.Proxy.Before = async operation =>
        {
            if (operation == "PutItem")
            {
                if (Interlocked.Increment(ref writes) == 2)
                {
                    both.SetResult();
                }

                await both.Task.WaitAsync(TimeSpan.FromMinutes(1));
            }

            return null;
        };

        await bench.Press(preview);
        await bench.Press(preview);

        var told = Text(await Latest(bench.Slack, "ボタンが2回押されました"));
        told.ShouldNotContain("directory.apply");
        (await Latest(bench.Slack, "再判定を終えました")).Ts.ShouldBe(preview.Ts);
        writes.ShouldBe(2);
        (await bench.Policy("S3.8"))["version"].N.ShouldBe("2");
    }

    [Fact]
    public async Task A_write_of_which_the_answer_was_lost_is_known_as_ones_own()
    {
        await using var bench = await DynamoBench.Create();
        var stamp = (await Propose(bench, Ignore)).Stamp;
        var lost = 0;
        bench.Proxy.LoseAnswer = operation => operation == "PutItem" && Interlocked.Increment(ref lost) == 1;

        (await bench.Bot.Service<DirectoryChanges>().Apply(Ignore, stamp, DynamoBench.Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();

        lost.ShouldBe(2);
        (await bench.Policy("S3.8"))["version"].N.ShouldBe("1");
    }

    [Fact]
    public async Task A_refresh_that_finds_the_change_first_takes_it_from_nobody()
    {
        await using var bench = await DynamoBench.Create();
        await CardTests.CardFor(bench.Bot, "invoices");
        var stamp = (await Propose(bench, Ignore)).Stamp;
        bench.Proxy.LoseAnswer = operation =>
        {
            // Between the write and the bot's hearing of it.
            return operation == "PutItem" && !bench.Refresh.Run(CancellationToken.None).Wait(TimeSpan.FromMinutes(1));
        };

        (await bench.Bot.Service<DirectoryChanges>().Apply(Ignore, stamp, DynamoBench.Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();

        await bench.Bot.Settle();
        (await bench.Bot.Count("cases where state = 'withdrawn'")).ShouldBe(1);
        (await bench.Strings("select actor || ' ' || action from audit_log where action like 'policy.%' order by seq")).ShouldBe(["job:dynamodb policy.added", $"person:{DynamoBench.Operator} policy.added"]);
    }

    [Fact]
    public async Task A_malformed_row_is_put_right_by_setting_it()
    {
        await using var bench = await DynamoBench.Create();
        await bench.PutPolicy("S3.8", "maybe", version: 4);
        await bench.Refresh.Run(CancellationToken.None);

        await Apply(bench, Ignore);

        var item = await bench.Policy("S3.8");
        (item["policy"].S, item["version"].N).ShouldBe(("ignore", "5"));
        (await bench.Refresh.Run(CancellationToken.None)).ShouldBe(0);
        (await bench.Bot.Count("directory_problems")).ShouldBe(0);
    }

    private static PolicyEdit Edit(string policy, params (string Column, string Text)[] more) =>
        new(null, ControlId.Parse("S3.8"), new Dictionary<string, string>(more.Select(m => KeyValuePair.Create(m.Column, m.Text))) { ["policy"] = policy });

    private static async Task<Proposal.Change> Propose(DynamoBench bench, DirectoryEdit edit) =>
        (await bench.Bot.Service<DirectoryChanges>().Propose(edit, CancellationToken.None)).ShouldBeOfType<Proposal.Change>();

    private static async Task Apply(DynamoBench bench, DirectoryEdit edit)
    {
        var stamp = (await Propose(bench, edit)).Stamp;
        (await bench.Bot.Service<DirectoryChanges>().Apply(edit, stamp, DynamoBench.Operator, CancellationToken.None)).ShouldBeOfType<ChangeResult.Done>();
    }
}
