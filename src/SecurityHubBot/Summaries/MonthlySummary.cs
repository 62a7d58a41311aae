using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Deadlines;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Summaries;

/// <summary>A month's summary as a message. Whatever the sizes, it is one message: each part has its own share of what Slack takes.</summary>
internal static class MonthlySummary
{
    private static readonly string[] Labels = [Severity.Critical.Label(), Severity.High.Label(), Severity.Medium.Label(), Severity.Low.Label()];

    /// <param name="picture">The file that Slack has; null when there is none.</param>
    public static RenderedMessage Render(SummaryPage page, string? picture)
    {
        var model = page.Model;
        var header = page.Say("Header", page.Month);
        Block?[] blocks =
        [
            new HeaderBlock { Text = SlackText.Truncate(header, SlackLimits.HeaderText) },
            model.WasPosted ? null : CardText.Context(page.Say("NotPosted")),
            CardText.Section(page.Say("Date", PeopleDates.Moment(model.CutOff, page.Zone, page.Language), page.Accounts())),
            model.Score.Total == 0 ? CardText.Section(page.Say("Nothing")) : CardText.Section(Score(page)),
            picture is null ? null : Picture(page, picture),
            .. Standards(page),
            .. Cases(page),
            Ending(page),
            Notified(page),
            .. Ranking(page),
            Links(page),
            CardText.Context(page.Say("Foot", model.Month)),
        ];
        return new RenderedMessage(page.Say("Text", page.Month, page.Accounts(), model.Score.PercentText), [.. blocks.OfType<Block>()]);
    }

    /// <summary>What those who cannot see the picture are told.</summary>
    public static string AltText(SummaryPage page)
    {
        var months = page.Model.Trend.Select(p =>
        {
            var month = YearMonth.Parse(p.Month);
            var name = PeopleDates.Month(month.Year, month.Month, page.Language);
            return p.Score?.Percent is null
                ? page.Say("Picture.Alt.Unknown", name)
                : page.Say("Picture.Alt.Month", name, p.Score.PercentText, SummaryWords.Number(p.Score.Failed));
        });
        return SlackText.Truncate(page.Say("Picture.Alt", string.Join("; ", months)), SlackLimits.ImageAltText);
    }

    private static ImageBlock Picture(SummaryPage page, string file) => new()
    {
        SlackFile = new SlackFile { Id = file },
        AltText = AltText(page),
        Title = page.Say("Picture.Title"),
    };

