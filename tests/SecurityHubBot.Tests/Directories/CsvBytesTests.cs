using System.Text;
using SecurityHubBot.Directories;

namespace SecurityHubBot.Tests.Directories;

public class CsvBytesTests
{
    private const string Text = "account_id,name\r\n111122223333,本番環境のアカウント\r\n";

    [Theory]
    [InlineData(932, "looks like Shift_JIS")]
    [InlineData(51932, "looks like EUC-JP")]
    [InlineData(50220, "is ISO-2022-JP")]
    [InlineData(1200, "is UTF-16")]
    [InlineData(1201, "is UTF-16")]
    [InlineData(12000, "is UTF-32")]
    public void Another_encoding_is_refused_by_its_name(int codePage, string expected)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
        var problem = CsvBytes.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)]).ShouldBeOfType<CsvText.Refused>().Problem;
        problem.ShouldContain(expected);
        problem.ShouldContain("save it as UTF-8");
    }

    [Fact]
    public void Utf_16_without_a_mark_is_refused_too() =>
        CsvBytes.Decode(Encoding.Unicode.GetBytes(Text)).ShouldBeOfType<CsvText.Refused>().Problem.ShouldContain("UTF-16");

    [Fact]
    public void Bytes_of_no_encoding_are_refused() =>
        CsvBytes.Decode([0x61, 0xC3, 0x28, 0xA0, 0x81]).ShouldBeOfType<CsvText.Refused>().Problem.ShouldStartWith("the file is not UTF-8: ");

    [Fact]
    public void A_byte_order_mark_is_written_and_taken_off()
    {
        var bytes = CsvBytes.Write(Text);
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        CsvBytes.Decode(bytes).ShouldBe(new CsvText.Utf8(Text));
        CsvBytes.Decode(Encoding.UTF8.GetBytes(Text)).ShouldBe(new CsvText.Utf8(Text));
        CsvBytes.Decode([]).ShouldBe(new CsvText.Utf8(""));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_while_it_is_read()
    {
        using var stream = new MemoryStream(new byte[CsvBytes.MaxBytes + 1]);
        (await CsvBytes.Read(stream, CancellationToken.None)).ShouldBeOfType<CsvText.Refused>().Problem.ShouldBe("the file is larger than 32 MB");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+81", "'+81")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''=1", "'''=1")]
    [InlineData("'plain", "'plain")]
    [InlineData("'", "'")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void A_formula_is_made_text_and_read_back_as_it_was(string text, string cell)
    {
        SpreadsheetCell.Write(text).ShouldBe(cell);
        SpreadsheetCell.Read(cell).ShouldBe(text);
    }

    [Fact]
    public void A_formula_that_a_person_typed_stays_what_it_is() => SpreadsheetCell.Read("=1+1").ShouldBe("=1+1");
}
