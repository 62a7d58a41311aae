using SecurityHubBot.Domain;

namespace SecurityHubBot.Audit;

/// <summary>What was decided about: <c>case:142</c>, <c>exception:12</c>, <c>policy:*/S3.8</c>, <c>account:111122223333</c>.</summary>
public readonly record struct AuditSubject
{
    // Index entries have a limit; what is longer is somebody's mischief and is told by its beginning.
    private const int LongestKey = 400;

    private readonly string _text;

    private AuditSubject(string text) => _text = text;

    public static AuditSubject Case(CaseNumber number) => Of("case", $"{number.Value}");

    /// <param name="id">The number in <c>EX-12</c>.</param>
    public static AuditSubject Exception(long id) => Of("exception", $"{id}");

    public static AuditSubject Policy(string standard, string control) => Of("policy", $"{standard}/{control}");

    public static AuditSubject Account(string accountId) => Of("account", accountId);

    public static AuditSubject Control(string control) => Of("control", control);

    public static AuditSubject Of(string kind, string key) => new($"{kind}:{(key.Length <= LongestKey ? key : $"{key[..LongestKey]}…")}");

    public override string ToString() => _text ?? "";
}
