using Amazon.Protocol;

namespace Amazon.SecurityHub;

/// <summary>Where and how Security Hub is asked. With <c>ServiceURL</c>, set <c>AuthenticationRegion</c> beside it.</summary>
public sealed class AmazonSecurityHubConfig() : AwsJsonConfig("SecurityHub", "securityhub")
{
    public override string ServiceVersion => "2018-10-26";

    /// <summary>AWS's endpoint rules: <c>securityhub[-fips].REGION.SUFFIX</c>, with <c>api.aws</c> where IPv6 is wanted.</summary>
    internal override string RegionalUrl(RegionEndpoint region)
    {
        var suffix = !UseDualstackEndpoint ? region.PartitionDnsSuffix : region.PartitionName == "aws-cn" ? "api.amazonwebservices.com.cn" : "api.aws";
        return $"https://securityhub{(UseFIPSEndpoint ? "-fips" : "")}.{region.SystemName}.{suffix}";
    }
}
