using Amazon.Protocol;

namespace Amazon.Organizations;

/// <summary>Where and how AWS Organizations is asked: one Region serves a whole partition and is the one that is signed for.</summary>
public sealed class AmazonOrganizationsConfig() : AwsJsonConfig("Organizations", "organizations")
{
    public override string ServiceVersion => "2016-11-28";

    internal override string RegionalUrl(RegionEndpoint region) =>
        $"https://organizations{(UseFIPSEndpoint ? "-fips" : "")}.{SigningRegion(region)}.{region.PartitionDnsSuffix}";

    internal override string SigningRegion(RegionEndpoint region) => region.PartitionName switch
    {
        "aws-cn" => "cn-northwest-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    };
}
