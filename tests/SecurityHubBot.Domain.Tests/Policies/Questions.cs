using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Policies;

internal static class Questions
{
    public const string Fsbp = "aws-foundational-security-best-practices/v/1.0.0";
    public const string Cis = "cis-aws-foundations-benchmark/v/1.4.0";
    public const string Nist = "nist-800-53/v/5.0.0";

    public static readonly AccountId ThisAccount = AccountId.Parse("123456789012");
    public static readonly AccountId OtherAccount = AccountId.Parse("210987654321");

    private static readonly Dictionary<StandardId, string> NoNumbers = [];

    public static PolicyQuestion About(Category category, Severity severity, params string[] standards) =>
        Unknown(failed: null, standards) with
        {
            Catalogue = new CatalogueControl(
                ControlId.Parse("X.1"), severity, "X", [], "", category, OtherKind.None, NoNumbers, "Title", "題", IsRetired: false),
        };

    public static PolicyQuestion Unknown(Severity? failed, params string[] standards) => new(
        ControlId.Parse("X.1"),
        Catalogue: null,
        failed,
        [.. standards.Where(s => s.Length > 0).Select(StandardId.Parse)],
        ThisAccount,
        AccountEnvironment.Production,
        PolicyTable.Empty);

    public static PolicyRow Row(
        string standard,
        ResponsePolicy? policy = null,
        Category? category = null,
        int? dueDays = null,
        string control = "X.1",
        (AccountEnvironment, ResponsePolicy)[]? environments = null,
        (AccountId, ResponsePolicy)[]? accounts = null) => new(
            standard == "*" ? null : StandardId.Parse(standard),
            ControlId.Parse(control),
            policy,
            category,
            dueDays,
            (environments ?? []).ToDictionary(e => e.Item1, e => e.Item2),
            (accounts ?? []).ToDictionary(a => a.Item1, a => a.Item2),
            Note: "");

    public static PolicyDecision Decide(this PolicyQuestion question, params PolicyRow[] rows) =>
        PolicyRules.Decide(question with { Rows = PolicyTable.Create(rows) });
}
