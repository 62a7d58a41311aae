using System.Text.RegularExpressions;
using SecurityHubBot.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace SecurityHubBot.Tests.Manifests;

/// <summary>The IAM actions that the files under manifest/aws allow.</summary>
internal static partial class ShippedPolicies
{
    public const string BotPolicy = "manifest/aws/terraform/bot-policy.tf";
    public const string MemberModule = "manifest/aws/terraform/modules/member-role/main.tf";
    public const string BotTemplate = "manifest/aws/cloudformation/administrator.yaml";
    public const string MemberTemplate = "manifest/aws/cloudformation/member-role.yaml";

    public static IReadOnlyList<string> Bot() => Actions(Repository.Read(BotPolicy));

    public static IReadOnlyList<string> MemberInTerraform() =>
        Actions(MemberActions().Match(Repository.Read(MemberModule)).Groups[1].Value);

    public static IReadOnlyList<string> BotInCloudFormation() =>
        Allowed(At(Resource(BotTemplate, "BotPolicy"), "Properties", "PolicyDocument"));

    public static IReadOnlyList<string> MemberInCloudFormation() =>
        Allowed(At(((YamlSequenceNode)At(Resource(MemberTemplate, "MemberRole"), "Properties", "Policies")).Single(), "PolicyDocument"));

    /// <summary>Who may take the member role, as the template says.</summary>
    public static YamlNode MemberTrust() =>
        ((YamlSequenceNode)At(Resource(MemberTemplate, "MemberRole"), "Properties", "AssumeRolePolicyDocument", "Statement")).Single();

    public static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (n, key) => n[key]);

    public static YamlNode Resource(string template, string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(template)));
        return At(yaml.Documents.Single().RootNode, "Resources", name);
    }

    private static List<string> Allowed(YamlNode policy) =>
        [.. ((YamlSequenceNode)policy["Statement"])
            .Where(s => s["Effect"].ToString() == "Allow")
            .SelectMany(s => s["Action"] is YamlSequenceNode many ? many.Children : [s["Action"]])
            .Select(a => a.ToString())
            .Order(StringComparer.Ordinal)];

    private static List<string> Actions(string hcl) =>
        [.. Action().Matches(Comment().Replace(hcl, "")).Select(a => a.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    // A condition's key looks like an action, but something is assigned to it.
    [GeneratedRegex(@"""((?!aws:)[a-z0-9-]+:[A-Z*]\w*)""(?!\s*=)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"actions = \[(.*?)\]", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MemberActions();
}
