using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Policies;

/// <summary>
/// Every category × kind × severity × environment × standard without any row. The table is written out from the sentences of the
/// design: per line the policies in production, staging and development, first under the Foundational Security Best Practices
/// (and any other standard) for CRITICAL/HIGH and for MEDIUM/LOW, then under CIS for any severity.
/// T = track, N = notify, I = ignore, D = disable.
/// </summary>
public class PolicyRulesTableTests
{
    private const string Expected = """
        category               kind             high  low  cis
        essential              none             TTT   NNN  TTT
        availability           none             III   III  TTT
        logging                none             TNN   NNN  TTT
        encryption-in-transit  none             TTT   NNN  TTT
        encryption-at-rest     none             III   III  TTT
        unused                 none             DDD   DDD  DDD
        other                  none             NNN   NNN  TTT
        other                  nonsecuritylogs  III   III  TTT
        other                  waf              NII   NII  TTT
        other                  ospatching       III   III  TTT
        other                  tagging          III   III  TTT
        """;

    private static readonly string[] FirstRule =
    [
        "aws-foundational-security-best-practices/v/1.0.0", "nist-800-53/v/5.0.0", "nist-800-171/v/2.0.0", "pci-dss/v/4.0.1",
        "aws-resource-tagging-standard/v/1.0.0", "service-managed-aws-control-tower/v/1.0.0", "ai-security-best-practices/v/1.0.0",
        "something-new/v/1", "",
    ];

    private static readonly string[] Cis = ["cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/5.0.0"];

    private static readonly AccountEnvironment[] Environments =
        [AccountEnvironment.Production, AccountEnvironment.Staging, AccountEnvironment.Development];

    private static readonly Severity[] Severe = [Severity.Critical, Severity.High];
    private static readonly Severity[] Mild = [Severity.Medium, Severity.Low];

    public static TheoryData<Category, OtherKind, string, string, string> Lines()
    {
        var data = new TheoryData<Category, OtherKind, string, string, string>();
        foreach (var line in Expected.Split('\n').Skip(1))
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Categories.TryParse(cells[0], out var category).ShouldBeTrue();
            data.Add(category, Enum.Parse<OtherKind>(cells[1], ignoreCase: true), cells[2], cells[3], cells[4]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_rules_say_what_the_table_says(Category category, OtherKind kind, string high, string low, string cis)
    {
        foreach (var severity in Severe.Concat(Mild))
        {
            foreach (var standard in FirstRule)
            {
                Policies(category, kind, severity, standard).ShouldBe(Severe.Contains(severity) ? high : low, $"{severity} {standard}");
            }

            foreach (var standard in Cis)
            {
                Policies(category, kind, severity, standard).ShouldBe(cis, $"{severity} {standard}");
            }
        }
    }

    [Fact]
    public void The_table_has_every_category_and_every_kind()
    {
        var lines = Lines().Select(l => l.Data).ToList();
        lines.Select(l => l.Item1).Distinct().ShouldBe(Enum.GetValues<Category>(), ignoreOrder: true);
        lines.Where(l => l.Item1 == Category.Other).Select(l => l.Item2).ShouldBe(Enum.GetValues<OtherKind>(), ignoreOrder: true);
    }

    private static string Policies(Category category, OtherKind kind, Severity severity, string standard) =>
        string.Concat(Environments.Select(environment =>
        {
            var question = Questions.About(category, severity, standard) with { Environment = environment };
            var catalogue = question.Catalogue! with { OtherKind = kind };
            return PolicyRules.Decide(question with { Catalogue = catalogue }).Policy.ToString()[0];
        }));
}
