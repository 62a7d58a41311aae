using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SecurityHubBot.Sandbox.SecurityHub.Api;

/// <summary>The part of STS that a caller of other accounts needs, in the query protocol: forms in, XML out.</summary>
internal sealed partial class StsMethods(LocalLandscape landscape, AccessKeys keys)
{
    public static readonly XNamespace Xml = "https://sts.amazonaws.com/doc/2011-06-15/";

    public XElement AssumeRole(AccessKey caller, IFormCollection form)
    {
        var role = Role().Match(form["RoleArn"].ToString());
        var session = form["RoleSessionName"].ToString();
        var length = form["DurationSeconds"].ToString() is { Length: > 0 } text ? int.TryParse(text, out var seconds) ? seconds : 0 : 3600;
        if (!role.Success || !SessionName().IsMatch(session) || length is < 900 or > 43200)
        {
            throw new AwsError("ValidationError", StatusCodes.Status400BadRequest, "RoleArn, RoleSessionName or DurationSeconds is not what it must be.");
        }

        var (account, name) = (role.Groups["account"].Value, role.Groups["name"].Value);
        if (!landscape.IsKnown(account) || role.Groups["partition"].Value != LocalLandscape.Partition(landscape.HomeRegion) || landscape.DeniesRole(account) || landscape.StatusOf(account) != "ACTIVE")
        {
            throw new AwsError("AccessDenied", StatusCodes.Status403Forbidden, $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {form["RoleArn"]}");
        }

        var arn = $"arn:{role.Groups["partition"].Value}:sts::{account}:assumed-role/{name}/{session}";
        var key = keys.Start(account, arn, TimeSpan.FromSeconds(length));
        return new XElement(Xml + "AssumeRoleResult",
            new XElement(Xml + "AssumedRoleUser",
                new XElement(Xml + "AssumedRoleId", $"AROA{StableId.Hex(16, account, name).ToUpperInvariant()}:{session}"),
                new XElement(Xml + "Arn", arn)),
            new XElement(Xml + "Credentials",
                new XElement(Xml + "AccessKeyId", key.AccessKeyId),
                new XElement(Xml + "SecretAccessKey", key.SecretAccessKey),
                new XElement(Xml + "SessionToken", key.SessionToken),
                new XElement(Xml + "Expiration", AsffTime.FormatSeconds(key.Ends!.Value))));
    }

    public static XElement GetCallerIdentity(AccessKey caller) => new(Xml + "GetCallerIdentityResult",
        new XElement(Xml + "Arn", caller.Arn),
        new XElement(Xml + "UserId", $"AIDA{StableId.Hex(16, caller.Arn).ToUpperInvariant()}"),
        new XElement(Xml + "Account", caller.AccountId));

    [GeneratedRegex(@"^arn:(?<partition>aws|aws-cn|aws-us-gov):iam::(?<account>\d{12}):role/(?:[\w+=,.@/-]*/)?(?<name>[\w+=,.@-]{1,64})$", RegexOptions.None, 1000)]
    private static partial Regex Role();

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}$", RegexOptions.None, 1000)]
    private static partial Regex SessionName();
}
