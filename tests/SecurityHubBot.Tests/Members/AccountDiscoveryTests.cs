using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Jobs;
using SecurityHubBot.Members;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.Sandbox.SecurityHub.Api;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Members;

/// <summary>Accounts that join the organisation's Security Hub and leave it, as AWS's own API tells.</summary>
public sealed class AccountDiscoveryTests
{
    private const string Administrator = "999900000001";
    private const string Newcomer = "999900000002";
    private const string Other = "999900000003";
    private const string Tokyo = "ap-northeast-1";

    public static TheoryData<DatabaseKind> Both => Databases.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task New_members_are_entered_with_their_names_and_without_an_owner_and_nobodys_row_is_touched(DatabaseKind kind)
    {
        await using var bench = await Bench.Start(kind);
        var before = (await bench.Directory()).Accounts[AccountId.Parse(TestBot.ShopAccount)];

        (await bench.Discover()).ShouldBe("4 members, 3 entered");

        var accounts = (await bench.Directory()).Accounts;
        var newcomer = accounts[AccountId.Parse(Newcomer)];
        (newcomer.Name, newcomer.Channel, newcomer.Owners.Count).ShouldBe(("newcomer", "", 0));
        AccountRowParser.Format(accounts[AccountId.Parse(TestBot.ShopAccount)]).ShouldBe(AccountRowParser.Format(before));
        (await bench.Discover()).ShouldBe("4 members", "nobody is entered twice");
        await bench.Bot.Accept(Events.Failed("bucket", account: Newcomer));
        await bench.Bot.Settle();
        bench.Bot.Cards("security").ShouldHaveSingleItem().AllText.ShouldContain("newcomer");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Who_leaves_has_the_cases_closed_with_the_reason_and_who_comes_back_has_them_again(DatabaseKind kind)
    {
        await using var bench = await Bench.Start(kind);
        await bench.Discover();
        await bench.Bot.Accept(Events.Failed("bucket"));
        await bench.Bot.Settle();

        bench.Aws.SetMember(TestBot.ShopAccount, isMember: false);
        (await bench.Discover()).ShouldBe("3 members, 1 left");
        await bench.Bot.Settle();

        (await bench.Case()).ShouldBe("withdrawn");
        var card = bench.Bot.Cards("shop-aws").ShouldHaveSingleItem();
        bench.Slack.Thread("C0SHOPAWS1", card.Ts).ShouldContain(m => m.AllText.Contains("組織のメンバーではなくなった", StringComparison.Ordinal));
        (await bench.Bot.Count("findings where record_state = 'ACTIVE'")).ShouldBe(0);
        (await bench.Audited()).ShouldBe(["account:111122223333 account.left", "case:1 case.account_left"], ignoreOrder: true);
        (await bench.Discover()).ShouldBe("3 members", "who has left leaves once");

        bench.Aws.SetMember(TestBot.ShopAccount, isMember: true);
        await bench.Discover();
        await bench.Bot.Accept(Events.Failed("bucket", minute: 60));
        await bench.Bot.Settle();
        (await bench.Case()).ShouldBe("open");
    }

    [Fact]
    public async Task A_suspended_account_has_left_though_the_organisation_still_lists_it()
    {
        await using var bench = await Bench.Start(DatabaseKind.Sqlite);
        await bench.Discover();
        bench.Aws.SetAccountStatus(Other, "SUSPENDED");
        (await bench.Discover()).ShouldBe("3 members, 1 left");
        (await bench.Bot.Database.Read(session => session.SingleOrDefault<string>("select left_reason from members where left_at is not null"), CancellationToken.None)).ShouldBe("Suspended");
    }

    [Fact]
    public async Task Nothing_new_is_opened_for_who_has_left()
    {
        await using var bench = await Bench.Start(DatabaseKind.Sqlite);
        await bench.Discover();
        bench.Aws.SetMember(TestBot.ShopAccount, isMember: false);
        await bench.Discover();
        await bench.Bot.Accept(Events.Failed("late"));
        await bench.Bot.Settle();
        (await bench.Bot.Count("cases")).ShouldBe(0);
    }

    [Fact]
    public async Task When_more_than_half_are_missing_at_once_nobody_has_left()
    {
        await using var bench = await Bench.Start(DatabaseKind.Sqlite);
        await bench.Discover();
        foreach (var account in (string[])[TestBot.ShopAccount, Newcomer, Other])
        {
            bench.Aws.SetMember(account, isMember: false);
        }

        (await bench.Discover()).ShouldBe("1 members, 3 not_believed");
        (await bench.Bot.Count("members where left_at is not null")).ShouldBe(0);
    }

    [Fact]
    public async Task Where_Security_Hub_fails_for_a_moment_it_is_asked_again_and_where_it_refuses_the_job_fails_and_nobody_has_left()
    {
        await using var bench = await Bench.Start(DatabaseKind.Sqlite);
        // Three attempts of the SDK, and one more after that.
        bench.Aws.Faults.Next("ListMembers", AwsFault.Internal, count: 4);
        (await bench.Discover()).ShouldBe("4 members, 3 entered");
        bench.Aws.Faults.Next("ListMembers", new AwsFault.Error("AccessDeniedException", 403), count: 10);
        (await Should.ThrowAsync<JobFailedException>(() => bench.Discover())).Reason.ShouldBe(JobFailure.SecurityHub);
        (await bench.Bot.Count("members where left_at is not null")).ShouldBe(0);
    }

    [Fact]
    public async Task Without_AWS_Organizations_members_are_known_by_their_numbers()
    {
        await using var bench = await Bench.Start(DatabaseKind.Sqlite);
        bench.Aws.Faults.Next("ListAccounts", new AwsFault.Error("AccessDeniedException", 400), count: 10);
        (await bench.Discover()).ShouldBe("4 members, 3 entered");
        (await bench.Directory()).Accounts[AccountId.Parse(Newcomer)].Name.ShouldBe(Newcomer);
    }

    private sealed class Bench(TestDatabase database, SlackWorkspace slack, LocalAwsServer aws, TestBot bot) : IAsyncDisposable
    {
        public TestBot Bot => bot;

        public SlackWorkspace Slack => slack;

        public LocalAwsServer Aws => aws;

        public static async Task<Bench> Start(DatabaseKind kind)
        {
            var database = await TestDatabase.CreateAsync(kind);
            var slack = await SlackWorkspace.StartAsync(new WorkspaceOptions { Limits = new WorkspaceLimits { EnforceRates = false } });
            var aws = await LocalAwsServer.Start(new LocalAwsOptions
            {
                Organisation = Organisation.Of([Account(Administrator, "audit"), Account(TestBot.ShopAccount, "shop-prod"), Account(Newcomer, "newcomer"), Account(Other, "other")]),
                HomeRegion = Tokyo,
            });
            var bot = await TestBot.Start(database, slack, new() { ["Aws:Region"] = Tokyo, ["AWS_ENDPOINT_URL"] = aws.Url.ToString() }, services =>
                services.AddSingleton<AWSCredentials>(new BasicAWSCredentials(aws.Administrator.AccessKeyId, aws.Administrator.SecretAccessKey)));
            return new Bench(database, slack, aws, bot);
        }

        public async Task<string> Discover()
        {
            var report = (await bot.Service<AccountDiscovery>().Report(CancellationToken.None)).WithoutZeros();
            await bot.SettleDecisions();
            return string.Join(", ", report.Facts.Select(f => $"{f.Count} {f.Key}"));
        }

        public Task<DirectorySnapshot> Directory() => bot.Service<IDirectory>().Current(CancellationToken.None);

        public Task<string?> Case() => bot.Database.Read(session => session.SingleOrDefault<string>("select state from cases where number = 1"), CancellationToken.None);

        public Task<IReadOnlyList<string>> Audited() => bot.Database.Read(
            session => session.Query<string>("select subject || ' ' || action from audit_log where action in ('account.left', 'account.back') or action like 'case.account%'"), CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            await aws.DisposeAsync();
            await slack.DisposeAsync();
            await database.DisposeAsync();
        }

        private static OrganisationAccount Account(string id, string name) => new(id, name, "shop", "production", [Tokyo], "#shop-aws", [], "", "", "ja", []);
    }
}
