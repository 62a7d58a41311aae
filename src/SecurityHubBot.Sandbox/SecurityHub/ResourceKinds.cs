using System.Text.Json.Nodes;

namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>How AWS names the kinds of resources: from what people call a thing to its ARN, and the details that ASFF gives.</summary>
internal static class ResourceKinds
{
    public const string Account = "AwsAccount";

    public static string Arn(string type, string accountId, string region, string name)
    {
        return type switch
        {
            Account => $"AWS::::Account:{accountId}",
            "AwsS3Bucket" => $"arn:aws:s3:::{name}",
            "AwsEc2SecurityGroup" => Ec2("security-group", "sg"),
            "AwsEc2Vpc" => Ec2("vpc", "vpc"),
            "AwsEc2Subnet" => Ec2("subnet", "subnet"),
            "AwsEc2Instance" or "AwsSsmPatchCompliance" => Ec2("instance", "i"),
            "AwsRdsDbInstance" => $"arn:aws:rds:{region}:{accountId}:db:{name}",
            "AwsKmsKey" => $"arn:aws:kms:{region}:{accountId}:key/{StableId.Guid(type, accountId, region, name)}",
            "AwsCloudTrailTrail" => $"arn:aws:cloudtrail:{region}:{accountId}:trail/{name}",
            "AwsIamUser" => $"arn:aws:iam::{accountId}:user/{name}",
            "AwsLambdaFunction" => $"arn:aws:lambda:{region}:{accountId}:function:{name}",
            "AwsElbv2LoadBalancer" => $"arn:aws:elasticloadbalancing:{region}:{accountId}:loadbalancer/app/{name}/{Hex(16)}",
            "AwsWafv2WebAcl" => $"arn:aws:wafv2:{region}:{accountId}:regional/webacl/{name}/{StableId.Guid(type, accountId, region, name)}",
            "AwsEcrRepository" => $"arn:aws:ecr:{region}:{accountId}:repository/{name}",
            "AwsSecretsManagerSecret" => $"arn:aws:secretsmanager:{region}:{accountId}:secret:{name}-{Hex(6)}",
            "AwsDynamoDbTable" => $"arn:aws:dynamodb:{region}:{accountId}:table/{name}",
            "AwsCloudFrontDistribution" => $"arn:aws:cloudfront::{accountId}:distribution/E{Hex(13).ToUpperInvariant()}",
            _ => name,
        };

        string Hex(int length) => StableId.Hex(length, type, accountId, region, name);

        string Ec2(string kind, string prefix)
        {
            var id = name.StartsWith($"{prefix}-", StringComparison.Ordinal) && name[(prefix.Length + 1)..].All(char.IsAsciiHexDigitLower)
                ? name
                : $"{prefix}-0{Hex(16)}";
            return $"arn:aws:ec2:{region}:{accountId}:{kind}/{id}";
        }
    }

