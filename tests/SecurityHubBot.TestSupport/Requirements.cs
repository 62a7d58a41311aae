namespace SecurityHubBot.TestSupport;

/// <summary>
/// What a machine may lack: a test that needs it is skipped there with the reason. Where <c>SHUB_REQUIRE</c> names it
/// (<c>postgres,chromium,node</c>, as CI does) there is no reason to skip: the test runs and fails with the same sentence.
/// </summary>
public static class Requirements
{
    public const string Variable = "SHUB_REQUIRE";
    public const string Postgres = "postgres";
    public const string Chromium = "chromium";
    public const string Node = "node";

    /// <summary>The reason to skip, or null when the test is to run: nothing is missing, or it must not be missing here.</summary>
    public static string? SkipReason(string name, string? missing) =>
        SkipReason(name, missing, Environment.GetEnvironmentVariable(Variable));

    public static string? SkipReason(string name, string? missing, string? required) =>
        missing is null || Names(required).Contains(name, StringComparer.OrdinalIgnoreCase) ? null : missing;

    private static string[] Names(string? required) =>
        (required ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
