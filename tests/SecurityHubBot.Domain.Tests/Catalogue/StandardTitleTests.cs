using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Tests.Catalogue;

public class StandardTitleTests
{
    [Theory]
    [InlineData("aws-foundational-security-best-practices/v/1.0.0", "AWS 基礎セキュリティのベストプラクティス v1.0.0", "AWS Foundational Security Best Practices v1.0.0")]
    [InlineData("cis-aws-foundations-benchmark/v/5.0.0", "CIS AWS Foundations Benchmark v5.0.0", "CIS AWS Foundations Benchmark v5.0.0")]
    [InlineData("nist-800-53/v/5.0.0", "NIST SP 800-53 Rev. 5", "NIST SP 800-53 Rev. 5")]
    [InlineData("nist-800-171/v/2.0.0", "NIST SP 800-171 Rev. 2", "NIST SP 800-171 Rev. 2")]
    [InlineData("pci-dss/v/4.0.1", "PCI DSS v4.0.1", "PCI DSS v4.0.1")]
    [InlineData("aws-resource-tagging-standard/v/1.0.0", "AWS リソースタグ付け標準 v1.0.0", "AWS Resource Tagging Standard v1.0.0")]
    [InlineData("service-managed-aws-control-tower/v/1.0.0", "サービスマネージド標準: AWS Control Tower v1.0.0", "Service-Managed Standard: AWS Control Tower v1.0.0")]
    [InlineData("ai-security-best-practices/v/1.0.0", "AI セキュリティのベストプラクティス v1.0.0", "AI Security Best Practices v1.0.0")]
    [InlineData("some-new-standard/v/7", "some-new-standard/v/7", "some-new-standard/v/7")]
    public void A_standard_has_a_readable_name(string tail, string japanese, string english)
    {
        StandardTitles.For(StandardId.Parse(tail), Language.Japanese).ShouldBe(japanese);
        StandardTitles.For(StandardId.Parse(tail), Language.English).ShouldBe(english);
    }

    [Fact]
    public void No_standard_of_the_catalogue_is_shown_by_its_tail() =>
        ControlCatalogue.Default.Active.SelectMany(c => c.Standards).Distinct()
            .ShouldAllBe(s => !StandardTitles.For(s, Language.Japanese).Contains("/v/"));
}
