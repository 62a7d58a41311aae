using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain.Findings;

/// <summary>A resource's name as people say it: the bucket, the instance id, the role; not the ARN around it.</summary>
public static class ResourceName
{
    public const int MaxLength = 120;

    private const string GroupName = "autoScalingGroupName/";
    private const string LaunchConfigurationName = "launchConfigurationName/";
    private const int SecretSuffix = 6;

    [SuppressMessage("Naming", "CA1720", Justification = "It is short for people, not the number type.")]
    public static string Short(FindingResource resource)
    {
        var name = PlainText.OneLine(Full(resource.Id), MaxLength).Trim();
        return name.Length > 0 ? name : PlainText.OneLine(resource.Id, MaxLength);
    }

    /// <summary>The same name, however long it is and whatever is in it.</summary>
    internal static string Full(string id)
    {
        if (Arn.TryParse(id, out var arn))
        {
            return OfArn(ArnResource.Of(arn));
        }

        // AWS::::Account:123456789012, AWS::IAM::AccessKey:AKIA…
        return id.StartsWith("AWS::", StringComparison.Ordinal) ? id[(id.LastIndexOf(':') + 1)..] : id;
    }

    private static string OfArn(ArnResource resource) => resource.Kind switch
    {
        "iam:user" or "iam:role" or "iam:group" or "iam:policy" or "iam:instance-profile" => resource.Last,
        "elasticloadbalancing:loadbalancer" when resource.Segments is ["app" or "net" or "gwy", var name, ..] => name,
        "elasticloadbalancing:targetgroup" or "cloudformation:stack" => resource.First,
        "autoscaling:autoScalingGroup" => After(resource.Name, GroupName),
        "autoscaling:launchConfiguration" => After(resource.Name, LaunchConfigurationName),
        "secretsmanager:secret" => WithoutSecretSuffix(resource.Name),
        "logs:log-group" => resource.Name.EndsWith(":*", StringComparison.Ordinal) ? resource.Name[..^2] : resource.Name,
        _ => resource.Name,
    };

    private static string After(string text, string marker)
    {
        var at = text.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? text : text[(at + marker.Length)..];
    }

    /// <summary>Secrets Manager adds a hyphen and six characters to a secret's name in its ARN.</summary>
    private static string WithoutSecretSuffix(string name)
    {
        var hyphen = name.Length - SecretSuffix - 1;
        return hyphen > 0 && name[hyphen] == '-' && name.AsSpan(hyphen + 1).IndexOf('-') < 0 && name.AsSpan(hyphen + 1).IndexOf('/') < 0
            ? name[..hyphen]
            : name;
    }
}

/// <summary>The last part of an ARN: <c>instance/i-1</c> and <c>db:name</c> are a type and a name, <c>my-bucket</c> is a name only.</summary>
internal sealed record ArnResource(string Service, string Type, string Name)
{
    private static readonly HashSet<string> WithoutType = ["s3", "sns", "sqs"];

    public string Kind => $"{Service}:{Type}";

    public string[] Segments => Name.Split('/');

    public string First => Segments[0];

    public string Last => Segments[^1];

    public static ArnResource Of(Arn arn)
    {
        var text = arn.Resource.TrimStart('/');
        var end = WithoutType.Contains(arn.Service) && !IsAccessPoint(arn) ? -1 : text.AsSpan().IndexOfAny('/', ':');
        return end <= 0 || end == text.Length - 1
            ? new ArnResource(arn.Service, "", text)
            : new ArnResource(arn.Service, text[..end], text[(end + 1)..]);
    }

    /// <summary>Buckets have no account in their ARN; S3's other resources have one, and a type.</summary>
    private static bool IsAccessPoint(Arn arn) => arn is { Service: "s3", Account.Length: > 0 };
}
