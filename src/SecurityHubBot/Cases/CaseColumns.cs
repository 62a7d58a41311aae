using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;

namespace SecurityHubBot.Cases;

/// <summary>How a case's parts are written into columns and read back.</summary>
internal static class CaseColumns
{
    public static string Write(CaseState state) => state switch
    {
        CaseState.Open => "open",
        CaseState.Accepted => "accepted",
        CaseState.Excepted => "excepted",
        CaseState.Fixed => "fixed",
        CaseState.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static CaseState ReadState(string text) => text switch
    {
        "open" => CaseState.Open,
        "accepted" => CaseState.Accepted,
        "excepted" => CaseState.Excepted,
        "fixed" => CaseState.Fixed,
        "withdrawn" => CaseState.Withdrawn,
        _ => throw new FormatException($"'{text}' is no state of a case."),
    };

    public static string Write(CaseResourceState state) => state switch
    {
        CaseResourceState.Failing => "failing",
        CaseResourceState.Unknown => "unknown",
        CaseResourceState.Fixed => "fixed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, message: null),
    };

    public static CaseResourceState ReadResourceState(string text) => text switch
    {
        "failing" => CaseResourceState.Failing,
        "unknown" => CaseResourceState.Unknown,
        "fixed" => CaseResourceState.Fixed,
        _ => throw new FormatException($"'{text}' is no state of a case's resource."),
    };

    public static Severity ReadSeverity(string label) =>
        Severities.TryParse(label, out var severity) ? severity : throw new FormatException($"'{label}' is no severity.");
}