    private static string Score(SummaryPage page)
    {
        var (now, before) = (page.Model.Score, page.Model.Before);
        var change = (now.Percent - before?.Percent) switch
        {
            null => page.Say("Score.First"),
            0 => page.Say("Score.Same"),
            > 0 and { } up => page.Count("Score.Up", up),
            { } down => page.Count("Score.Down", -down),
        };
        string?[] lines =
        [
            page.Say("Score", now.PercentText, SummaryWords.Number(now.Passed), SummaryWords.Number(now.Total)),
            change,
            now.Unknown > 0 ? page.Count("Score.Unknown", now.Unknown) : null,
            page.Model.SuppressedFindings > 0 ? page.Count("Score.Suppressed", page.Model.SuppressedFindings) : null,
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private static IEnumerable<Block> Standards(SummaryPage page)
    {
        var standards = page.Model.Standards;
        if (standards.Count == 0)
        {
            return [];
        }

        var lines = standards.Select(s => page.Model.WasPosted || s.Failed.Count > 0 ? Standard(s, page) : Plain(s, page)).ToList();
        var shown = SummaryShare.Fit(lines, SummaryShare.Standards);
        var rest = standards.Count - shown.Count;
        return [.. shown.Select(CardText.Section), CardText.Section(page.Say("Explained") + (rest > 0 ? $"\n{page.Count("Standards.More", rest)}" : ""))];
    }

    private static string Standard(SummaryStandard standard, SummaryPage page) => page.Say(
        "Standard",
        [
            Title(standard, page),
            .. Labels.Select(l => SummaryWords.Number(standard.Failed.GetValueOrDefault(l))),
            standard.Score.PercentText,
            SummaryWords.Number(standard.Score.Passed),
            SummaryWords.Number(standard.Score.Total),
            SummaryWords.Number(standard.FailedFindings),
        ]);

    private static string Plain(SummaryStandard standard, SummaryPage page) => page.Say(
        "Standard.Plain",
        Title(standard, page),
        standard.Score.PercentText,
        SummaryWords.Number(standard.Score.Passed),
        SummaryWords.Number(standard.Score.Total),
        SummaryWords.Number(standard.Score.Failed));

    private static string Title(SummaryStandard standard, SummaryPage page) =>
        SlackText.Untrusted(SlackText.Truncate(StandardId.TryParse(standard.Standard, out var id) ? StandardTitles.For(id, page.Language) : OneLine.Of(standard.Standard), 100));

    private static IEnumerable<Block> Cases(SummaryPage page)
    {
        if (page.Model.Cases is not { } cases)
        {
            return [];
        }

        return
        [
            new DividerBlock(),
            cases.Overdue.Total == 0
                ? CardText.Section(page.Say("Overdue.None"))
                : Listed(page.Count("Overdue", cases.Overdue.Total), cases.Overdue, page.Case, SummaryShare.Cases, page),
            .. cases.Next.Total == 0 ? (Block[])[] : [Listed(page.Count("Next", cases.Next.Total), cases.Next, page.Case, SummaryShare.Cases, page)],
        ];
    }

    private static SectionBlock? Ending(SummaryPage page) =>
        page.Model.Ending is { Total: > 0 } ending ? Listed(page.Count("Ending", ending.Total), ending, page.Exception, SummaryShare.Ending, page) : null;

    private static SectionBlock? Notified(SummaryPage page)
    {
        if (page.Model.Notified is not { } notified)
        {
            return null;
        }

        if (notified.Controls.Total == 0)
        {
            return CardText.Section(page.Say("Notified.None"));
        }

        var title = page.Count("Notified", notified.Controls.Total, page.Count("Notified.Findings", notified.Findings));
        var note = page.Say(page.Model.Channel is null ? "Notified.Note.All" : "Notified.Note");
        return Listed($"{title}\n{note}", notified.Controls, c => Line(c, page), SummaryShare.Notified, page);
    }

    private static string Line(NotifiedControl control, SummaryPage page) => page.Say(
        "Notified.Line",
        SummaryPage.Control(control.Control),
        SummaryPage.Severity(control.Severity),
        page.Title(control.Control, control.Title),
        page.Count("Notified.Findings", control.Findings));

    private static IEnumerable<Block> Ranking(SummaryPage page)
    {
        if (page.Model.Ranking is not { } ranking)
        {
            yield break;
        }

        if (ranking.Improved.Total > 0)
        {
            yield return Listed(
                page.Say("Ranking"),
                ranking.Improved,
                t => page.Count("Ranking.Line", t.Points, SummaryWords.Number(t.Place), CardText.Channel(t.Channel)),
                SummaryShare.Ranking,
                page);
        }

        if (page.Model.Channel is not null && page.Model.Score.Total > 0)
        {
            yield return CardText.Section(Own(ranking, page));
        }
    }

    /// <summary>A place is told only to a team that improved.</summary>
    private static string Own(SummaryRanking ranking, SummaryPage page) => ranking switch
    {
        { Own: > 0 and var own, OwnPlace: { } place } => page.Count("Ranking.Own", own, SummaryWords.Number(place), SummaryWords.Number(ranking.Teams)),
        _ => page.Say(page.Model.Score.Percent == 100 ? "Ranking.Perfect" : "Ranking.Next"),
    };

    private static SectionBlock? Links(SummaryPage page)
    {
        var links = page.Model.Accounts.First.Select(a => SummaryLinks.Console(a)).OfType<string>().ToList();
        var shown = SummaryShare.Fit(links, SummaryShare.Links);
        return shown.Count == 0 ? null : CardText.Section(page.Say("Links", SummaryWords.Book.Join(page.Language, shown)));
    }

    /// <summary>A title, as many lines as the part has room for, and how many more there are.</summary>
    private static SectionBlock Listed<T>(string title, Some<T> some, Func<T, string> line, int share, SummaryPage page)
    {
        var shown = SummaryShare.Fit([.. some.First.Select(line)], share - title.Length);
        var rest = some.Total - shown.Count;
        return CardText.Section(string.Join('\n', [title, .. shown, .. rest > 0 ? [page.Count("Rest", rest)] : (string[])[]]));
    }
}
