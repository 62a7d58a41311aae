using ScottPlot;
using SkiaSharp;

namespace SecurityHubBot.Summaries.Chart;

/// <summary>
/// The font that pictures are written in. It is in the program itself: a server need not have any, and where it has one, that may
/// lack Japanese. BIZ UDPGothic, SIL Open Font License 1.1 (Fonts/OFL.txt), cut down to the characters of the bot's own words.
/// </summary>
internal sealed class ChartFont : IFontResolver
{
    public const string Name = "BIZ UDPGothic";

    private static readonly Lazy<SKTypeface> Regular = new(() => Load("BIZUDPGothic-Regular.ttf"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Load("BIZUDPGothic-Bold.ttf"));

    private static readonly Lazy<bool> Registration = new(() =>
    {
        // First in the list, so that a font of the same name on the machine is not asked.
        Fonts.FontResolvers.Insert(0, new ChartFont());
        return true;
    });

    public static void Register() => _ = Registration.Value;

    /// <summary>Whether every character can be drawn, in both weights.</summary>
    public static bool Has(string text) => Regular.Value.ContainsGlyphs(text) && Bold.Value.ContainsGlyphs(text);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? (bold ? Bold : Regular).Value : null;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream($"fonts/{file}") ?? throw new FileNotFoundException(file);
        return SKTypeface.FromStream(stream) ?? throw new InvalidDataException(file);
    }
}