    /// <summary>ASFF's <c>Details</c> for the kinds that AWS itself fills in; null for the others.</summary>
    public static JsonObject? Details(TrackedResource resource)
    {
        var failing = resource.Compliance == ComplianceStatus.Failed;
        var id = resource.ResourceId[(resource.ResourceId.LastIndexOfAny(['/', ':']) + 1)..];
        var details = resource.ResourceType switch
        {
            "AwsS3Bucket" => new JsonObject
            {
                ["OwnerId"] = StableId.Hex(64, resource.AccountId),
                ["CreatedAt"] = AsffTime.Format(resource.CreatedAt.AddDays(-200)),
                ["Name"] = resource.Name,
            },
            "AwsEc2SecurityGroup" => SecurityGroup(resource, id, failing),
            "AwsEc2Vpc" => new JsonObject { ["DhcpOptionsId"] = $"dopt-0{Hex("dopt", 16)}", ["State"] = "available" },
            "AwsEc2Subnet" => new JsonObject
            {
                ["AvailabilityZone"] = $"{resource.Region}a",
                ["AvailableIpAddressCount"] = 4091,
                ["CidrBlock"] = "10.24.34.0/23",
                ["MapPublicIpOnLaunch"] = failing,
                ["OwnerId"] = resource.AccountId,
                ["State"] = "available",
                ["SubnetArn"] = resource.ResourceId,
                ["SubnetId"] = id,
                ["VpcId"] = $"vpc-0{Hex("vpc", 16)}",
            },
            "AwsEc2Instance" => Instance(resource, failing),
            "AwsRdsDbInstance" => Database(resource, failing),
            "AwsKmsKey" => new JsonObject
            {
                ["AWSAccountId"] = resource.AccountId,
                ["KeyId"] = id,
                ["KeyManager"] = "CUSTOMER",
                ["KeyState"] = "Enabled",
                ["Origin"] = "AWS_KMS",
            },
            "AwsIamUser" => new JsonObject { ["Path"] = "/", ["UserId"] = $"AIDA{Hex("user", 17).ToUpperInvariant()}", ["UserName"] = resource.Name },
            "AwsLambdaFunction" => new JsonObject
            {
                ["FunctionName"] = resource.Name,
                ["Handler"] = "index.handler",
                ["MemorySize"] = 256,
                ["Runtime"] = failing && resource.ControlId == "Lambda.2" ? "nodejs16.x" : "nodejs22.x",
                ["Timeout"] = 60,
                ["Version"] = "$LATEST",
            },
            _ => null,
        };
        return details is null ? null : new JsonObject { [resource.ResourceType] = details };

        string Hex(string what, int length) => StableId.Hex(length, what, resource.AccountId, resource.Name);
    }

    private static JsonObject SecurityGroup(TrackedResource resource, string id, bool failing) => new()
    {
        ["GroupName"] = resource.Name,
        ["GroupId"] = id,
        ["OwnerId"] = resource.AccountId,
        ["VpcId"] = $"vpc-0{StableId.Hex(16, "vpc", resource.AccountId)}",
        ["IpPermissions"] = new JsonArray(new JsonObject
        {
            ["IpProtocol"] = "tcp",
            ["FromPort"] = 22,
            ["ToPort"] = 22,
            ["IpRanges"] = new JsonArray(new JsonObject { ["CidrIp"] = failing ? "0.0.0.0/0" : "10.0.0.0/8" }),
        }),
    };

    private static JsonObject Instance(TrackedResource resource, bool failing) => new()
    {
        ["ImageId"] = $"ami-0{StableId.Hex(16, "ami", resource.AccountId)}",
        ["VpcId"] = $"vpc-0{StableId.Hex(16, "vpc", resource.AccountId)}",
        ["SubnetId"] = $"subnet-0{StableId.Hex(16, "subnet", resource.AccountId)}",
        ["LaunchedAt"] = AsffTime.Format(resource.CreatedAt.AddDays(-30)),
        ["VirtualizationType"] = "hvm",
        ["MetadataOptions"] = new JsonObject
        {
            ["HttpEndpoint"] = "enabled",
            ["HttpPutResponseHopLimit"] = 2,
            ["HttpTokens"] = failing && resource.ControlId == "EC2.8" ? "optional" : "required",
        },
        ["Monitoring"] = new JsonObject { ["State"] = "disabled" },
    };

    private static JsonObject Database(TrackedResource resource, bool failing) => new()
    {
        ["DBInstanceIdentifier"] = resource.Name,
        ["DBInstanceClass"] = "db.r6g.large",
        ["Endpoint"] = new JsonObject
        {
            ["Address"] = $"{resource.Name}.c{StableId.Hex(11, resource.AccountId)}.{resource.Region}.rds.amazonaws.com",
            ["Port"] = 3306,
        },
        ["Engine"] = "aurora-mysql",
        ["EngineVersion"] = "8.0.mysql_aurora.3.08.0",
        ["PubliclyAccessible"] = failing && resource.ControlId == "RDS.2",
        ["StorageEncrypted"] = !(failing && resource.ControlId == "RDS.3"),
        ["MultiAz"] = !(failing && resource.ControlId == "RDS.5"),
        ["AutoMinorVersionUpgrade"] = !(failing && resource.ControlId == "RDS.13"),
        ["DbInstanceStatus"] = "available",
    };
}
