using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tests.Docs;

public partial class ManifestTests
{
    private const string Http = "manifest/slack-app.yml";
    private const string SocketMode = "manifest/slack-app-socket-mode.yml";

    /// <summary>What Slack asks for each method (docs.slack.dev/reference/methods). Two methods: one call of ours is both. Two scopes: public channels and private ones.</summary>
    private static readonly Dictionary<string, (string Method, string[] Scopes)> Methods = new()
    {
        ["IChatApi.PostMessage"] = ("chat.postMessage", ["chat:write"]),
        ["IChatApi.PostEphemeral"] = ("chat.postEphemeral", ["chat:write"]),
        ["IChatApi.Update"] = ("chat.update", ["chat:write"]),
        ["IChatApi.Delete"] = ("chat.delete", ["chat:write"]),
        ["IChatApi.GetPermalink"] = ("chat.getPermalink", []),
        ["IViewsApi.Open"] = ("views.open", []),
        ["IViewsApi.Push"] = ("views.push", []),
        ["IViewsApi.UpdateByViewId"] = ("views.update", []),
        ["IViewsApi.Publish"] = ("views.publish", []),
        ["IUsersApi.Info"] = ("users.info", ["users:read"]),
        ["IUsersApi.List"] = ("users.list", ["users:read"]),
        ["IUsersApi.LookupByEmail"] = ("users.lookupByEmail", ["users:read", "users:read.email"]),
        ["IUserGroupsApi.List"] = ("usergroups.list", ["usergroups:read"]),
        ["IUserGroupUsersApi.List"] = ("usergroups.users.list", ["usergroups:read"]),
        // The bot opens conversations with one person only; a group would need mpim:write as well.
        ["IConversationsApi.Open"] = ("conversations.open", ["im:write"]),
        ["IConversationsApi.History"] = ("conversations.history", ["channels:history", "groups:history", "im:history"]),
        ["IConversationsApi.Replies"] = ("conversations.replies", ["channels:history", "groups:history"]),
        ["IConversationsApi.Info"] = ("conversations.info", ["channels:read", "groups:read"]),
        ["IConversationsApi.List"] = ("conversations.list", ["channels:read", "groups:read"]),
        ["IFilesApi.Upload"] = ("files.getUploadURLExternal files.completeUploadExternal", ["files:write"]),
        ["IAuthApi.Test"] = ("auth.test", []),
        // The app-level token's own scope, which no manifest carries.
        ["IAppsConnectionsApi.Open"] = ("apps.connections.open", []),
    };

    /// <summary>Which subscriptions bring an event (docs.slack.dev/reference/events), and the scopes that each of them needs.</summary>
    private static readonly Dictionary<string, (string Subscription, string[] Scopes)[]> Events = new()
    {
        ["message"] = [("message.channels", ["channels:history"]), ("message.groups", ["groups:history"])],
        ["member_joined_channel"] = [("member_joined_channel", ["channels:read", "groups:read"])],
        ["member_left_channel"] = [("member_left_channel", ["channels:read", "groups:read"])],
        ["channel_archive"] = [("channel_archive", ["channels:read"])],
        ["channel_unarchive"] = [("channel_unarchive", ["channels:read"])],
        ["channel_deleted"] = [("channel_deleted", ["channels:read"])],
        ["group_archive"] = [("group_archive", ["groups:read"])],
        ["group_unarchive"] = [("group_unarchive", ["groups:read"])],
        ["group_deleted"] = [("group_deleted", ["groups:read"])],
        ["app_mention"] = [("app_mention", ["app_mentions:read"])],
        ["app_home_opened"] = [("app_home_opened", [])],
    };

    public static TheoryData<string> Both => [Http, SocketMode];

