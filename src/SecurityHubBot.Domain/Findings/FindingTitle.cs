namespace SecurityHubBot.Domain.Findings;

/// <summary>Titles as they are kept and as people see them.</summary>
public static class FindingTitle
{
    /// <summary>ASFF says 256 characters; longer ones are kept up to this many rather than refused.</summary>
    public const int MaxLength = 1024;

    private const int MaxPrefix = 64;

    /// <summary>Without the id that per-standard findings carry in front: <c>S3.13 …</c>, <c>1.4 …</c>, <c>PCI.CloudTrail.1 …</c>.</summary>
    public static string Display(string title)
    {
        var prefix = Prefix(title);
        var rest = prefix is null ? title : title[prefix.Length..].TrimStart();
        return PlainText.OneLine(rest.Length == 0 ? title : rest, MaxLength).Trim();
    }

    /// <summary>The id in front of a per-standard finding's title, or null.</summary>
    public static string? Prefix(string title)
    {
        var end = title.IndexOf(' ');
        if (end is < 3 or > MaxPrefix)
        {
            return null;
        }

        var word = title[..end];
        return (char.IsAsciiLetterUpper(word[0]) && ControlIds.IsNumbered(word)) || ControlIds.IsRequirement(word) ? word : null;
    }

    internal static string Keep(string title) => PlainText.Cut(title, MaxLength);
}
