using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Domain.Tests.Catalogue;

public class ControlCatalogueTests
{
    private static readonly ControlCatalogue Catalogue = ControlCatalogue.Default;

    private static IEnumerable<CatalogueControl> All => Catalogue.Active.Concat(Catalogue.Retired);

    [Fact]
    public void Every_control_of_August_2026_is_there()
    {
        Catalogue.Active.Count.ShouldBe(592);
        Catalogue.Retired.Count.ShouldBe(127);
    }

    [Fact]
    public void No_control_lacks_a_title_a_service_a_category_or_a_severity() => All.ShouldAllBe(c =>
        c.TitleEn.Length > 0 && c.TitleEn.Trim() == c.TitleEn
        && c.TitleJa.Length > 0 && c.TitleJa.Trim() == c.TitleJa
        && c.Service.Length > 0
        && Enum.IsDefined(c.Category)
        && c.Severity >= Severity.Low);

    [Fact]
    public void No_active_control_lacks_AWSs_own_category() => Catalogue.Active.ShouldAllBe(c => c.AwsCategory.Length > 0);

    [Fact]
    public void Every_Japanese_title_is_one_Japanese_sentence_of_one_voice()
    {
        foreach (var control in All)
        {
            control.TitleJa.ShouldMatch("[ぁ-んァ-ヶ一-龠]", control.Id.ToString());
            control.TitleJa.Length.ShouldBeLessThanOrEqualTo(150, control.Id.ToString());
            control.TitleJa.ShouldMatch("必要(があり|で)(ます|す)$", control.Id.ToString());
            control.TitleJa.ShouldNotMatch("お勧め|ください|保管中|  |、、|。", control.Id.ToString());
            control.TitleJa.ShouldNotMatch("[ぁ-んァ-ヶ一-龠][A-Za-z0-9]|[A-Za-z0-9][ぁ-んァ-ヶ一-龠]", control.Id.ToString());
        }
    }

    [Fact]
    public void No_two_active_controls_share_a_Japanese_title_unless_they_share_the_English_one()
    {
        var shared = Catalogue.Active.GroupBy(c => c.TitleJa).Where(g => g.Select(c => c.TitleEn).Distinct().Count() > 1);
        shared.Select(g => g.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_in_the_English_title_stand_in_the_Japanese_one_too()
    {
        var missing =
            from control in All
            from word in control.TitleEn.Split(' ')
            where word.Length >= 2 && word.All(char.IsAsciiDigit) && !control.TitleJa.Contains(word)
            select $"{control.Id}: {word}";
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Ids_are_unique_whatever_their_letter_case() =>
        All.Select(c => c.Id.Key).Distinct(StringComparer.Ordinal).Count().ShouldBe(All.Count());

    [Theory]
    [InlineData("iam.9", "IAM.9")]
    [InlineData("AUTOSCALING.5", "Autoscaling.5")]
    [InlineData("OpenSearch.3", "Opensearch.3")]
    public void A_control_is_found_in_any_letter_case(string asked, string published)
    {
        Catalogue.TryGet(ControlId.Parse(asked), out var control).ShouldBeTrue();
        control.Id.ToString().ShouldBe(published);
    }

    [Fact]
    public void An_unknown_control_is_not_found()
    {
        Catalogue.TryGet(ControlId.Parse("S3.999"), out _).ShouldBeFalse();
        Catalogue.Find(ControlId.Parse("S3.999")).ShouldBeNull();
    }

    [Theory]
    [InlineData("S3.4", Category.EncryptionAtRest)]
    [InlineData("EC2.61", Category.Essential)]
    [InlineData("EC2.169", Category.Essential)]
    [InlineData("IAM.20", Category.Essential)]
    [InlineData("Glue.2", Category.Logging)]
    public void A_retired_control_still_resolves(string id, Category category)
    {
        var control = Catalogue.Find(ControlId.Parse(id)).ShouldNotBeNull();
        control.IsRetired.ShouldBeTrue();
        control.Category.ShouldBe(category);
        control.Title(Language.Japanese).ShouldNotBe(control.Title(Language.English));
    }

    [Fact]
    public void Every_active_control_but_the_one_in_no_standard_names_its_standards()
    {
        var known = new[]
        {
            "aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/1.2.0", "cis-aws-foundations-benchmark/v/1.4.0",
            "cis-aws-foundations-benchmark/v/3.0.0", "cis-aws-foundations-benchmark/v/5.0.0", "nist-800-53/v/5.0.0", "nist-800-171/v/2.0.0",
            "pci-dss/v/3.2.1", "pci-dss/v/4.0.1", "aws-resource-tagging-standard/v/1.0.0", "ai-security-best-practices/v/1.0.0",
        };
        All.SelectMany(c => c.Standards).Select(s => s.ToString()).Distinct().ShouldBe(known, ignoreOrder: true);
        Catalogue.Active.Where(c => c.Standards.Count == 0).Select(c => c.Id.ToString()).ShouldBe(["EC2.22"]);
    }

    [Fact]
    public void The_standards_hold_as_many_active_controls_as_AWS_says()
    {
        int In(string standard) => Catalogue.Active.Count(c => c.Standards.Contains(StandardId.Parse(standard)));
        In("ai-security-best-practices/v/1.0.0").ShouldBe(31);
        In("cis-aws-foundations-benchmark/v/5.0.0").ShouldBe(40);
    }

    [Fact]
    public void Cis_numbers_are_kept_per_version()
    {
        var rootKey = Catalogue.Find(ControlId.Parse("IAM.4"))!.CisNumbers;
        rootKey[StandardId.Parse("cis-aws-foundations-benchmark/v/1.2.0")].ShouldBe("1.12");
        rootKey[StandardId.Parse("cis-aws-foundations-benchmark/v/5.0.0")].ShouldBe("1.3");
        Catalogue.Active.ShouldAllBe(c => c.CisNumbers.Keys.All(c.Standards.Contains));
    }

    [Fact]
    public void The_severity_is_the_controls_own()
    {
        Catalogue.Find(ControlId.Parse("S3.8"))!.Severity.ShouldBe(Severity.High);
        Catalogue.Find(ControlId.Parse("IAM.6"))!.Severity.ShouldBe(Severity.Critical);
        Catalogue.Find(ControlId.Parse("S3.13"))!.Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void Active_controls_come_in_reading_order() =>
        Catalogue.Active.Select(c => c.Id).ShouldBe(Catalogue.Active.Select(c => c.Id).Order());
}
