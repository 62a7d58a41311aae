namespace SecurityHubBot.Domain.Catalogue;

/// <summary>What a control of category <c>other</c> is about, where the policy rules tell them apart.</summary>
public enum OtherKind
{
    None,

    /// <summary>Logs that serve operation rather than audit, such as VPC flow logs.</summary>
    NonSecurityLogs,
    Waf,
    OsPatching,
    Tagging,
}

internal static class OtherKinds
{
    public static OtherKind Parse(string text) => text switch
    {
        "" => OtherKind.None,
        "non-security-logs" => OtherKind.NonSecurityLogs,
        "waf" => OtherKind.Waf,
        "os-patching" => OtherKind.OsPatching,
        "tagging" => OtherKind.Tagging,
        _ => throw new InvalidOperationException($"'{text}' is not a kind of the category other."),
    };
}
