namespace SecurityHubBot.Domain.Catalogue;

/// <summary>The names people know the standards by.</summary>
public static class StandardTitles
{
    /// <summary>A readable name with its version; a standard we have no name for keeps the tail of its ARN.</summary>
    public static string For(StandardId standard, Language language)
    {
        var parts = standard.ToString().Split('/');
        if (parts is not [var family, "v", var version])
        {
            return standard.ToString();
        }

        var japanese = language == Language.Japanese;
        return family switch
        {
            "aws-foundational-security-best-practices" =>
                (japanese ? "AWS 基礎セキュリティのベストプラクティス" : "AWS Foundational Security Best Practices") + $" v{version}",
            "cis-aws-foundations-benchmark" => $"CIS AWS Foundations Benchmark v{version}",
            "nist-800-53" => $"NIST SP 800-53 {Revision(version)}",
            "nist-800-171" => $"NIST SP 800-171 {Revision(version)}",
            "pci-dss" => $"PCI DSS v{version}",
            "aws-resource-tagging-standard" => (japanese ? "AWS リソースタグ付け標準" : "AWS Resource Tagging Standard") + $" v{version}",
            "service-managed-aws-control-tower" =>
                (japanese ? "サービスマネージド標準: AWS Control Tower" : "Service-Managed Standard: AWS Control Tower") + $" v{version}",
            "ai-security-best-practices" => (japanese ? "AI セキュリティのベストプラクティス" : "AI Security Best Practices") + $" v{version}",
            _ => standard.ToString(),
        };
    }

    /// <summary>NIST counts revisions: AWS's 5.0.0 is "Rev. 5".</summary>
    private static string Revision(string version) =>
        version.EndsWith(".0.0", StringComparison.Ordinal) ? $"Rev. {version[..^4]}" : $"v{version}";
}
