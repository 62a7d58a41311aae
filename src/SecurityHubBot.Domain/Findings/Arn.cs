using System.Diagnostics.CodeAnalysis;

namespace SecurityHubBot.Domain.Findings;

/// <summary>An Amazon Resource Name taken apart: <c>arn:partition:service:region:account:resource</c>. Region and account may be empty.</summary>
public sealed record Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    private const int Parts = 6;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Arn? arn)
    {
        arn = null;
        if (text is null || !text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text.Split(':', Parts);
        if (parts.Length < Parts || !AwsNames.IsPartition(parts[1]) || !AwsNames.IsPlain(parts[2]) || parts[5].Length == 0)
        {
            return false;
        }

        arn = new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
        return true;
    }
}

/// <summary>Shapes of the small names that go into keys and addresses.</summary>
internal static class AwsNames
{
    private const int MaxRegion = 64;
    private const int MaxPartition = 16;

    /// <summary>A Region's name, or a location's of another cloud: lower-case letters, digits and hyphens.</summary>
    public static bool IsRegion([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxRegion } && IsPlain(text);

    public static bool IsPartition([NotNullWhen(true)] string? text) =>
        text is { Length: <= MaxPartition } && (text == "aws" || text.StartsWith("aws-", StringComparison.Ordinal)) && IsPlain(text);

    public static bool IsPlain([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static string PartitionOfRegion(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ => "aws",
    };
}
