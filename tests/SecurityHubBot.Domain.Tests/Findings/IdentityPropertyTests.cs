using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

/// <summary>The identity of a problem is (account, Region, control, resource), whatever form it arrives in.</summary>
public class IdentityPropertyTests
{
    [Fact]
    public void The_order_of_resources_and_the_letter_case_of_the_control_do_not_matter()
    {
        var cases = from resources in Gen.Choose(1, 8)
                    from shuffle in Gen.Choose(0, int.MaxValue)
                    from letters in Gen.Choose(0, int.MaxValue)
                    select (resources, shuffle, letters);

        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var ids = Enumerable.Range(0, c.resources).Select(i => $"arn:aws:cloudtrail:us-east-1:123456789012:trail/t{i}").ToArray();
            var shuffled = (string[])ids.Clone();
            new Random(c.shuffle).Shuffle(shuffled);

            var one = Read("CloudTrail.2", ids);
            var other = Read(Mangled("CloudTrail.2", c.letters), shuffled);

            return one.Keys.ToHashSet().SetEquals(other.Keys) && one.Keys.Count() == c.resources
                && one.Keys.Select(k => k.Case).Concat(other.Keys.Select(k => k.Case)).Distinct().Count() == 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Per_standard_and_consolidated_copies_of_a_finding_have_one_identity()
    {
        string[] copies = ["asff_fsbp_CloudTrail.2_FAILED_2.json", "asff_cis12_CloudTrail.2_FAILED.json", "asff_pci_CloudTrail.2_FAILED.json", "asff_consolidated_CloudTrail.2_FAILED.json"];

        copies.SelectMany(name => ReadFinding.Of(Samples.Finding(name)).Keys).Distinct().ShouldHaveSingleItem()
            .ToString().ShouldBe("123456789012/us-east-2/CloudTrail.2/arn:aws:cloudtrail:us-east-2:123456789012:trail/AWSMacieTrail-DO-NOT-EDIT");
    }

    [Fact]
    public void Another_account_Region_control_or_resource_is_another_identity()
    {
        Action<JsonObject>[] changes =
        [
            f => f["AwsAccountId"] = "999999999999",
            f => f["Region"] = "eu-west-1",
            f => f["Compliance"]!["SecurityControlId"] = "CloudTrail.4",
            f => f["Resources"]![0]!["Id"] = "arn:aws:cloudtrail:us-east-1:123456789012:trail/testtrail-do-not-delete",
        ];

        changes.Select(change => ReadFinding.With(ReadFinding.Consolidated, change))
            .Append(ReadFinding.With(ReadFinding.Consolidated, _ => { }))
            .SelectMany(f => f.Keys).Distinct().Count().ShouldBe(5);
    }

    private static Finding Read(string control, string[] resourceIds) => ReadFinding.With(ReadFinding.Consolidated, f =>
    {
        f["Compliance"]!["SecurityControlId"] = control;
        f["Resources"] = new JsonArray(resourceIds.Select(id => (JsonNode)new JsonObject { ["Id"] = id, ["Type"] = "AwsCloudTrailTrail" }).ToArray());
    });

    private static string Mangled(string text, int seed)
    {
        var random = new Random(seed);
        return string.Concat(text.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)));
    }
}
