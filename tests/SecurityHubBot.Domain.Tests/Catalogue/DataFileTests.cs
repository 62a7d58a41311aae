namespace SecurityHubBot.Domain.Tests.Catalogue;

public class DataFileTests
{
    [Theory]
    [InlineData("controls.tsv", 10)]
    [InlineData("retired_controls.tsv", 10)]
    [InlineData("titles_ja.tsv", 2)]
    [InlineData("category_exceptions.tsv", 4)]
    public void Data_files_are_plain_tab_separated_text(string name, int columns)
    {
        var text = DataFile.Text(name);
        text.ShouldNotContain("\r");
        text.ShouldNotContain("\"\"");
        text.ShouldEndWith("\n");
        DataFile.Rows(name).ShouldAllBe(r => r.Length == columns);
    }

    [Fact]
    public void Every_Japanese_title_belongs_to_a_control()
    {
        var titles = DataFile.Rows("titles_ja.tsv").Select(r => r[0]);
        var controls = DataFile.Rows("controls.tsv").Concat(DataFile.Rows("retired_controls.tsv")).Select(r => r[0]);
        titles.ShouldBe(controls, ignoreOrder: true);
    }
}
