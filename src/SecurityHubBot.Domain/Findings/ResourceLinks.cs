using System.Collections.Frozen;
using System.Text;

namespace SecurityHubBot.Domain.Findings;

/// <summary>Where the AWS console shows a resource.</summary>
public static class ResourceLinks
{
    private const string AccountType = "AwsAccount";

    /// <summary>
    /// A page of the service's own where it is known, the console's general resource page for other ARNs, Security Hub for a whole
    /// account; null when there is nothing to open. Nothing in a resource's id can change the scheme or the host.
    /// </summary>
    /// <param name="account">The finding's account, for resources whose ARN does not name one.</param>
    /// <param name="region">The finding's Region, for resources that do not name one.</param>
    /// <param name="control">The control whose page is opened for a finding about the whole account.</param>
    public static Uri? For(FindingResource resource, AccountId account, string region, ControlId? control = null)
    {
        if (Arn.TryParse(resource.Id, out var arn))
        {
            return ForArn(arn, resource, account, region) ?? ConsoleLinks.View(arn.Partition, resource.Id);
        }

        var place = AwsNames.IsRegion(resource.Region) ? resource.Region : region;
        if (resource.Type == AccountType)
        {
            return control is { } id ? ConsoleLinks.Control(resource.Partition, place, id) : ConsoleLinks.SecurityHub(resource.Partition, place);
        }

        return ConsolePages.KindOfType(resource.Type) is { } kind
            ? Page(resource.Partition, new ArnResource(kind.Service, kind.Type, resource.Id), new Blanks(place, account, resource.Id))
            : null;
    }

    private static Uri? ForArn(Arn arn, FindingResource resource, AccountId account, string region)
    {
        var place = AwsNames.IsRegion(arn.Region) ? arn.Region : AwsNames.IsRegion(resource.Region) ? resource.Region : region;
        var owner = AccountId.TryParse(arn.Account, out var own) ? own : account;
        return Page(arn.Partition, ArnResource.Of(arn), new Blanks(place, owner, resource.Id));
    }

    private static Uri? Page(string partition, ArnResource resource, Blanks blanks) =>
        ConsolePages.Template(resource) is { } template
        && AwsNames.IsRegion(blanks.Region)
        && Fill(template, partition, resource, blanks) is { } rest
            ? ConsoleLinks.Build(partition, rest)
            : null;

