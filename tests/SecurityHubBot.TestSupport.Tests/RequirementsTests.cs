namespace SecurityHubBot.TestSupport.Tests;

public class RequirementsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("chromium,node")]
    public void What_is_missing_is_a_reason_to_skip(string? required) =>
        Requirements.SkipReason(Requirements.Postgres, "not there", required).ShouldBe("not there");

    [Theory]
    [InlineData("postgres")]
    [InlineData("node, Postgres")]
    public void What_is_required_is_never_skipped(string required) =>
        Requirements.SkipReason(Requirements.Postgres, "not there", required).ShouldBeNull();

    [Fact]
    public void What_is_there_is_never_skipped() => Requirements.SkipReason(Requirements.Postgres, null, null).ShouldBeNull();

    [Fact]
    public void The_first_browser_found_is_taken() => Browser.Find(null, [null, "/a/chromium-browser", "/b/google-chrome"]).ShouldBe("/a/chromium-browser");

    [Fact]
    public void A_named_browser_that_is_not_there_is_not_replaced_by_another() => Browser.Find("/nowhere/chromium", ["/a/chromium"]).ShouldBeNull();

    [Fact]
    public void A_folder_left_behind_goes_after_a_day_and_a_fresh_one_stays()
    {
        var root = Directory.CreateTempSubdirectory("shub-stale-").FullName;
        try
        {
            var old = Directory.CreateDirectory(Path.Combine(root, "x-old"));
            File.WriteAllText(Path.Combine(old.FullName, "file"), "");
            old.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-25);
            Directory.CreateDirectory(Path.Combine(root, "x-new"));
            Directory.CreateDirectory(Path.Combine(root, "other")).LastWriteTimeUtc = old.LastWriteTimeUtc;

            StaleFolders.Remove(root, "x-", TimeProvider.System);

            Directory.GetDirectories(root).Select(Path.GetFileName).Order().ShouldBe(["other", "x-new"]);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
