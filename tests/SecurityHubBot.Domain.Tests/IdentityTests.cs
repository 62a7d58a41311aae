namespace SecurityHubBot.Domain.Tests;

public class IdentityTests
{
    [Theory]
    [InlineData("SHUB-142", 142)]
    [InlineData("shub-7", 7)]
    [InlineData(" #9 ", 9)]
    [InlineData("12", 12)]
    public void A_case_number_is_read_as_people_write_it(string text, long value) =>
        CaseNumber.Parse(text).ShouldBe(new CaseNumber(value));

    [Theory]
    [InlineData("")]
    [InlineData("SHUB-")]
    [InlineData("SHUB-0")]
    [InlineData("SHUB--1")]
    [InlineData("99999999999999999999")]
    [InlineData("１２")]
    public void A_wrong_case_number_is_refused(string text) => CaseNumber.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Control_ids_are_equal_whatever_their_letter_case()
    {
        ControlId.Parse("Autoscaling.5").ShouldBe(ControlId.Parse("AutoScaling.5"));
        ControlId.Parse("iam.9").GetHashCode().ShouldBe(ControlId.Parse("IAM.9").GetHashCode());
    }

    [Fact]
    public void Control_ids_sort_by_service_then_number() =>
        new[] { "S3.13", "EC2.9", "S3.2" }.Select(ControlId.Parse).Order().Select(c => c.ToString()).ShouldBe(["EC2.9", "S3.2", "S3.13"]);

    [Theory]
    [InlineData("arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0", "aws-foundational-security-best-practices/v/1.0.0")]
    [InlineData("arn:aws-cn:securityhub:cn-north-1::standards/pci-dss/v/3.2.1", "pci-dss/v/3.2.1")]
    [InlineData("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/1.2.0")]
    [InlineData("ruleset/cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/1.2.0")]
    [InlineData("nist-800-53/v/5.0.0", "nist-800-53/v/5.0.0")]
    public void A_standard_is_known_by_the_tail_of_its_arn(string text, string tail) => StandardId.Parse(text).ToString().ShouldBe(tail);

    [Theory]
    [InlineData("12345678901")]
    [InlineData("12345678901a")]
    [InlineData("１２３４５６７８９０１２")]
    public void A_wrong_account_id_is_refused(string text) => AccountId.TryParse(text, out _).ShouldBeFalse();
}
