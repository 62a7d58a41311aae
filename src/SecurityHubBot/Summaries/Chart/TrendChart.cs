using ScottPlot;
using ScottPlot.TickGenerators;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Summaries.Chart;

/// <summary>
/// The picture of the last months: the score as a line, the failed controls as bars behind it. It has its own background and edge, so
/// that it reads on Slack's light and dark themes; a month of which nothing is known is a gap.
/// </summary>
internal static class TrendChart
{
    // Twice the size at which Slack shows it beside text.
    public const int Width = 1200;
    public const int Height = 600;

    private const float TextSize = 22;
    private const double BarWidth = 0.62;

    // Bars stay below the line: they are what is behind the score and not the news.
    private const double BarShare = 0.42;

    private static readonly Color Background = Color.FromHex("#FFFFFF");
    private static readonly Color Ink = Color.FromHex("#1D1C1D");
    private static readonly Color Soft = Color.FromHex("#5E5D60");
    private static readonly Color Grid = Color.FromHex("#E4E4E6");
    private static readonly Color Line = Color.FromHex("#0B5CAD");
    private static readonly Color Bars = Color.FromHex("#F0B98D");
    private static readonly Color BarText = Color.FromHex("#8A3F08");

    /// <summary>Every text in the picture; a test has the font's glyphs for all of them.</summary>
    internal static IEnumerable<string> Texts(IReadOnlyList<TrendPoint> trend, Language language) =>
    [
        SummaryWords.Say(language, "Chart.Score"),
        SummaryWords.Say(language, "Chart.Failed"),
        .. trend.Select((p, i) => MonthLabel(p, i, language)),
        .. trend.Where(p => p.Score is not null).SelectMany(p => (string[])[p.Score!.PercentText, SummaryWords.Number(p.Score.Failed)]),
    ];

    /// <returns>A PNG; null when nothing is known of any month.</returns>
    public static byte[]? Draw(IReadOnlyList<TrendPoint> trend, Language language)
    {
        if (trend.All(p => p.Score?.Percent is null))
        {
            return null;
        }

        ChartFont.Register();
        using var plot = new Plot();
        plot.FigureBackground.Color = Background;
        plot.DataBackground.Color = Background;
        plot.Grid.MajorLineColor = Grid;
        plot.Grid.XAxisStyle.IsVisible = false;
        AddBars(plot, trend, language);
        AddLine(plot, trend, language);
        Axes(plot, trend, language);
        Legend(plot);
        plot.Layout.Fixed(new PixelPadding(left: 92, right: 36, bottom: 92, top: 84));
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }

    private static void AddBars(Plot plot, IReadOnlyList<TrendPoint> trend, Language language)
    {
        var most = trend.Max(p => p.Score?.Failed ?? 0);
        if (most == 0)
        {
            return;
        }

        var bars = trend.Select((p, i) => (p.Score, Index: i)).Where(p => p.Score is not null).Select(p => new Bar
        {
            Position = p.Index,
            Value = 100 * BarShare * p.Score!.Failed / most,
            Size = BarWidth,
            FillColor = Bars,
            LineWidth = 0,
        }).ToList();
        plot.Add.Bars(bars).LegendText = SummaryWords.Say(language, "Chart.Failed");
        foreach (var i in Ends(trend))
        {
            var failed = trend[i].Score!.Failed;
            Text(plot, SummaryWords.Number(failed), i, 100 * BarShare * failed / most, BarText, Alignment.LowerCenter, bold: false);
        }
    }

    private static void AddLine(Plot plot, IReadOnlyList<TrendPoint> trend, Language language)
    {
        var isNamed = false;
        foreach (var run in Runs(trend))
        {
            var line = plot.Add.Scatter(run.Select(i => (double)i).ToArray(), run.Select(i => (double)trend[i].Score!.Percent!.Value).ToArray(), Line);
            line.LineWidth = 5;
            line.MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 13, Line) { OutlineColor = Background, OutlineWidth = 2 };
            line.LegendText = isNamed ? "" : SummaryWords.Say(language, "Chart.Score");
            isNamed = true;
        }

        foreach (var i in Ends(trend))
        {
            var percent = trend[i].Score!.Percent!.Value;
            Text(plot, trend[i].Score!.PercentText, i, percent + 3, Line, Alignment.LowerCenter, bold: true);
        }
    }

    private static void Text(Plot plot, string text, double x, double y, Color color, Alignment alignment, bool bold)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelFontName = ChartFont.Name;
        label.LabelFontSize = bold ? TextSize + 6 : TextSize - 2;
        label.LabelBold = bold;
        label.LabelFontColor = color;
        label.LabelAlignment = alignment;
        // A little above what it names.
        label.OffsetY = -4;
        // Readable where it lies upon a bar.
        label.LabelBackgroundColor = Background.WithAlpha(bold ? 0.85 : 0);
        label.LabelPixelPadding = new PixelPadding(4, 4, 2, 2);
    }

    private static void Axes(Plot plot, IReadOnlyList<TrendPoint> trend, Language language)
    {
        // Room for what is written above a perfect score, and for the points of none.
        plot.Axes.SetLimits(-0.6, trend.Count - 0.4, -3, 114);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. trend.Select((p, i) => new Tick(i, MonthLabel(p, i, language)))]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Enumerable.Range(0, 6).Select(i => new Tick(i * 20, $"{i * 20}%"))]);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontName = ChartFont.Name;
            axis.TickLabelStyle.FontSize = TextSize;
            axis.TickLabelStyle.ForeColor = Soft;
            axis.FrameLineStyle.Color = Grid;
            axis.MajorTickStyle.Length = 0;
        }
    }

    private static void Legend(Plot plot)
    {
        var legend = plot.ShowLegend(Edge.Top).Legend;
        legend.Orientation = Orientation.Horizontal;
        legend.FontName = ChartFont.Name;
        legend.FontSize = TextSize;
        legend.FontColor = Ink;
        legend.BackgroundColor = Background;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>The year stands under the first month and under each January.</summary>
    private static string MonthLabel(TrendPoint point, int index, Language language)
    {
        var month = YearMonth.Parse(point.Month);
        var name = SummaryWords.Say(language, $"Chart.Month.{month.Month}");
        return index == 0 || month.Month == 1 ? $"{name}\n{SummaryWords.Say(language, "Chart.Year", month.Year)}" : name;
    }

    /// <summary>The first and the last month with a score.</summary>
    private static IEnumerable<int> Ends(IReadOnlyList<TrendPoint> trend)
    {
        var known = trend.Index().Where(p => p.Item.Score?.Percent is not null).Select(p => p.Index).ToList();
        return ((int[])[known[0], known[^1]]).Distinct();
    }

    /// <summary>Months in a row of which the score is known.</summary>
    private static IEnumerable<IReadOnlyList<int>> Runs(IReadOnlyList<TrendPoint> trend)
    {
        var run = new List<int>();
        for (var i = 0; i <= trend.Count; i++)
        {
            if (i < trend.Count && trend[i].Score?.Percent is not null)
            {
                run.Add(i);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
    }
}
