using System.Diagnostics;
using System.Text.Json;
using SecurityHubBot.Sandbox.SecurityHub;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Aws.Tests;

/// <summary>AWS's client for Python against the same server, so that our client and our server are not wrong in the same way.</summary>
public sealed class Boto3Tests : AwsTest
{
    // Debian's own Python has Debian's packages; another one on the path would not.
    private const string Python = "/usr/bin/python3";

    public static string? Missing { get; } = Requirements.SkipReason(
        Requirements.Boto3, Run("-c", "import boto3") is (0, _) ? null : "Python's boto3 was not found (Debian: apt-get install python3-boto3), which checks the local AWS.");

    public static bool IsMissing => Missing is not null;

    [Fact]
    public void Boto3_pages_updates_assumes_a_role_and_lists_accounts()
    {
        Assert.SkipWhen(IsMissing, Missing ?? "");
        LayIn(25);
        Aws.SetConfigurationPolicy(ConfigurationPolicyTests.PolicyId, "baseline", ConfigurationPolicyTests.Content("S3.8"), ConfigurationPolicyTests.Follower);
        var key = Aws.Administrator;
        var (code, output) = Run(Path.Combine(AppContext.BaseDirectory, "boto3_calls.py"), Aws.Url.ToString(), key.AccessKeyId, key.SecretAccessKey, $"arn:aws:iam::{Member}:role/shub-member", ConfigurationPolicyTests.Follower, Aws.AdministratorId);
        code.ShouldBe(0, output);
        Requirements.Used(Requirements.Boto3);
        var got = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output.Split('\n').Last(l => l.StartsWith('{')))!;
        (got["pages"].GetInt32(), got["findings"].GetInt32()).ShouldBe((3, 25));
        got["processed"].EnumerateArray().Single().GetString().ShouldBe(Id(0));
        got["unprocessed"].EnumerateArray().Single().GetString().ShouldBe("FindingNotFound");
        (got["status"].GetString(), got["note"].GetString()).ShouldBe(("NOTIFIED", "メモ"));
        got["members"].GetInt32().ShouldBe(Organisation.Default.Accounts.Count - 1);
        got["accounts"].GetInt32().ShouldBe(Organisation.Default.Accounts.Count + 1);
        got["identity"].GetString().ShouldBe(Member);
        got["hub"].GetString().ShouldBe($"arn:aws:securityhub:{Home}:{Member}:hub/default");
        got["disabled"].GetString().ShouldBe("DISABLED");
        got["switched"].EnumerateArray().Select(c => c.GetString()).ShouldContain("S3.9");
        got["central"].GetString().ShouldBe("CENTRAL");
        got["followed"].EnumerateArray().Single().GetString().ShouldBe(ConfigurationPolicyTests.PolicyId);
        got["unfollowed"].GetArrayLength().ShouldBe(1);
        got["one"].GetString().ShouldBe("SUCCESS");
        Aws.DisabledBy(ConfigurationPolicyTests.PolicyId).ShouldBe(["S3.8", "S3.9"]);
        got["refused"].GetString().ShouldBe("InvalidInputException");
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
            }

            return (process.ExitCode, $"{error.Result}\n{output}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, $"{Python} cannot be started.");
        }
    }
}