    [Fact]
    public void The_table_of_scopes_knows_every_method_that_the_client_offers()
    {
        SlackSurface.OfferedMethods().Order().ShouldBe(Methods.Keys.Order());
        SlackSurface.MethodNames().Order().ShouldBe(Methods.Values.SelectMany(m => m.Method.Split(' ')).Order());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_scopes_are_exactly_those_that_calls_events_and_commands_need(string file)
    {
        await using var app = Bot();
        var called = SlackSurface.CalledMethods();
        called.ShouldContain("IChatApi.PostMessage");
        var needed = called.SelectMany(m => Methods[m].Scopes)
            .Concat(SlackSurface.HandledEvents(app).SelectMany(e => Events[e]).SelectMany(s => s.Scopes))
            .Append("commands");

        SlackManifest.Read(file).OauthConfig.Scopes.Bot.Order().ShouldBe(needed.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_subscribed_events_are_exactly_those_that_have_a_handler(string file)
    {
        await using var app = Bot();
        var needed = SlackSurface.HandledEvents(app).SelectMany(e => Events[e]).Select(s => s.Subscription);

        SlackManifest.Read(file).Settings.EventSubscriptions.BotEvents.Order().ShouldBe(needed.Order());
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_slash_commands_are_exactly_those_that_have_a_handler(string file)
    {
        await using var app = Bot();
        var commands = SlackManifest.Read(file).Features.SlashCommands.Select(c => c.Command).ToList();

        commands.ShouldBe(["/shub"]);
        SlackSurface.HandledCommands(app).ShouldBe(commands, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_limits_of_the_manifest_schema_are_kept(string file)
    {
        var manifest = SlackManifest.Read(file);

        manifest.Metadata.MajorVersion.ShouldBe(2);
        manifest.DisplayInformation.Name.Length.ShouldBeInRange(1, 35);
        manifest.DisplayInformation.Description.Length.ShouldBeInRange(1, 140);
        manifest.DisplayInformation.BackgroundColor!.ShouldMatch("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$");
        manifest.Features.BotUser.DisplayName.ShouldMatch("^[a-z0-9._-]{1,80}$");
        foreach (var command in manifest.Features.SlashCommands)
        {
            command.Command.ShouldMatch("^/[a-z0-9_-]{1,31}$");
            command.Description.Length.ShouldBeInRange(1, 2000);
            command.UsageHint.Length.ShouldBeInRange(1, 1000);
        }

        manifest.OauthConfig.Scopes.Bot.Count.ShouldBeInRange(1, 255);
        manifest.Settings.EventSubscriptions.BotEvents.Count.ShouldBeInRange(1, 100);
        manifest.Settings.Interactivity.IsEnabled.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_scope_and_every_event_says_why_it_is_there(string file)
    {
        var lines = Repository.Read(file).Split('\n');
        var reason = false;
        foreach (var line in lines)
        {
            if (Entry().IsMatch(line))
            {
                reason.ShouldBeTrue($"{file}: no comment above '{line.Trim()}' or above the entries before it");
            }
            else
            {
                reason = line.TrimStart().StartsWith('#');
            }
        }

        lines.Count(Entry().IsMatch).ShouldBeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_Home_tab_that_is_published_can_be_opened_and_direct_messages_can_be_read(string file)
    {
        var home = SlackManifest.Read(file).Features.AppHome;

        (home.HomeTabEnabled, home.MessagesTabEnabled).ShouldBe((true, true));
        SlackSurface.CalledMethods().ShouldContain("IViewsApi.Publish");
    }

    [Fact]
    public void Over_HTTP_Slack_is_sent_to_the_routes_that_the_bot_answers()
    {
        var manifest = SlackManifest.Read(Http);

        manifest.Settings.SocketModeEnabled.ShouldBeFalse();
        manifest.Features.SlashCommands.Single().Url.ShouldBe("https://bot.example.com/slack/command");
        manifest.Settings.EventSubscriptions.RequestUrl.ShouldBe("https://bot.example.com/slack/event");
        manifest.Settings.Interactivity.RequestUrl.ShouldBe("https://bot.example.com/slack/action");
        manifest.Settings.Interactivity.MessageMenuOptionsUrl.ShouldBe("https://bot.example.com/slack/options");
    }

    [Fact]
    public void In_Socket_Mode_there_are_no_addresses()
    {
        SlackManifest.Read(SocketMode).Settings.SocketModeEnabled.ShouldBeTrue();
        Repository.Read(SocketMode).ShouldNotContain("http");
    }

    [Fact]
    public void Both_manifests_say_the_same_but_for_addresses_and_mode()
    {
        static string[] Common(string file) =>
            [.. Repository.Read(file).Split('\n').SkipWhile(l => l.StartsWith('#')).Where(l => !l.Contains("https://", StringComparison.Ordinal) && !l.Contains("socket_mode_enabled", StringComparison.Ordinal))];

        Common(SocketMode).ShouldBe(Common(Http));
    }

    [GeneratedRegex(@"^ {6}- [a-z_.:]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entry();

    private static Microsoft.AspNetCore.Builder.WebApplication Bot() => BotApplication.Build([], builder => builder.Configuration.AddInMemoryCollection(
        new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = "xoxb-test",
            ["Slack:SigningSecret"] = "secret",
            ["Slack:SecurityChannel"] = "#security",
            ["Intake:ApiKey"] = "0123456789abcdef",
        }));
}
