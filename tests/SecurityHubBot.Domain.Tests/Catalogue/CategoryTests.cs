using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Catalogue;

public class CategoryTests
{
    private static readonly ControlCatalogue Catalogue = ControlCatalogue.Default;

    [Theory]
    [InlineData("S3.8", Category.Essential)]
    [InlineData("IAM.6", Category.Essential)]
    [InlineData("EC2.19", Category.Essential)]
    [InlineData("GuardDuty.1", Category.Essential)]
    [InlineData("Inspector.1", Category.Essential)]
    [InlineData("Macie.1", Category.Essential)]
    [InlineData("Config.1", Category.Essential)]
    [InlineData("KMS.3", Category.Essential)]
    [InlineData("ECR.2", Category.Essential)]
    [InlineData("CloudTrail.6", Category.Essential)]
    [InlineData("CloudTrail.1", Category.Logging)]
    [InlineData("CloudTrail.4", Category.Logging)]
    [InlineData("CloudWatch.1", Category.Logging)]
    [InlineData("CloudWatch.14", Category.Logging)]
    [InlineData("S3.9", Category.Logging)]
    [InlineData("S3.17", Category.EncryptionAtRest)]
    [InlineData("KMS.4", Category.EncryptionAtRest)]
    [InlineData("CloudFront.3", Category.EncryptionInTransit)]
    [InlineData("S3.5", Category.EncryptionInTransit)]
    [InlineData("ELB.1", Category.EncryptionInTransit)]
    [InlineData("RDS.5", Category.Availability)]
    [InlineData("RDS.7", Category.Availability)]
    [InlineData("RDS.8", Category.Availability)]
    [InlineData("DynamoDB.2", Category.Availability)]
    [InlineData("EFS.2", Category.Availability)]
    [InlineData("RDS.13", Category.Other)]
    [InlineData("S3.13", Category.Other)]
    public void Controls_have_the_category_a_reviewer_expects(string id, Category expected) =>
        Catalogue.Find(ControlId.Parse(id))!.Category.ShouldBe(expected);

    [Theory]
    [InlineData("EC2.6", OtherKind.NonSecurityLogs)]
    [InlineData("WAF.1", OtherKind.Waf)]
    [InlineData("WAF.10", OtherKind.Waf)]
    [InlineData("WAF.11", OtherKind.Waf)]
    [InlineData("ELB.16", OtherKind.Waf)]
    [InlineData("CloudFront.6", OtherKind.Waf)]
    [InlineData("APIGateway.4", OtherKind.Waf)]
    [InlineData("SSM.1", OtherKind.OsPatching)]
    [InlineData("SSM.2", OtherKind.OsPatching)]
    [InlineData("EC2.38", OtherKind.Tagging)]
    [InlineData("EC2.48", OtherKind.Tagging)]
    [InlineData("RDS.16", OtherKind.Tagging)]
    [InlineData("EC2.12", OtherKind.None)]
    public void The_kinds_of_other_are_told_apart(string id, OtherKind expected)
    {
        var control = Catalogue.Find(ControlId.Parse(id))!;
        control.Category.ShouldBe(Category.Other);
        control.OtherKind.ShouldBe(expected);
    }

    [Fact]
    public void Unused_is_never_guessed() =>
        Catalogue.Active.Concat(Catalogue.Retired).ShouldAllBe(c => c.Category != Category.Unused);

    [Fact]
    public void Only_controls_of_category_other_have_a_kind() =>
        Catalogue.Active.Concat(Catalogue.Retired).ShouldAllBe(c => c.Category == Category.Other || c.OtherKind == OtherKind.None);

    [Fact]
    public void Every_control_of_the_tagging_standard_is_tagging() =>
        Catalogue.Active.Where(c => c.Standards.Contains(StandardId.Parse("aws-resource-tagging-standard/v/1.0.0")))
            .ShouldAllBe(c => c.OtherKind == OtherKind.Tagging);

    [Fact]
    public void Nothing_critical_is_ignored_by_category() =>
        Catalogue.Active.Where(c => c.Severity == Severity.Critical).ShouldAllBe(c =>
            c.Category == Category.Essential || c.Category == Category.Logging || c.Category == Category.EncryptionInTransit);

    [Fact]
    public void Every_line_of_the_exceptions_names_a_control_that_exists_and_gives_a_reason()
    {
        var lines = DataFile.Rows("category_exceptions.tsv");
        lines.Select(l => l[0]).ShouldBeUnique();
        foreach (var line in lines)
        {
            line.Length.ShouldBe(4);
            line[3].Length.ShouldBeGreaterThan(10, line[0]);
            var covered = Catalogue.Active.Concat(Catalogue.Retired).Where(c => Covers(line[0], c)).ToList();
            covered.ShouldNotBeEmpty(line[0]);
            covered.ShouldAllBe(c => c.Category.Code() == line[1]);
        }
    }

    private static bool Covers(string match, CatalogueControl control) =>
        match.EndsWith('*') ? control.Id.ToString().StartsWith(match[..^1], StringComparison.Ordinal) : control.Id.ToString() == match;
}
