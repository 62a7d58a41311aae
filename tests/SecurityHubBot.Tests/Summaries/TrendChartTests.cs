using SecurityHubBot.Domain;
using SecurityHubBot.Summaries;
using SecurityHubBot.Summaries.Chart;
using SkiaSharp;

namespace SecurityHubBot.Tests.Summaries;

/// <summary><c>SHUB_SCREENSHOTS</c> names a folder that the pictures are written to, to be looked at.</summary>
public class TrendChartTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    public static TheoryData<string, Language> Trends
    {
        get
        {
            var all = new TheoryData<string, Language>();
            foreach (var language in Enum.GetValues<Language>())
            {
                foreach (var name in Samples.Keys)
                {
                    all.Add(name, language);
                }
            }

            return all;
        }
    }

    private static Dictionary<string, IReadOnlyList<TrendPoint>> Samples { get; } = new()
    {
        ["full"] = SomeSummaries.Trend([.. Enumerable.Range(0, 12).Select(i => SomeSummaries.Trend()[i].Month)]),
        ["gaps"] = SomeSummaries.Trend("2025-12", "2026-01", "2026-04", "2026-06", "2026-07", "2026-09"),
        ["one"] = SomeSummaries.Trend("2026-10"),
        ["first only"] = SomeSummaries.Trend("2025-11"),
        ["perfect"] = [.. SomeSummaries.Trend().Select(p => p with { Score = new SummaryScore(190, 0, 0) })],
        ["nothing passes"] = [.. SomeSummaries.Trend().Select(p => p with { Score = new SummaryScore(0, 1_234_567, 0) })],
        ["steep"] = [.. SomeSummaries.Trend().Select((p, i) => p with { Score = i == 11 ? new SummaryScore(500, 1, 0) : new SummaryScore(5, 496, 0) })],
    };

    [Theory, MemberData(nameof(Trends))]
    public void A_picture_has_its_size_and_its_own_background_to_the_edge(string name, Language language)
    {
        var png = TrendChart.Draw(Samples[name], language).ShouldNotBeNull();
        Save($"trend-{name.Replace(' ', '-')}-{language.Code()}.png", png);

        using var bitmap = SKBitmap.Decode(png);
        (bitmap.Width, bitmap.Height).ShouldBe((TrendChart.Width, TrendChart.Height));
        png.Length.ShouldBeLessThan(200_000);
        Edge(bitmap).ShouldAllBe(c => c == SKColors.White);
    }

    [Fact]
    public void A_month_of_which_nothing_is_known_is_a_gap_in_the_line()
    {
        using var bitmap = SKBitmap.Decode(TrendChart.Draw(SomeSummaries.Trend("2025-11", "2025-12", "2026-09", "2026-10"), Language.English));

        // Between December and September nothing of the line's colour is drawn; within a run it is.
        Columns(bitmap, from: 0.30, to: 0.75).ShouldBe(0);
        Columns(bitmap, from: 0.08, to: 0.25).ShouldBeGreaterThan(0);
        Columns(bitmap, from: 0.80, to: 0.99).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void There_is_no_picture_when_nothing_is_known() =>
        TrendChart.Draw(SomeSummaries.Trend(), Language.Japanese).ShouldBeNull();

    [Theory, MemberData(nameof(BothLanguages))]
    public void No_character_in_a_picture_lacks_its_glyph(Language language)
    {
        var texts = Samples.Values.SelectMany(t => TrendChart.Texts(t, language)).Append("0123456789%,.–").Distinct().ToList();

        texts.Count.ShouldBeGreaterThan(12);
        texts.Where(t => !ChartFont.Has(t.Replace("\n", ""))).ShouldBeEmpty("the font is a part of BIZ UDPGothic: make it anew with these characters");
    }

    [Fact]
    public void The_font_is_not_asked_for_what_it_does_not_have() => ChartFont.Has("鬱").ShouldBeFalse();

    private static int Columns(SKBitmap bitmap, double from, double to)
    {
        var (first, last) = ((int)(bitmap.Width * from), (int)(bitmap.Width * to));
        // Below the legend, above the months.
        return Enumerable.Range(first, last - first).Count(x => Enumerable.Range(90, 400).Any(y => IsLine(bitmap.GetPixel(x, y))));
    }

    private static bool IsLine(SKColor c) => c is { Red: < 60, Blue: > 140 };

    private static IEnumerable<SKColor> Edge(SKBitmap bitmap)
    {
        for (var x = 0; x < bitmap.Width; x++)
        {
            yield return bitmap.GetPixel(x, 0);
            yield return bitmap.GetPixel(x, bitmap.Height - 1);
        }

        for (var y = 0; y < bitmap.Height; y++)
        {
            yield return bitmap.GetPixel(0, y);
            yield return bitmap.GetPixel(bitmap.Width - 1, y);
        }
    }

    private static void Save(string name, byte[] png)
    {
        if (Environment.GetEnvironmentVariable("SHUB_SCREENSHOTS") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, name), png);
        }
    }
}
