namespace SecurityHubBot.TestSupport;

/// <summary>Removes what a run left behind that could not even clean up after itself. A day is longer than any run.</summary>
internal static class StaleFolders
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    public static void Remove(string root, string prefix, TimeProvider clock)
    {
        foreach (var folder in Directory.EnumerateDirectories(root, prefix + "*"))
        {
            try
            {
                if (clock.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder) > Age)
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run is removing it, or it is another user's.
            }
        }
    }
}
