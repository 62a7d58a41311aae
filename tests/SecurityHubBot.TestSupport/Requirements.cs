using System.Reflection;

namespace SecurityHubBot.TestSupport;

/// <summary>
/// What a machine may lack: a test that needs it is skipped there with the reason. Where <c>SHUB_REQUIRE</c> names it
/// (<c>postgres,chromium,node,redmine,boto3,dynoxide</c>, as CI does) there is no reason to skip: the test runs and fails with the same sentence.
/// </summary>
public static class Requirements
{
    public const string Variable = "SHUB_REQUIRE";
    public const string UsesVariable = "SHUB_USES";
    public const string Postgres = "postgres";
    public const string Chromium = "chromium";
    public const string Node = "node";
    public const string Redmine = "redmine";
    public const string Boto3 = "boto3";
    public const string Dynoxide = "dynoxide";

    /// <summary>For the manifests; CI does not ask for it, because no package source that it has carries it.</summary>
    public const string Terraform = "terraform";

    /// <summary>The reason to skip, or null when the test is to run: nothing is missing, or it must not be missing here.</summary>
    public static string? SkipReason(string name, string? missing) =>
        SkipReason(name, missing, Environment.GetEnvironmentVariable(Variable));

    public static string? SkipReason(string name, string? missing, string? required) =>
        missing is null || Names(required).Contains(name, StringComparer.OrdinalIgnoreCase) ? null : missing;

    /// <summary>
    /// Notes in the folder that <c>SHUB_USES</c> names, if any, that this test assembly really used the thing: so CI can tell tests
    /// that ran from tests that were never there.
    /// </summary>
    public static void Used(string name)
    {
        if (Environment.GetEnvironmentVariable(UsesVariable) is { Length: > 0 } folder)
        {
            var file = Path.Combine(folder, $"{name} {Assembly.GetEntryAssembly()?.GetName().Name}");
            new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
    }

    private static string[] Names(string? required) =>
        (required ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
