using System.Text.RegularExpressions;
using SecurityHubBot.Tests.Docs;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>
/// The Terraform module. What can be seen in its text is looked at everywhere. Terraform itself checks the rest where it is installed:
/// its format, and with the AWS provider in a plugin directory its validity and its own tests. The output says what was not done.
/// </summary>
public partial class TerraformTests
{
    private const string Folder = "manifest/aws/terraform";

    // The outputs are the bot's own names (settings that the README lists), not those of a module.
    private static readonly string[] Settings =
    [
        "Aws__MemberRoleName", "Aws__Region", "Aws__Regions", "Directory__AccountTable", "Directory__PolicyTable", "Directory__Store", "Intake__QueueUrl",
    ];

    [Fact]
    public async Task Terraform_finds_the_module_formatted_and_valid_and_its_tests_pass()
    {
        Files().Count.ShouldBeGreaterThan(10);
        if (Terraform.SkipReason is { } reason)
        {
            Say($"{reason} Not done: fmt, validate, test.");
            return;
        }

        using var module = new Terraform(Repository.PathOf("manifest/aws"), "terraform");
        await Succeeds(module, "fmt", "-check", "-diff", "-recursive", "-no-color");
        if (Terraform.Plugins is not { } plugins)
        {
            Say($"No plugin directory with the AWS provider was found ({Terraform.PluginsVariable} may name one). Done: fmt. Not done: validate, test.");
            return;
        }

        await Succeeds(module, "init", "-backend=false", "-input=false", "-no-color", $"-plugin-dir={plugins}");
        await Succeeds(module, "validate", "-no-color");
        var tests = await Succeeds(module, "test", "-no-color");
        Passed().IsMatch(tests).ShouldBeTrue(tests);
    }

    [Fact]
    public void The_text_has_neither_tabs_nor_spaces_at_the_end_of_a_line_nor_lines_that_are_indented_oddly()
    {
        foreach (var (file, text) in Files())
        {
            text.ShouldEndWith("}\n", customMessage: file);
            Misplaced().IsMatch(text).ShouldBeFalse($"{file}: '{Misplaced().Match(text).Value}'");
            text.Count(c => c == '{').ShouldBe(text.Count(c => c == '}'), file);
        }
    }

    [Fact]
    public void Every_variable_says_what_it_is_for_and_every_text_and_number_is_checked()
    {
        var variables = Files().Where(f => f.File.EndsWith("variables.tf", StringComparison.Ordinal)).SelectMany(f => Variable().Matches(f.Text)).ToList();

        variables.Count.ShouldBeGreaterThan(10);
        foreach (Match variable in variables)
        {
            var (name, body) = (variable.Groups["name"].Value, variable.Groups["body"].Value);
            body.ShouldContain("description = \"", customMessage: name);
            if (name is not ("tags" or "deletion_protection"))
            {
                body.ShouldContain("validation {", customMessage: name);
            }
        }
    }

    [Fact]
    public void The_output_settings_has_the_bots_own_names()
    {
        var output = Output().Match(Repository.Read($"{Folder}/outputs.tf")).Groups[1].Value;

        Setting().Matches(output).Select(s => s.Groups[1].Value).ShouldBe(Settings);
    }

    [Theory]
    [InlineData("policies", "standard", "control")]
    [InlineData("accounts", "account_id", null)]
    public void The_tables_have_the_keys_that_other_automation_knows(string table, string hash, string? range)
    {
        var body = Regex.Match(
            Repository.Read($"{Folder}/tables.tf"), $$"""resource "aws_dynamodb_table" "{{table}}" \{(.*?)^\}""", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value;

        Key().Matches(body).Select(k => k.Groups[1].Value).ShouldBe(range is null ? [hash] : [hash, range]);
        body.ShouldContain("\"PAY_PER_REQUEST\"");
        body.ShouldContain("point_in_time_recovery {\n    enabled = true");
        body.ShouldContain("deletion_protection_enabled = var.deletion_protection");
    }

    [Fact]
    public void No_name_is_of_one_partition_only()
    {
        foreach (var (file, text) in Files().Where(f => !f.File.EndsWith(".tftest.hcl", StringComparison.Ordinal)))
        {
            var code = string.Join('\n', text.Split('\n').Where(l => !Prose().IsMatch(l)));
            code.ShouldNotContain("arn:aws:", customMessage: file);
        }
    }

    private static async Task<string> Succeeds(Terraform module, params string[] arguments)
    {
        var (exitCode, output) = await module.RunAsync(arguments);
        exitCode.ShouldBe(0, $"terraform {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    private static void Say(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    private static List<(string File, string Text)> Files() =>
        [.. new[] { "*.tf", "*.hcl" }
            .SelectMany(pattern => Directory.EnumerateFiles(Repository.PathOf(Folder), pattern, SearchOption.AllDirectories))
            .Where(f => !f.Contains("/.terraform", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => (Path.GetRelativePath(Repository.Root, f), File.ReadAllText(f)))];

    [GeneratedRegex(@"^Success! (?!0 )\d+ passed, 0 failed\.", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Passed();

    [GeneratedRegex(@"\t|[ ]+$|^(?:  )* (?! )\S", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Misplaced();

    [GeneratedRegex(@"^variable ""(?<name>\w+)"" \{(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^output ""settings"" \{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Output();

    [GeneratedRegex(@"^ {4}(\w+__\w+) *=", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^ +(?:hash|range)_key += ""(\w+)""", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();

    // Examples for people.
    [GeneratedRegex("error_message|description", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Prose();
}
