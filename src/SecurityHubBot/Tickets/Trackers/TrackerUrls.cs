using System.Globalization;

namespace SecurityHubBot.Tickets.Trackers;

internal static class TrackerUrls
{
    /// <summary>Whether a ticket's address is one of this tracker; an id without an address is taken to be.</summary>
    public static bool IsUnder(string? url, Uri root) =>
        url is null
        || (Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Host.Equals(root.Host, StringComparison.OrdinalIgnoreCase)
            && uri.Port == root.Port
            && uri.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal));

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
