using Amazon;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SecurityHub;
using Amazon.SecurityHub.Model;

namespace SecurityHubBot.Aws.Tests;

/// <summary>Changes the process's environment, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(EndpointTests), DisableParallelization = true)]
public sealed class EndpointTestsAlone;

[Collection(nameof(EndpointTests))]
public sealed class EndpointTests : AwsTest
{
    [Theory]
    [InlineData("ap-northeast-1", "https://securityhub.ap-northeast-1.amazonaws.com", "https://organizations.us-east-1.amazonaws.com")]
    [InlineData("cn-north-1", "https://securityhub.cn-north-1.amazonaws.com.cn", "https://organizations.cn-northwest-1.amazonaws.com.cn")]
    [InlineData("us-gov-east-1", "https://securityhub.us-gov-east-1.amazonaws.com", "https://organizations.us-gov-west-1.amazonaws.com")]
    public void Every_partition_has_its_endpoints(string region, string securityHub, string organizations)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);
        Address(new AmazonSecurityHubConfig { RegionEndpoint = endpoint }).ShouldBe(securityHub);
        Address(new AmazonOrganizationsConfig { RegionEndpoint = endpoint }).ShouldBe(organizations);
    }

    [Fact]
    public void Fips_and_dual_stack_have_their_own_names()
    {
        Address(new AmazonSecurityHubConfig { RegionEndpoint = RegionEndpoint.USEast1, UseFIPSEndpoint = true }).ShouldBe("https://securityhub-fips.us-east-1.amazonaws.com");
        Address(new AmazonSecurityHubConfig { RegionEndpoint = RegionEndpoint.USEast1, UseDualstackEndpoint = true }).ShouldBe("https://securityhub.us-east-1.api.aws");
    }

    [Fact]
    public async Task The_environment_names_the_endpoint_and_the_Region_is_still_signed_for()
    {
        const string Variable = "AWS_ENDPOINT_URL_SECURITYHUB";
        var before = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, Aws.Url.ToString());
        try
        {
            using var hub = new AmazonSecurityHubClient(Credentials(Aws.Administrator), new AmazonSecurityHubConfig { RegionEndpoint = RegionEndpoint.APNortheast1, MaxErrorRetry = 0 });
            (await hub.DescribeHubAsync(new DescribeHubRequest())).HubArn!.ShouldContain(Home);
            Aws.Calls.All.Single().Region.ShouldBe(Home);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    private static string Address(ClientConfig config) => config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new DescribeHubRequest())).URL;
}
