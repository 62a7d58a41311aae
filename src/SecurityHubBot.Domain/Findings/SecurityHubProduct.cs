namespace SecurityHubBot.Domain.Findings;

/// <summary>
/// Security Hub's own findings are known by their ProductArn, <c>arn:&lt;partition&gt;:securityhub:&lt;region&gt;::product/aws/securityhub</c>.
/// Never by the product's name: AWS has already changed it once ("Security Hub", "Security Hub CSPM").
/// </summary>
public static class SecurityHubProduct
{
    private const string Resource = "product/aws/securityhub";

    public static bool IsSecurityHub(string productArn) => Arn.TryParse(productArn, out var arn) && IsSecurityHub(arn);

    internal static bool IsSecurityHub(Arn arn) => arn is { Service: "securityhub", Account: "", Resource: Resource };
}