    /// <summary>Null when a part is <c>.</c> or <c>..</c>, which would climb out of its place in a path, or empty.</summary>
    private static string? Fill(string template, string partition, ArnResource resource, Blanks blanks)
    {
        var text = new StringBuilder(template.Length + 64);
        var at = 0;
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', at))
        {
            var close = template.IndexOf('}', open);
            var value = Value(template[(open + 1)..close], partition, resource, blanks);
            if (value is "" or "." or "..")
            {
                return null;
            }

            text.Append(template, at, open - at).Append(Uri.EscapeDataString(value));
            at = close + 1;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }

    private static string Value(string blank, string partition, ArnResource resource, Blanks blanks) => blank switch
    {
        "region" => blanks.Region,
        "account" => blanks.Account.ToString(),
        "arn" => blanks.Id,
        "name" => resource.Name,
        "first" => resource.First,
        "second" => resource.Segments is [_, var second, ..] ? second : "",
        "last" => resource.Last,
        "upToColon" => resource.Name.Split(':')[0],
        "afterColon" => resource.Name.Contains(':', StringComparison.Ordinal) ? resource.Name[(resource.Name.LastIndexOf(':') + 1)..] : "",
        "image" => resource.Name.Split("/sha256:")[0],
        "plain" => ResourceName.Full(blanks.Id),
        "queue" => $"https://sqs.{blanks.Region}.amazonaws.com{(partition == "aws-cn" ? ".cn" : "")}/{blanks.Account}/{resource.Name}",
        _ => throw new System.Diagnostics.UnreachableException(blank),
    };

    private readonly record struct Blanks(string Region, AccountId Account, string Id);
}

/// <summary>The console's pages by kind of resource, as <c>service:type</c> of the ARN. Parts in braces are escaped when filled in.</summary>
internal static class ConsolePages
{
    private static readonly FrozenDictionary<string, string> Pages = new Dictionary<string, string>
    {
        ["acm:certificate"] = "acm/home?region={region}#/certificates/{name}",
        ["apigateway:apis"] = "apigateway/main/api-detail?api={first}&region={region}",
        ["apigateway:restapis"] = "apigateway/main/apis/{first}/resources?api={first}&region={region}",
        ["autoscaling:autoScalingGroup"] = "ec2/home?region={region}#AutoScalingGroupDetails:id={plain}",
        ["autoscaling:launchConfiguration"] = "ec2/home?region={region}#LaunchConfigurations:id={plain}",
        ["cloudformation:stack"] = "cloudformation/home?region={region}#/stacks/stackinfo?stackId={arn}",
        ["cloudfront:distribution"] = "cloudfront/v4/home#/distributions/{name}",
        ["cloudtrail:trail"] = "cloudtrailv2/home?region={region}#/trails/{arn}",
        ["codebuild:project"] = "codesuite/codebuild/{account}/projects/{name}/details?region={region}",
        ["dynamodb:table"] = "dynamodbv2/home?region={region}#table?name={first}",
        ["ec2:elastic-ip"] = "ec2/home?region={region}#ElasticIpDetails:AllocationId={name}",
        ["ec2:eip-allocation"] = "ec2/home?region={region}#ElasticIpDetails:AllocationId={name}",
        ["ec2:image"] = "ec2/home?region={region}#ImageDetails:imageId={name}",
        ["ec2:instance"] = "ec2/home?region={region}#InstanceDetails:instanceId={name}",
        ["ec2:internet-gateway"] = "vpcconsole/home?region={region}#InternetGateway:internetGatewayId={name}",
        ["ec2:launch-template"] = "ec2/home?region={region}#LaunchTemplateDetails:launchTemplateId={name}",
        ["ec2:natgateway"] = "vpcconsole/home?region={region}#NatGatewayDetails:natGatewayId={name}",
        ["ec2:network-acl"] = "vpcconsole/home?region={region}#NetworkAclDetails:networkAclId={name}",
        ["ec2:network-interface"] = "ec2/home?region={region}#NetworkInterface:networkInterfaceId={name}",
        ["ec2:route-table"] = "vpcconsole/home?region={region}#RouteTableDetails:RouteTableId={name}",
        ["ec2:security-group"] = "ec2/home?region={region}#SecurityGroup:groupId={name}",
        ["ec2:snapshot"] = "ec2/home?region={region}#SnapshotDetails:snapshotId={name}",
        ["ec2:subnet"] = "vpcconsole/home?region={region}#SubnetDetails:subnetId={name}",
        ["ec2:transit-gateway"] = "vpcconsole/home?region={region}#TransitGatewayDetails:transitGatewayId={name}",
        ["ec2:volume"] = "ec2/home?region={region}#VolumeDetails:volumeId={name}",
        ["ec2:vpc"] = "vpcconsole/home?region={region}#VpcDetails:VpcId={name}",
        ["ec2:vpc-endpoint"] = "vpcconsole/home?region={region}#EndpointDetails:vpcEndpointId={name}",
        ["ecr:repository"] = "ecr/repositories/private/{account}/{image}?region={region}",
        ["ecs:cluster"] = "ecs/v2/clusters/{name}?region={region}",
        ["ecs:service"] = "ecs/v2/clusters/{first}/services/{second}?region={region}",
        ["ecs:task-definition"] = "ecs/v2/task-definitions/{upToColon}/{afterColon}?region={region}",
        ["eks:cluster"] = "eks/home?region={region}#/clusters/{name}",
        ["elasticache:cluster"] = "elasticache/home?region={region}#/redis/{name}",
        ["elasticache:replicationgroup"] = "elasticache/home?region={region}#/redis/{name}",
        ["elasticfilesystem:file-system"] = "efs/home?region={region}#/file-systems/{name}",
        ["elasticloadbalancing:targetgroup"] = "ec2/home?region={region}#TargetGroup:targetGroupArn={arn}",
        ["es:domain"] = "aos/home?region={region}#opensearch/domains/{name}",
        ["iam:group"] = "iam/home#/groups/details/{last}",
        ["iam:policy"] = "iam/home#/policies/details/{arn}",
        ["iam:role"] = "iam/home#/roles/details/{last}",
        ["iam:user"] = "iam/home#/users/details/{last}",
        ["kinesis:stream"] = "kinesis/home?region={region}#/streams/details/{name}/monitoring",
        ["kms:key"] = "kms/home?region={region}#/kms/keys/{name}",
        ["lambda:function"] = "lambda/home?region={region}#/functions/{upToColon}",
        ["rds:cluster"] = "rds/home?region={region}#database:id={name};is-cluster=true",
        ["rds:cluster-snapshot"] = "rds/home?region={region}#db-snapshot:id={name}",
        ["rds:db"] = "rds/home?region={region}#database:id={name};is-cluster=false",
        ["rds:snapshot"] = "rds/home?region={region}#db-snapshot:id={name}",
        ["redshift:cluster"] = "redshiftv2/home?region={region}#/cluster-details?cluster={name}",
        ["s3:"] = "s3/buckets/{first}?region={region}",
        ["secretsmanager:secret"] = "secretsmanager/secret?name={plain}&region={region}",
        ["sns:"] = "sns/v3/home?region={region}#/topic/{arn}",
        ["sqs:"] = "sqs/v3/home?region={region}#/queues/{queue}",
        ["ssm:document"] = "systems-manager/documents/{name}/description?region={region}",
        ["ssm:parameter"] = "systems-manager/parameters/{name}/description?region={region}",
        ["states:stateMachine"] = "states/home?region={region}#/v2/statemachines/view/{arn}",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>For resources that AWS names without an ARN.</summary>
    private static readonly FrozenDictionary<string, (string Service, string Type)> Types = new Dictionary<string, (string, string)>
    {
        ["AwsEc2Eip"] = ("ec2", "elastic-ip"),
        ["AwsEc2Instance"] = ("ec2", "instance"),
        ["AwsEc2NetworkInterface"] = ("ec2", "network-interface"),
        ["AwsEc2SecurityGroup"] = ("ec2", "security-group"),
        ["AwsEc2Subnet"] = ("ec2", "subnet"),
        ["AwsEc2Volume"] = ("ec2", "volume"),
        ["AwsEc2Vpc"] = ("ec2", "vpc"),
        ["AwsIamGroup"] = ("iam", "group"),
        ["AwsIamRole"] = ("iam", "role"),
        ["AwsIamUser"] = ("iam", "user"),
        ["AwsKmsKey"] = ("kms", "key"),
        ["AwsRdsDbInstance"] = ("rds", "db"),
        ["AwsS3Bucket"] = ("s3", ""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Kinds => Pages.Keys;

    public static (string Service, string Type)? KindOfType(string type) => Types.TryGetValue(type, out var kind) ? kind : null;

    public static string? Template(ArnResource resource)
    {
        if (resource.Kind == "elasticloadbalancing:loadbalancer")
        {
            return resource.Segments is ["app" or "net" or "gwy", ..]
                ? "ec2/home?region={region}#LoadBalancer:loadBalancerArn={arn}"
                : "ec2/home?region={region}#LoadBalancers:search={name}";
        }

        return Pages.GetValueOrDefault(resource.Kind);
    }
}
