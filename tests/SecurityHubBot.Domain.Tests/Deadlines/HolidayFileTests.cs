using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class HolidayFileTests
{
    [Theory]
    [InlineData("2026-12-29\t年末休業\n2026-12-30\t年末休業\n")]
    [InlineData("2026-12-29,年末休業\r\n2026-12-30,年末休業\r\n")]
    [InlineData("date,name\n2026-12-29,年末休業\n2026-12-30,年末休業")]
    [InlineData("\uFEFF国民の祝日・休日月日,国民の祝日・休日名称\n2026/12/29,年末休業\n2026/12/30,年末休業")]
    [InlineData("# our own days\n\n\"2026-12-29\",\"年末休業\"\n   \n 2026-12-30 , 年末休業 ")]
    public void A_file_is_read_in_the_forms_people_have(string text)
    {
        var file = HolidayFile.Parse(text);
        file.Errors.ShouldBeEmpty();
        file.Holidays.ShouldBe([new(new DateOnly(2026, 12, 29), "年末休業"), new(new DateOnly(2026, 12, 30), "年末休業")]);
    }

    [Fact]
    public void A_date_alone_is_a_day_off_without_a_name() =>
        HolidayFile.Parse("2026-8-5").Holidays.ShouldHaveSingleItem().ShouldBe(new Holiday(new DateOnly(2026, 8, 5), ""));

    [Fact]
    public void An_empty_file_has_neither_days_nor_errors()
    {
        HolidayFile.Parse("").Holidays.ShouldBeEmpty();
        HolidayFile.Parse("\n#\n").Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Every_wrong_line_is_named_by_its_number()
    {
        var file = HolidayFile.Parse("date,name\n\n2026-02-30,x\n2026-01-05,good\n07.12.2026,y\nnonsense\n２０２６-01-06,z\n2026/1/5,again\n");
        file.Errors.Select(e => e.Line).ShouldBe([3, 5, 6, 7, 8]);
        file.Errors[0].ToString().ShouldBe("line 3 \"2026-02-30,x\": a line is a date that exists, such as 2026-12-07, a comma or tab, and a name");
        file.Errors[3].Expected.ShouldContain("write 2026-01-06");
        file.Errors[4].Expected.ShouldBe("2026-01-05 is already on line 4");
        file.Holidays.ShouldHaveSingleItem().Name.ShouldBe("good");
    }

    [Fact]
    public void A_first_line_that_tries_to_be_a_date_is_no_header() => HolidayFile.Parse("2026-13-01,x").Errors.ShouldHaveSingleItem().Line.ShouldBe(1);

    [Fact]
    public void Long_names_and_long_lines_are_refused_shortly()
    {
        HolidayFile.Parse("2026-01-05," + new string('x', 101)).Errors.ShouldHaveSingleItem();
        HolidayFile.Parse("1" + new string('x', 100_000)).Errors.ShouldHaveSingleItem().ToString().Length.ShouldBeLessThan(300);
    }
}
