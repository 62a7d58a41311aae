using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Domain.Tests.Deadlines;

public class JapaneseHolidaysTests
{
    /// <summary>The official dates, as the Cabinet Office publishes them, per year.</summary>
    private const string Official = """
        2024: 1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23
        2025: 1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24
        2026: 1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23
        2027: 1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23
        """;

    private static readonly IReadOnlyList<Holiday> Shipped = HolidayFile.Parse(DataFile.Text("holidays_jp.tsv")).Holidays;

    [Fact]
    public void The_shipped_file_has_the_official_dates_of_2024_to_2027()
    {
        var official = Official.Split('\n').SelectMany(line =>
        {
            var parts = line.Split(": ");
            return parts[1].Trim().Split(' ').Select(d => DateOnly.ParseExact($"{parts[0].Trim()}/{d}", "yyyy/M/d"));
        });
        Shipped.Select(h => h.Date).Where(d => d.Year <= 2027).ShouldBe(official);
    }

    [Fact]
    public void Every_year_has_the_sixteen_national_holidays_on_the_day_the_law_says()
    {
        for (var year = 2024; year <= 2030; year++)
        {
            var names = Shipped.Where(h => h.Date.Year == year && h.Name is not ("振替休日" or "国民の休日")).ToDictionary(h => h.Name, h => h.Date);
            names.Count.ShouldBe(16);
            names["元日"].ShouldBe(new DateOnly(year, 1, 1));
            names["成人の日"].ShouldBe(NthMonday(year, 1, 2));
            names["建国記念の日"].ShouldBe(new DateOnly(year, 2, 11));
            names["天皇誕生日"].ShouldBe(new DateOnly(year, 2, 23));
            names["春分の日"].ShouldBe(Equinox(year, 0));
            names["昭和の日"].ShouldBe(new DateOnly(year, 4, 29));
            names["憲法記念日"].ShouldBe(new DateOnly(year, 5, 3));
            names["みどりの日"].ShouldBe(new DateOnly(year, 5, 4));
            names["こどもの日"].ShouldBe(new DateOnly(year, 5, 5));
            names["海の日"].ShouldBe(NthMonday(year, 7, 3));
            names["山の日"].ShouldBe(new DateOnly(year, 8, 11));
            names["敬老の日"].ShouldBe(NthMonday(year, 9, 3));
            names["秋分の日"].ShouldBe(Equinox(year, 180));
            names["スポーツの日"].ShouldBe(NthMonday(year, 10, 2));
            names["文化の日"].ShouldBe(new DateOnly(year, 11, 3));
            names["勤労感謝の日"].ShouldBe(new DateOnly(year, 11, 23));
        }
    }

    [Fact]
    public void Every_holiday_on_a_Sunday_has_its_substitute_and_nothing_else_has_one()
    {
        var dates = Shipped.Select(h => h.Date).ToHashSet();
        var expected = Shipped.Where(h => h.Date.DayOfWeek == DayOfWeek.Sunday).Select(h =>
        {
            var day = h.Date.AddDays(1);
            while (Shipped.Any(o => o.Date == day && o.Name != "振替休日"))
            {
                day = day.AddDays(1);
            }

            return day;
        });
        Shipped.Where(h => h.Name == "振替休日").Select(h => h.Date).ShouldBe(expected);
        dates.Count.ShouldBe(Shipped.Count);
    }

    /// <summary>Golden Week has its substitute on 6 May in four of the years, and 2026 alone has a citizens' holiday.</summary>
    [Theory]
    [InlineData(2024, 21, 5)]
    [InlineData(2025, 19, 3)]
    [InlineData(2026, 18, 1)]
    [InlineData(2027, 17, 1)]
    [InlineData(2028, 16, 0)]
    [InlineData(2029, 19, 3)]
    [InlineData(2030, 19, 3)]
    public void Every_year_has_as_many_days_off_as_the_calendar_on_the_wall(int year, int all, int substitutes)
    {
        Shipped.Count(h => h.Date.Year == year).ShouldBe(all);
        Shipped.Count(h => h.Date.Year == year && h.Name == "振替休日").ShouldBe(substitutes);
    }

    [Fact]
    public void A_weekday_between_two_holidays_is_one_too()
    {
        var dates = Shipped.Select(h => h.Date).ToHashSet();
        var between = dates.Select(d => d.AddDays(1)).Where(d => dates.Contains(d.AddDays(1)) && d.DayOfWeek != DayOfWeek.Sunday);
        between.ShouldAllBe(d => dates.Contains(d));
        Shipped.Single(h => h.Name == "国民の休日").Date.ShouldBe(new DateOnly(2026, 9, 22));
    }

    [Fact]
    public void The_calendar_of_Japan_knows_the_names_and_where_it_ends()
    {
        BusinessCalendar.Japan.HolidayName(new DateOnly(2026, 9, 22)).ShouldBe("国民の休日");
        BusinessCalendar.Japan.HolidayName(new DateOnly(2026, 9, 24)).ShouldBeNull();
        BusinessCalendar.Japan.LastHoliday.ShouldBe(new DateOnly(2030, 11, 23));
    }

    private static DateOnly NthMonday(int year, int month, int n) =>
        Enumerable.Range(1, 31).Select(d => new DateOnly(year, month, d)).Where(d => d.DayOfWeek == DayOfWeek.Monday).ElementAt(n - 1);

    /// <summary>
    /// The Japanese date on which the sun's apparent longitude reaches 0° or 180° (Meeus, Astronomical Algorithms, chapter 27:
    /// mean equinox of 2000–3000 with its periodic terms; within a minute or so, and no year here comes that near to midnight).
    /// </summary>
    private static DateOnly Equinox(int year, int longitude)
    {
        var y = (year - 2000) / 1000.0;
        var mean = longitude == 0
            ? 2451623.80984 + (365242.37404 * y) + (0.05169 * y * y) - (0.00411 * y * y * y)
            : 2451810.21715 + (365242.01767 * y) - (0.11575 * y * y) + (0.00337 * y * y * y);
        var t = (mean - 2451545.0) / 36525;
        var w = Radians((35999.373 * t) - 2.47);
        var lambda = 1 + (0.0334 * Math.Cos(w)) + (0.0007 * Math.Cos(2 * w));
        (double A, double B, double C)[] terms =
        [
            (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186), (182, 27.85, 445267.112), (156, 73.14, 45036.886),
            (136, 171.52, 22518.443), (77, 222.54, 65928.934), (74, 296.72, 3034.906), (70, 243.58, 9037.513), (58, 119.81, 33718.147),
            (52, 297.17, 150.678), (50, 21.02, 2281.226), (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417),
            (18, 155.12, 67555.328), (17, 288.79, 4562.452), (16, 198.04, 62894.029), (14, 199.76, 31436.921), (12, 95.39, 14577.848),
            (12, 287.11, 31931.756), (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
        ];
        var sum = terms.Sum(x => x.A * Math.Cos(Radians(x.B + (x.C * t))));
        var julianDay = mean + (0.00001 * sum / lambda);
        var utc = DateTime.UnixEpoch.AddDays(julianDay - 2440587.5);
        return DateOnly.FromDateTime(utc.AddHours(9));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
