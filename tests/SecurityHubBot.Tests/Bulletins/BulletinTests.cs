using Microsoft.Extensions.DependencyInjection;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Persistence;
using SecurityHubBot.Sandbox.Workspace;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.WebApi;
using SecurityHubBot.Tests.Integration;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Bulletins;

/// <summary>Messages that are not about one case, posted once whatever Slack and the process do.</summary>
public class BulletinTests
{
    private static readonly BulletinKey Key = new(Spoken.TheKind, "#shop-aws", "2026-10");

    [Theory]
    [MemberData(nameof(Databases.Both), MemberType = typeof(Databases))]
    public async Task Wanted_twice_by_two_instances_it_is_posted_once(DatabaseKind kind)
    {
        await using var world = await World.Start(kind);
        await using var second = kind == DatabaseKind.Postgres ? await TestBot.Start(world.Database, world.Slack, services: s => s.AddSingleton<IBulletinContent>(world.Content)) : null;

        var first = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Want(i % 2 == 0 || second is null ? world.Bot : second, Key)));
        await world.Settle();

        first.Count(isNew => isNew).ShouldBe(1);
        world.Messages().ShouldHaveSingleItem().AllText.ShouldContain("the summary");
        world.Content.Told.ShouldBe([Key]);
    }

    [Fact]
    public async Task Posted_although_the_answer_was_lost_it_is_found_and_not_posted_again()
    {
        await using var world = await World.Start();
        world.Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost());

        await Want(world.Bot, Key);
        await world.Settle();

        world.Messages().ShouldHaveSingleItem();
        world.Content.Told.ShouldBe([Key]);
        world.Slack.Calls.ShouldContain(c => c.Name == "conversations.history");
    }

    [Fact]
    public async Task Of_two_that_are_uncertain_in_one_channel_each_is_found_by_its_own_mark()
    {
        await using var world = await World.Start();
        var other = Key with { Period = "2026-09" };
        world.Slack.Faults.Next("chat.postMessage", new Fault.AnswerLost(), count: 2);

        await Want(world.Bot, Key);
        await Want(world.Bot, other);
        await world.Settle();

        world.Messages().Count.ShouldBe(2);
        world.Content.Told.ShouldBe([Key, other], ignoreOrder: true);
    }

    [Fact]
    public async Task Slack_that_refuses_is_asked_again_until_it_takes_it()
    {
        await using var world = await World.Start();
        world.Slack.Faults.Next("chat.postMessage", new Fault.RateLimited(TimeSpan.FromSeconds(1)));
        world.Slack.Faults.Next("chat.postMessage", new Fault.ServerError());

        await Want(world.Bot, Key);
        await world.Settle();

        world.Messages().ShouldHaveSingleItem();
        world.Content.Told.ShouldBe([Key]);
    }

    [Theory]
    [InlineData("#legacy-aws", "legacy-aws", "招待")]
    [InlineData("C0OLDPORT1", "C0OLDPORT1", "招待")]
    [InlineData("C0OLDSHOP1", "C0OLDSHOP1", "アーカイブ")]
    [InlineData("#no-such-channel", "no-such-channel", "見つからない")]
    public async Task What_cannot_be_posted_where_it_belongs_goes_to_the_security_channel_and_says_why(string audience, string named, string why)
    {
        await using var world = await World.Start();

        await Want(world.Bot, Key with { Audience = audience });
        await world.Settle();

        var message = world.Slack.Messages("security").ShouldHaveSingleItem();
        message.AllText.ShouldContain("the summary");
        message.AllText.ShouldContain(named);
        message.AllText.ShouldContain(why);
    }

    [Theory]
    [InlineData("is_archived")]
    [InlineData("not_in_channel")]
    public async Task A_security_channel_that_cannot_be_used_holds_up_only_what_is_meant_for_it(string refusal)
    {
        await using var world = await World.Start();
        world.Slack.Faults.Next("chat.postMessage", new Fault.Refusal(refusal), count: 2);

        await Want(world.Bot, Key with { Audience = "#security" });
        await world.Bot.WaitUntil(async () => await world.Bot.Count("bulletins where attempts > 0 and last_error is not null") == 1);
        await Want(world.Bot, Key);
        await world.Settle();

        world.Messages().ShouldHaveSingleItem();
        world.Slack.Messages("security").ShouldHaveSingleItem();
        world.Slack.Calls.Count(c => c.Name == "chat.postMessage").ShouldBe(4);
    }

    [Fact]
    public async Task A_person_gets_it_directly_and_one_who_has_left_does_not()
    {
        await using var world = await World.Start();

        await Want(world.Bot, Key with { Audience = AozoraHosting.Ito });
        await Want(world.Bot, Key with { Audience = AozoraHosting.Takahashi });
        await world.Settle();

        world.Content.Told.ShouldBe([Key with { Audience = AozoraHosting.Ito }]);
        world.Slack.Calls.Count(c => c.Name == "chat.postMessage" && c.Sent.ToJsonString().Contains("the summary", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task What_has_nothing_to_say_is_done_without_a_message()
    {
        await using var world = await World.Start();
        world.Content.IsSilent = true;

        await Want(world.Bot, Key);
        await world.Settle();

        world.Messages().ShouldBeEmpty();
        world.Content.Told.ShouldBeEmpty();
        (await Want(world.Bot, Key)).ShouldBeFalse("it is not said later either");
    }

    [Fact]
    public async Task What_has_to_wait_is_posted_when_its_time_has_come()
    {
        await using var world = await World.Start();
        var now = TimeProvider.System.GetUtcNow();
        world.Content.NotBefore = now + TimeSpan.FromDays(3);
        await Want(world.Bot, Key);
        await world.Bot.WaitUntil(async () => await world.Bot.Count($"bulletins where next_attempt_at > {Micros.From(now + TimeSpan.FromDays(2))}") == 1);
        world.Messages().ShouldBeEmpty();

        world.Content.NotBefore = now;
        await world.Bot.Database.Write(session => session.Execute("update bulletins set next_attempt_at = 0"), CancellationToken.None);
        await world.Settle();

        world.Messages().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_picture_is_given_to_Slack_once_and_shown_in_the_message()
    {
        await using var world = await World.Start();
        world.Content.Picture = new FileUpload("trend.png", new byte[] { 1, 2, 3 });
        world.Slack.Faults.Next("chat.postMessage", new Fault.ServerError(), count: 2);

        await Want(world.Bot, Key);
        await world.Settle();

        var message = world.Messages().ShouldHaveSingleItem();
        message.Json.ToJsonString().ShouldContain("slack_file");
        world.Slack.Calls.Count(c => c.Name == "files.completeUploadExternal").ShouldBe(1);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_uploaded_holds_the_words_back_only_for_a_while()
    {
        await using var world = await World.Start();
        world.Content.Picture = new FileUpload("trend.png", new byte[] { 1, 2, 3 });
        world.Slack.Faults.Next("files.getUploadURLExternal", new Fault.Refusal("missing_scope"), count: 50);

        await Want(world.Bot, Key);
        await world.Bot.WaitUntil(async () =>
        {
            await world.Bot.Database.Write(session => session.Execute("update bulletins set next_attempt_at = 0 where done_at is null and lease_until = 0"), CancellationToken.None);
            return await world.Bot.Count("bulletins where done_at is null") == 0;
        });

        var message = world.Messages().ShouldHaveSingleItem();
        message.AllText.ShouldContain("the summary");
        message.Json.ToJsonString().ShouldNotContain("slack_file");
        world.Slack.Calls.Count(c => c.Name == "files.getUploadURLExternal").ShouldBeGreaterThan(3);
    }

    private static Task<bool> Want(TestBot bot, BulletinKey key) =>
        bot.Database.Write(session => BulletinStore.Want(session, key, payload: null, TimeProvider.System.GetUtcNow()), CancellationToken.None);

    private sealed class World(TestDatabase database, SlackWorkspace slack, TestBot bot, Spoken content) : IAsyncDisposable
    {
        public TestDatabase Database => database;

        public SlackWorkspace Slack => slack;

        public TestBot Bot => bot;

        public Spoken Content => content;

        public static async Task<World> Start(DatabaseKind kind = DatabaseKind.Sqlite)
        {
            var database = await TestDatabase.CreateAsync(kind);
            var slack = await TestBot.StartSlack();
            var content = new Spoken();
            return new World(database, slack, await TestBot.Start(database, slack, services: s => s.AddSingleton<IBulletinContent>(content)), content);
        }

        public Task Settle() => bot.WaitUntil(async () => await bot.Count("bulletins where done_at is null") == 0);

        public IReadOnlyList<WorkspaceMessage> Messages() => [.. slack.Messages(TestBot.ShopChannel).Where(m => m.AllText.Contains("the summary", StringComparison.Ordinal))];

        public async ValueTask DisposeAsync()
        {
            await bot.DisposeAsync();
            await slack.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class Spoken : IBulletinContent
    {
        public const string TheKind = "test";

        private readonly List<BulletinKey> _told = [];

        public string Kind => TheKind;

        public bool IsSilent { get; set; }

        public DateTimeOffset? NotBefore { get; set; }

        public FileUpload? Picture { get; set; }

        public IReadOnlyList<BulletinKey> Told => _told;

        public Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken) =>
            Task.FromResult(IsSilent ? null : new Bulletin(Language.Japanese, Picture, file => Message(row, file)));

        public DateTimeOffset? WaitUntil(BulletinRow row, DateTimeOffset now) => NotBefore;

        public Task Posted(DbSession session, BulletinRow row)
        {
            lock (_told)
            {
                _told.Add(row.Key);
            }

            return Task.CompletedTask;
        }

        private static RenderedMessage Message(BulletinRow row, string? file) => new(
            $"the summary of {row.Period}",
            [
                CardText.Section($"the summary of {row.Period}"),
                .. file is null ? Array.Empty<Block>() : [new ImageBlock { SlackFile = new SlackFile { Id = file }, AltText = "trend" }],
            ]);
    }
}
