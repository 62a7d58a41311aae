using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecurityHubBot.Hosting;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Tests.Docs;

/// <summary>The READMEs' tables of settings and the shipped appsettings.json against the options that the program binds.</summary>
public partial class SettingsDocumentTests
{
    private const string ConnectionString = "ConnectionStrings:Bot";

    public static TheoryData<string> Readmes => ["README.md", "README.ja.md"];

    [Fact]
    public void The_options_are_really_found()
    {
        var keys = Settings().Keys;

        keys.ShouldContain("Slack:BotToken");
        keys.ShouldContain("Deadlines:BySeverity:*");
        keys.ShouldContain(ConnectionString);
        keys.ShouldNotContain("Summary:Zone");
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void The_table_of_settings_has_exactly_the_keys_that_the_program_reads(string readme) =>
        Rows(readme).Select(r => r.Key).Order().ShouldBe(Settings().Keys.Order());

    [Theory]
    [MemberData(nameof(Readmes))]
    public void The_defaults_in_the_table_are_the_programs_defaults(string readme)
    {
        foreach (var (key, fallback, _) in Rows(readme))
        {
            if (Settings()[key] is { Length: > 0 } value)
            {
                fallback.ShouldBe($"`{value}`", $"{readme}: {key}");
            }
            else
            {
                fallback.ShouldNotContain('`', $"{readme}: {key} has no default");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void The_examples_in_the_table_are_good_settings(string readme)
    {
        var holidays = Path.GetTempFileName();
        try
        {
            File.WriteAllText(holidays, "2026-12-29,year end\n");
            var examples = Rows(readme).ToDictionary(
                r => r.Key.Replace("BySeverity:*", "BySeverity:HIGH", StringComparison.Ordinal).Replace("ByAccount:*", "ByAccount:111122223333", StringComparison.Ordinal),
                r => r.Key == "Deadlines:HolidayFile" ? holidays : (string?)r.Example.Trim('`'));
            examples.ShouldAllBe(e => e.Value!.Length > 0);

            using var app = BotApplication.Build([], builder => builder.Configuration.AddInMemoryCollection(examples));

            app.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(holidays);
        }
    }

    [Fact]
    public void The_shipped_settings_have_only_keys_that_the_program_or_its_logs_read()
    {
        var known = Settings().Keys.ToHashSet();

        Shipped().AsEnumerable()
            .Where(s => s.Value is not null && !s.Key.StartsWith("Serilog:", StringComparison.Ordinal))
            .Select(s => s.Key)
            .ShouldBeSubsetOf(known);
    }

    [Fact]
    public void The_shipped_settings_bind_and_lack_nothing_but_secrets_and_the_channel()
    {
        var problems = Should.Throw<AggregateException>(() => BotApplication.Build([])).Flatten().InnerExceptions
            .SelectMany(e => e.ShouldBeOfType<OptionsValidationException>().Failures)
            .ToList();

        var lacking = problems.Select(p => Key().Match(p).Value).Distinct().Order();
        lacking.ShouldBe(["Intake:ApiKey", "Slack:BotToken", "Slack:SecurityChannel", "Slack:SigningSecret"]);
    }

    [Theory]
    [MemberData(nameof(Readmes))]
    public void The_two_commands_are_one_block_of_code(string readme) =>
        Repository.Read(readme).ShouldContain("```\ndotnet run --project src/SecurityHubBot.Sandbox\ndotnet test\n```\n");

    [Theory]
    [MemberData(nameof(Readmes))]
    public void Files_that_are_linked_are_there(string readme)
    {
        var links = Link().Matches(Repository.Read(readme)).Select(l => l.Groups[1].Value).Where(l => l != "docs/images/sandbox.png").ToList();

        links.Count.ShouldBeGreaterThan(3);
        links.Where(l => !Path.Exists(Repository.PathOf(l))).ShouldBeEmpty();
    }

    /// <summary>Every key that some options class reads, with its default as text. A dictionary's entries are one key with a star.</summary>
    private static Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>();
        foreach (var type in BoundOptions())
        {
            var section = (string)type.GetField("Section", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
            var options = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties().Where(p => p.SetMethod is { IsPublic: true }))
            {
                var isConnection = type == typeof(DatabaseOptions) && property.Name == nameof(DatabaseOptions.ConnectionString);
                var isDictionary = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Dictionary<,>);
                var key = isConnection ? ConnectionString : $"{section}:{property.Name}{(isDictionary ? ":*" : "")}";
                settings[key] = Shipped()[key] ?? (isDictionary ? "" : Text(property.GetValue(options)));
            }
        }

        return settings;
    }

    private static string Text(object? value) => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>The options classes of ours that the program binds to its settings at start.</summary>
    private static List<Type> BoundOptions()
    {
        IServiceCollection services = null!;
        using WebApplication app = BotApplication.Build([], builder =>
        {
            services = builder.Services;
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Slack:BotToken"] = "xoxb-test",
                ["Slack:SigningSecret"] = "secret",
                ["Slack:SecurityChannel"] = "#security",
                ["Intake:ApiKey"] = "0123456789abcdef",
            });
        });
        return [.. services
            .Where(s => s.ServiceType.IsGenericType && s.ServiceType.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
            .Select(s => s.ServiceType.GetGenericArguments()[0])
            .Where(t => t.Assembly == typeof(BotApplication).Assembly)
            .Distinct()];
    }

    private static IConfigurationRoot Shipped() => new ConfigurationBuilder().AddJsonFile(Repository.PathOf("appsettings.json")).Build();

    private static List<(string Key, string Default, string Example)> Rows(string readme) =>
        [.. Row().Matches(Repository.Read(readme)).Select(r => (r.Groups["key"].Value, r.Groups["default"].Value.Trim(), r.Groups["example"].Value.Trim()))];

    [GeneratedRegex(@"^\| `(?<key>[A-Z][A-Za-z]+:[^`]+)` \| [^|]+ \| (?<default>[^|]+) \| (?<example>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("[A-Z][A-Za-z]+:[A-Z][A-Za-z]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();

    [GeneratedRegex(@"\]\(([a-zA-Z][^):#]*)(?:#[^)]*)?\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();
}
