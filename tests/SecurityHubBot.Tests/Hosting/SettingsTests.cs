using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecurityHubBot.Hosting;

namespace SecurityHubBot.Tests.Hosting;

public class SettingsTests
{
    /// <summary>A wrong or missing setting, and what the line about it must name: the key and what it should look like.</summary>
    public static TheoryData<string, string?, string, string> Wrong => new()
    {
        { "Database:Provider", "oracle", "Database:Provider", "'sqlite' or 'postgres'" },
        { "Database:Provider", "", "Database:Provider", "'sqlite'" },
        { "ConnectionStrings:Bot", "", "ConnectionStrings:Bot", "Data Source=bot.db" },
        { "ConnectionStrings:Bot", "securityhubbot", "ConnectionStrings:Bot", "Data Source=bot.db" },
        { "Database:AppRole", "shub_app", "Database:AppRole", "postgres only" },
        { "Slack:BotToken", null, "Slack:BotToken", "xoxb-" },
        { "Slack:BotToken", "abc", "Slack:BotToken", "xoxb-" },
        { "Slack:BotToken", "xoxb-1 2", "Slack:BotToken", "xoxb-" },
        { "Slack:SigningSecret", null, "Slack:SigningSecret", "Basic Information" },
        { "Slack:AppToken", "xoxb-1", "Slack:AppToken", "xapp-" },
        { "Slack:ApiUrl", "slack", "Slack:ApiUrl", "https://slack.com/api/" },
        { "Slack:ApiUrl", "https://slack.com/api", "Slack:ApiUrl", "https://slack.com/api/" },
        { "Slack:SecurityChannel", null, "Slack:SecurityChannel", "#name" },
        { "Slack:ApprovalChannel", "security approvals", "Slack:ApprovalChannel", "#security-approvals" },
        { "Slack:Approvers", "@tanaka", "Slack:Approvers", "U0123ABCDEF" },
        { "Slack:Approvers", "U0TANAKA01;S0APPROVER", "Slack:Approvers", "U0123ABCDEF,S0123ABCDEF" },
        { "Slack:Operators", "S0OPERATOR, C0SECURITY", "Slack:Operators", "S0123ABCDEF" },
        { "Intake:ApiKey", null, "Intake:ApiKey", "16 characters" },
        { "Intake:ApiKey", "short", "Intake:ApiKey", "16 characters" },
        { "Intake:BatchSize", "0", "Intake:BatchSize", "between 1 and 10000" },
        { "Intake:QueueLimit", "0", "Intake:QueueLimit", "between 1 and 100000" },
        { "Intake:RejectedLimit", "0", "Intake:RejectedLimit", "between 1 and 1000000" },
        { "Intake:RejectedDays", "0", "Intake:RejectedDays", "between 1 and 3650" },
        { "Intake:QueueUrl", "securityhub-findings", "Intake:QueueUrl", "https://sqs.ap-northeast-1.amazonaws.com/123456789012/securityhub-findings" },
        { "Intake:QueueUrl", "arn:aws:sqs:ap-northeast-1:123456789012:securityhub-findings", "Intake:QueueUrl", "not its name or ARN" },
        { "Intake:QueueMessages", "0", "Intake:QueueMessages", "between 1 and 1000" },
        { "Intake:QueueTries", "0", "Intake:QueueTries", "between 1 and 1000" },
        { "Sync:Workers", "0", "Sync:Workers", "between 1 and 64" },
        { "Sync:Lease", "00:00:00", "Sync:Lease", "00:00:01" },
        { "Sync:UncertainDelay", "01:00:00", "Sync:UncertainDelay", "00:10:00" },
        { "Sync:Poll", "00:00:00", "Sync:Poll", "00:00:00.010" },
        { "Oidc:ClientId", "shub", "Oidc:ClientId", "Oidc:Authority" },
        { "Oidc:PublicUrl", "shub.example.com", "Oidc:PublicUrl", "https://shub.example.com" },
        { "Summary:TimeZone", "Tokio", "Summary:TimeZone", "Asia/Tokyo" },
        { "Summary:Language", "fr", "Summary:Language", "'ja' or 'en'" },
        { "Deadlines:Days", "0", "Deadlines:Days", "between 1 and 365" },
        { "Deadlines:Counting", "lunar", "Deadlines:Counting", "'calendar' or 'business'" },
        { "Deadlines:BySeverity:URGENT", "3", "Deadlines:BySeverity:URGENT", "CRITICAL, HIGH, MEDIUM or LOW" },
        { "Deadlines:BySeverity:HIGH", "soon", "Deadlines:BySeverity:HIGH", "between 1 and 365" },
        { "Deadlines:BySeverity:HIGH", "0", "Deadlines:BySeverity:HIGH", "between 1 and 365" },
        { "Deadlines:ByAccount:123", "3", "Deadlines:ByAccount:123", "twelve digits" },
        { "Deadlines:ByAccount:111122223333", "999", "Deadlines:ByAccount:111122223333", "between 1 and 365" },
        { "Deadlines:Weekend", "Sat,Sun", "Deadlines:Weekend", "Saturday,Sunday" },
        { "Deadlines:Weekend", "6,0", "Deadlines:Weekend", "Saturday,Sunday" },
        { "Deadlines:Weekend", "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday", "Deadlines:Weekend", "at least one day" },
        { "Deadlines:Holidays", "mars", "Deadlines:Holidays", "'japan' or 'none'" },
        { "Deadlines:RemindFrom", "9am", "Deadlines:RemindFrom", "09:00" },
        { "Deadlines:RemindUntil", "25:00", "Deadlines:RemindUntil", "09:00" },
        { "Deadlines:RemindFrom", "18:00", "Deadlines:RemindFrom", "earlier than Deadlines:RemindUntil" },
        { "Digest:Day", "Mon", "Digest:Day", "Monday" },
        { "Deadlines:HolidayFile", "no-such-file.csv", "Deadlines:HolidayFile", "2026-12-29" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_or_missing_setting_stops_the_start_with_a_line_that_names_it(string key, string? value, string named, string looksLike)
    {
        var problems = await Problems(new() { [key] = value });

        problems.ShouldContain(p => p.Contains(named, StringComparison.Ordinal) && p.Contains(looksLike, StringComparison.Ordinal));
        problems.ShouldAllBe(p => p.Contains(named, StringComparison.Ordinal));
        problems.ShouldAllBe(p => !p.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var problems = await Problems(new()
        {
            ["Database:Provider"] = "oracle",
            ["Slack:BotToken"] = null,
            ["Slack:SecurityChannel"] = null,
            ["Intake:ApiKey"] = "short",
            ["Intake:BatchSize"] = "0",
            ["Sync:Workers"] = "0",
            ["Summary:Language"] = "fr",
            ["Deadlines:Days"] = "0",
        });

        foreach (var key in (string[])["Database:Provider", "Slack:BotToken", "Slack:SecurityChannel", "Intake:ApiKey", "Intake:BatchSize", "Sync:Workers", "Summary:Language", "Deadlines:Days"])
        {
            problems.ShouldContain(p => p.Contains(key, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Intake:BatchSize", "many")]
    [InlineData("Sync:Poll", "now")]
    [InlineData("Jobs:Enabled", "perhaps")]
    public async Task A_number_or_time_that_is_none_is_named_too(string key, string value)
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => Start(new() { [key] = value }));

        refused.Message.ShouldContain(key);
        refused.Message.ShouldContain(value);
    }

    [Theory]
    [InlineData("Oidc:Authority", "http://login.example.com", "must be https")]
    [InlineData("Oidc:ClientId", "", "client id|knows the bot")]
    [InlineData("Oidc:ClientSecret", "", "client id")]
    [InlineData("Oidc:Operators", " , ", "shub-operators")]
    [InlineData("Oidc:Scope", "profile", "openid")]
    public async Task Where_operators_sign_in_all_that_it_takes_must_be_there(string key, string value, string looksLike)
    {
        var problems = await Problems(new()
        {
            ["Oidc:Authority"] = "https://login.example.com",
            ["Oidc:ClientId"] = "shub",
            ["Oidc:ClientSecret"] = "hush-hush",
            ["Oidc:Operators"] = "shub-operators",
            [key] = value,
        });

        var problem = problems.ShouldHaveSingleItem();
        problem.ShouldContain(key);
        looksLike.Split('|').ShouldContain(words => problem.Contains(words, StringComparison.Ordinal));
        problem.ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task Secrets_are_never_repeated_in_what_is_said_about_them()
    {
        var problems = await Problems(new()
        {
            ["Slack:BotToken"] = "hunter2-token",
            ["Slack:AppToken"] = "hunter2-app-token",
            ["Intake:ApiKey"] = "hunter2",
            ["ConnectionStrings:Bot"] = "Host=db;Pasword=hunter2",
        });

        problems.Count.ShouldBeGreaterThanOrEqualTo(4);
        problems.ShouldAllBe(p => !p.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_null_in_a_file_of_settings_is_a_missing_setting()
    {
        var refused = Should.Throw<AggregateException>(() => BotApplication.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = null,
            ["Slack:AppToken"] = "xapp-1",
            ["Slack:SecurityChannel"] = "#security",
            ["Intake:ApiKey"] = "0123456789abcdef",
        })));

        refused.Flatten().InnerExceptions.ShouldAllBe(e => e is OptionsValidationException && e.Message.Contains("Slack:BotToken", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" U0TANAKA01 , S0APPROVER,,W012A3CDE ", "U0TANAKA01|S0APPROVER|W012A3CDE")]
    public void Approvers_are_ids_of_people_and_groups_separated_by_commas(string setting, string ids)
    {
        var settings = new SlackSettings { Approvers = setting, Operators = setting };

        string.Join('|', settings.ApproverIds).ShouldBe(ids);
        string.Join('|', settings.OperatorIds).ShouldBe(ids);
    }

    [Fact]
    public async Task Socket_Mode_needs_no_signing_secret()
    {
        await using var app = Build(new() { ["Slack:SigningSecret"] = null, ["Slack:AppToken"] = "xapp-1" });

        app.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_good_settings_of_this_test_are_good()
    {
        await using var app = Build([]);

        app.ShouldNotBeNull();
    }

    private static async Task<List<string>> Problems(Dictionary<string, string?> settings)
    {
        var refused = await Should.ThrowAsync<Exception>(() => Start(settings));
        var all = refused is AggregateException several ? several.Flatten().InnerExceptions : (IEnumerable<Exception>)[refused];
        return [.. all.SelectMany(e => e.ShouldBeOfType<OptionsValidationException>().Failures)];
    }

    private static async Task Start(Dictionary<string, string?> settings)
    {
        await using var app = Build(settings);
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <param name="settings">Over good ones; null stands for a setting that is not there.</param>
    private static Microsoft.AspNetCore.Builder.WebApplication Build(Dictionary<string, string?> settings) => BotApplication.Build([], builder =>
    {
        var good = new Dictionary<string, string?>
        {
            ["Slack:BotToken"] = "xoxb-test",
            ["Slack:SigningSecret"] = "secret",
            ["Slack:ApiUrl"] = "http://127.0.0.1:9/api/",
            ["Slack:SecurityChannel"] = "#security",
            ["Intake:ApiKey"] = "0123456789abcdef",
            ["Serilog:MinimumLevel:Default"] = "Fatal",
        };
        builder.Configuration.AddInMemoryCollection(good.Where(s => settings.GetValueOrDefault(s.Key, "") is not null));
        builder.Configuration.AddInMemoryCollection(settings.Where(s => s.Value is not null));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
    });
}
