using FsCheck;
using FsCheck.Fluent;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.TestSupport;

namespace SecurityHubBot.Domain.Tests.Findings;

public class ResourceLinkTests
{
    private static readonly AccountId Account = AccountId.Parse("123456789012");

    private const string Unsafe = "<>|\"\\ \n\0";

    private static readonly Dictionary<string, string> Hosts = new()
    {
        ["aws"] = "console.aws.amazon.com",
        ["aws-cn"] = "console.amazonaws.cn",
        ["aws-us-gov"] = "console.amazonaws-us-gov.com",
    };

    [Theory]
    [InlineData("arn:aws:s3:::my-bucket", "s3/buckets/my-bucket?region=ap-northeast-1")]
    [InlineData("arn:aws:s3:::my-bucket/a/b.txt", "s3/buckets/my-bucket?region=ap-northeast-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:instance/i-0fe8", "ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0fe8")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:security-group/sg-1", "ec2/home?region=us-east-1#SecurityGroup:groupId=sg-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:volume/vol-1", "ec2/home?region=us-east-1#VolumeDetails:volumeId=vol-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1", "ec2/home?region=us-east-1#SnapshotDetails:snapshotId=snap-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1", "vpcconsole/home?region=us-east-1#VpcDetails:VpcId=vpc-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1", "vpcconsole/home?region=us-east-1#SubnetDetails:subnetId=subnet-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1", "ec2/home?region=us-east-1#NetworkInterface:networkInterfaceId=eni-1")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-1", "ec2/home?region=us-east-1#ElasticIpDetails:AllocationId=eipalloc-1")]
    [InlineData("arn:aws:iam::123456789012:user/path/taro", "iam/home#/users/details/taro")]
    [InlineData("arn:aws:iam::123456789012:role/service-role/r", "iam/home#/roles/details/r")]
    [InlineData("arn:aws:iam::123456789012:group/devs", "iam/home#/groups/details/devs")]
    [InlineData("arn:aws:iam::123456789012:policy/p", "iam/home#/policies/details/arn%3Aaws%3Aiam%3A%3A123456789012%3Apolicy%2Fp")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:db:database-1", "rds/home?region=us-east-1#database:id=database-1;is-cluster=false")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:cluster:zva", "rds/home?region=us-east-1#database:id=zva;is-cluster=true")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:snapshot:rds:db-1-2022", "rds/home?region=us-east-1#db-snapshot:id=rds%3Adb-1-2022")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:fn:3", "lambda/home?region=us-east-1#/functions/fn")]
    [InlineData("arn:aws:cloudtrail:us-west-2:123456789012:trail/t", "cloudtrailv2/home?region=us-west-2#/trails/arn%3Aaws%3Acloudtrail%3Aus-west-2%3A123456789012%3Atrail%2Ft")]
    [InlineData("arn:aws:kms:us-east-1:123456789012:key/1-2", "kms/home?region=us-east-1#/kms/keys/1-2")]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc", "ec2/home?region=us-east-1#LoadBalancer:loadBalancerArn=arn%3Aaws%3Aelasticloadbalancing%3Aus-east-1%3A123456789012%3Aloadbalancer%2Fapp%2Fweb%2F50dc")]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/classic", "ec2/home?region=us-east-1#LoadBalancers:search=classic")]
    [InlineData("arn:aws:cloudfront::123456789012:distribution/E1", "cloudfront/v4/home#/distributions/E1")]
    [InlineData("arn:aws:dynamodb:us-east-1:123456789012:table/t", "dynamodbv2/home?region=us-east-1#table?name=t")]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:cluster/c", "ecs/v2/clusters/c?region=us-east-1")]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:service/c/s", "ecs/v2/clusters/c/services/s?region=us-east-1")]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:task-definition/web:12", "ecs/v2/task-definitions/web/12?region=us-east-1")]
    [InlineData("arn:aws:eks:us-east-1:123456789012:cluster/k", "eks/home?region=us-east-1#/clusters/k")]
    [InlineData("arn:aws:ecr:us-east-1:210987654321:repository/team/app/sha256:abc", "ecr/repositories/private/210987654321/team%2Fapp?region=us-east-1")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:alerts", "sns/v3/home?region=us-east-1#/topic/arn%3Aaws%3Asns%3Aus-east-1%3A123456789012%3Aalerts")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:q.fifo", "sqs/v3/home?region=us-east-1#/queues/https%3A%2F%2Fsqs.us-east-1.amazonaws.com%2F123456789012%2Fq.fifo")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf", "secretsmanager/secret?name=prod%2Fdb&region=us-east-1")]
    [InlineData("arn:aws:ssm:us-east-1:123456789012:document/d", "systems-manager/documents/d/description?region=us-east-1")]
    [InlineData("arn:aws:redshift:us-east-1:123456789012:cluster:r", "redshiftv2/home?region=us-east-1#/cluster-details?cluster=r")]
    [InlineData("arn:aws:es:us-east-1:123456789012:domain/o", "aos/home?region=us-east-1#opensearch/domains/o")]
    [InlineData("arn:aws:elasticache:us-east-1:123456789012:replicationgroup:e", "elasticache/home?region=us-east-1#/redis/e")]
    [InlineData("arn:aws:codebuild:us-east-1:123456789012:project/p", "codesuite/codebuild/123456789012/projects/p/details?region=us-east-1")]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/a1/stages/prod", "apigateway/main/apis/a1/resources?api=a1&region=us-east-1")]
    [InlineData("arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:785d:autoScalingGroupName/asg", "ec2/home?region=us-east-1#AutoScalingGroupDetails:id=asg")]
    [InlineData("arn:aws:wafv2:us-east-1:123456789012:regional/webacl/w/1", "go/view?arn=arn%3Aaws%3Awafv2%3Aus-east-1%3A123456789012%3Aregional%2Fwebacl%2Fw%2F1")]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:service/old-form", "go/view?arn=arn%3Aaws%3Aecs%3Aus-east-1%3A123456789012%3Aservice%2Fold-form")]
    [InlineData("arn:aws:s3:us-east-1:123456789012:accesspoint/ap", "go/view?arn=arn%3Aaws%3As3%3Aus-east-1%3A123456789012%3Aaccesspoint%2Fap")]
    [InlineData("arn:aws:s3:::..", "go/view?arn=arn%3Aaws%3As3%3A%3A%3A..")]
    public void A_resource_opens_its_services_page(string id, string rest) =>
        Link(id, "Other").ShouldBe($"https://console.aws.amazon.com/{rest}");

    [Theory]
    [InlineData("i-0fe8", "AwsEc2Instance", "https://console.aws.amazon.com/ec2/home?region=ap-northeast-1#InstanceDetails:instanceId=i-0fe8")]
    [InlineData("AWS::::Account:123456789012", "AwsAccount", "https://console.aws.amazon.com/securityhub/home?region=ap-northeast-1#/controls/IAM.6")]
    [InlineData("AWS::IAM::AccessKey:AKIAEXAMPLE", "AwsIamAccessKey", null)]
    [InlineData("something", "Other", null)]
    public void A_resource_without_an_arn_opens_what_its_type_allows(string id, string type, string? link) =>
        Link(id, type).ShouldBe(link);

    [Theory]
    [InlineData("arn:aws-cn:s3:::b", "aws-cn", "cn-north-1", "https://console.amazonaws.cn/s3/buckets/b?region=cn-north-1")]
    [InlineData("arn:aws-cn:sqs:cn-north-1:123456789012:q", "aws-cn", "cn-north-1", "https://console.amazonaws.cn/sqs/v3/home?region=cn-north-1#/queues/https%3A%2F%2Fsqs.cn-north-1.amazonaws.com.cn%2F123456789012%2Fq")]
    [InlineData("arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:d", "aws-us-gov", "us-gov-west-1", "https://console.amazonaws-us-gov.com/rds/home?region=us-gov-west-1#database:id=d;is-cluster=false")]
    [InlineData("AWS::::Account:123456789012", "aws-cn", "cn-north-1", "https://console.amazonaws.cn/securityhub/home?region=cn-north-1#/summary")]
    [InlineData("arn:aws-iso:s3:::b", "aws-iso", "us-iso-west-1", null)]
    public void Each_partition_has_its_own_console(string id, string partition, string region, string? link) =>
        ResourceLinks.For(new FindingResource(id, "AwsAccount", region, partition), Account, region)?.AbsoluteUri.ShouldBe(link);

    [Fact]
    public void An_accounts_failing_findings_are_found_by_the_consoles_own_search()
    {
        ConsoleLinks.FailedFindings("aws", "ap-northeast-1", AccountId.Parse("123456789012"))!.AbsoluteUri.ShouldBe(
            "https://console.aws.amazon.com/securityhub/home?region=ap-northeast-1#/findings?search="
            + "AwsAccountId%3D%255Coperator%255C%253AEQUALS%255C%253A123456789012"
            + "%26ComplianceStatus%3D%255Coperator%255C%253AEQUALS%255C%253AFAILED"
            + "%26RecordState%3D%255Coperator%255C%253AEQUALS%255C%253AACTIVE"
            + "%26WorkflowStatus%3D%255Coperator%255C%253AEQUALS%255C%253ANEW"
            + "%26WorkflowStatus%3D%255Coperator%255C%253AEQUALS%255C%253ANOTIFIED");
        ConsoleLinks.FailedFindings("evil.example.com", "us-east-1", AccountId.Parse("123456789012")).ShouldBeNull();
        ConsoleLinks.FailedFindings("aws", "us-east-1#@evil.example.com", AccountId.Parse("123456789012")).ShouldBeNull();
    }

    [Fact]
    public void An_unknown_partition_has_no_link()
    {
        ResourceLinks.For(new FindingResource("arn:aws-iso:s3:::b", "AwsS3Bucket", "us-iso-west-1", "aws-iso"), Account, "us-iso-west-1").ShouldBeNull();
        ConsoleLinks.Control("evil.example.com", "us-east-1", ControlId.Parse("S3.1")).ShouldBeNull();
        ConsoleLinks.Control("aws", "us-east-1#@evil.example.com", ControlId.Parse("S3.1")).ShouldBeNull();
    }

    [Fact]
    public void A_controls_page_is_within_its_Region() =>
        ConsoleLinks.Control("aws-us-gov", "us-gov-west-1", ControlId.Parse("S3.13"))!.AbsoluteUri
            .ShouldBe("https://console.amazonaws-us-gov.com/securityhub/home?region=us-gov-west-1#/controls/S3.13");

    [Fact]
    public void Hostile_ids_never_leave_the_console_and_never_break_out_of_a_slack_link()
    {
        string[] heads =
        [
            "", "arn:aws:s3:::", "arn:aws:ec2:us-east-1:123456789012:instance/", "arn:aws:iam::123456789012:policy/", "arn:aws-cn:ecr:cn-north-1:x:repository/",
            "arn:aws:sqs:us-east-1:@evil.example.com:", "arn:aws:ecs:us-east-1:1:service/", "arn:aws-us-gov:rds:us-gov-west-1:1:db:", "arn:aws:", "arn:aws:evil:/../:@:", "AWS::::Account:",
        ];
        string[] pieces =
        [
            "//evil.example.com", "@evil.example.com", "#", "?", "/../..", "\\\\evil", "javascript:alert(1)", "%2f%2e%2e", "|", ">", "<!channel>", "\n", "\0", "\ud800", "é", "😀", ":", ";", "&", "\"", "a", ".", "..", "/",
        ];
        string[] types = ["AwsAccount", "AwsEc2Instance", "AwsS3Bucket", "Other", "AwsIamUser"];
        string[] regions = ["us-east-1", "", "evil.example.com", "us-east-1#x", "../.."];
        var resources = from head in Gen.Elements(heads)
                        from tail in Gen.ArrayOf(Gen.Elements(pieces))
                        from type in Gen.Elements(types)
                        from region in Gen.Elements(regions)
                        from partition in Gen.Elements("aws", "aws-cn", "aws-us-gov", "evil.example.com", "")
                        select new FindingResource(head + string.Concat(tail), type, region, partition);

        var linked = 0;
        Prop.ForAll(resources.ToArbitrary(), resource =>
        {
            var link = ResourceLinks.For(resource, Account, resource.Region, ControlId.Parse("S3.1"));
            linked += link is null ? 0 : 1;
            return link is null
                || (link.Scheme == "https" && Hosts.ContainsValue(link.Host) && link.IsDefaultPort && link.UserInfo.Length == 0
                    && !link.AbsoluteUri.Any(Unsafe.Contains) && new Uri(link.AbsoluteUri).Host == link.Host);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
        linked.ShouldBeGreaterThan(500, "the property says nothing if hardly anything is linked");
    }

    [Fact]
    public void Every_resource_of_every_sample_that_has_an_arn_is_linked_to_its_partitions_console()
    {
        var resources = Samples.All.Select(s => SecurityHubEventReader.Read(s.AsEvent())).OfType<EventReading.Findings>()
            .SelectMany(f => f.Items).SelectMany(i => i.Finding.Resources.Select(r => (i.Finding, Resource: r))).ToList();

        resources.Count.ShouldBeGreaterThan(100);
        foreach (var (finding, resource) in resources.Where(r => r.Resource.Id.StartsWith("arn:", StringComparison.Ordinal)))
        {
            ResourceLinks.For(resource, finding.Account, finding.Region)?.Host.ShouldBe(Hosts.GetValueOrDefault(resource.Partition), resource.Id);
        }
    }

    [Theory]
    [InlineData("arn:aws:s3:::my-bucket", "my-bucket")]
    [InlineData("arn:aws:s3:::my-bucket/2022 Sourcing.tsv", "my-bucket/2022 Sourcing.tsv")]
    [InlineData("arn:aws:ec2:us-east-1:123456789012:instance/i-0fe8", "i-0fe8")]
    [InlineData("arn:aws:iam::123456789012:role/service-role/r", "r")]
    [InlineData("arn:aws:rds:us-east-1:123456789012:snapshot:rds:db-1", "rds:db-1")]
    [InlineData("arn:aws:ecs:us-east-1:123456789012:service/c/s", "c/s")]
    [InlineData("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc", "web")]
    [InlineData("arn:aws:autoscaling:us-east-2:111111111111:autoScalingGroup:785d:autoScalingGroupName/sharr-test", "sharr-test")]
    [InlineData("arn:aws:cloudformation:us-east-1:111111111111:stack/sharr-member/ec22", "sharr-member")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf", "prod/db")]
    [InlineData("arn:aws:secretsmanager:us-east-1:123456789012:secret:short", "short")]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*", "/aws/lambda/x")]
    [InlineData("arn:aws:sns:us-east-1:123456789012:alerts", "alerts")]
    [InlineData("AWS::::Account:123456789012", "123456789012")]
    [InlineData("AWS::IAM::AccessKey:AKIAEXAMPLE", "AKIAEXAMPLE")]
    [InlineData("i-0fe8", "i-0fe8")]
    [InlineData("a\nb", "a b")]
    [InlineData("arn:aws:s3:::バケット😀", "バケット😀")]
    public void A_resource_is_called_by_its_short_name(string id, string name) =>
        ResourceName.Short(new FindingResource(id, "Other", "us-east-1", "aws")).ShouldBe(name);

    [Fact]
    public void A_short_name_is_never_long_and_never_empty()
    {
        ResourceName.Short(new FindingResource("arn:aws:s3:::" + new string('x', 2000), "AwsS3Bucket", "us-east-1", "aws")).Length.ShouldBe(ResourceName.MaxLength);
        ResourceName.Short(new FindingResource("AWS::::Account:", "AwsAccount", "us-east-1", "aws")).ShouldNotBeEmpty();
    }

    private static string? Link(string id, string type) =>
        ResourceLinks.For(new FindingResource(id, type, "ap-northeast-1", "aws"), Account, "ap-northeast-1", ControlId.Parse("IAM.6"))?.AbsoluteUri;
}
