using System.Text.Json;
using SecurityHubBot.Bulletins;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Directories.Dynamo;

/// <summary>Tells the security team of rows that others have written into DynamoDB and that cannot be used.</summary>
internal sealed class ProblemContent(OrganisationOptions organisation) : IBulletinContent
{
    public const string TheKind = "directory_problem";

    private const int MaxTold = 15;
    private const int MaxText = 100;

    public string Kind => TheKind;

    public static string Payload(IReadOnlyList<RowProblem> problems) => JsonSerializer.Serialize(new Told([.. problems.Take(MaxTold)], problems.Count));

    public Task<Bulletin?> Render(BulletinRow row, CancellationToken cancellationToken) =>
        Task.FromResult<Bulletin?>(Bulletin.Of(organisation.DefaultLanguage, Message(JsonSerializer.Deserialize<Told>(row.Payload!)!, organisation.DefaultLanguage)));

    internal static RenderedMessage Message(Told told, Language language)
    {
        var title = ProblemWords.Count(language, "Title", told.Total);
        var lines = told.Problems.Select(p => "• " + Line(p, language)).ToList();
        if (told.Total > told.Problems.Count)
        {
            lines.Add(ProblemWords.Count(language, "More", told.Total - told.Problems.Count));
        }

        Block[] blocks = [CardText.Section(title), .. lines.Chunk(MaxTold / 3).Select(l => CardText.Section(string.Join('\n', l))), CardText.Context(ProblemWords.Say(language, "Foot"))];
        return new RenderedMessage(title, blocks);
    }

    private static string Line(RowProblem problem, Language language)
    {
        var what = ProblemWords.Say(language, $"Kind.{problem.Kind}", SlackText.Escape(problem.Column), Shown(problem.Value));
        var table = ProblemWords.Say(language, $"Table.{problem.Table}");
        return problem.Row.Length == 0 ? ProblemWords.Say(language, "Line.Table", table, what) : ProblemWords.Say(language, "Line.Row", table, Shown(problem.Row), what);
    }

    private static string Shown(string text) => SlackText.Untrusted(SlackText.Truncate(OneLine.Of(text), MaxText));

    internal sealed record Told(IReadOnlyList<RowProblem> Problems, int Total);
}

/// <summary>The words of <c>ProblemWords.resx</c> and <c>ProblemWords.ja.resx</c>.</summary>
internal static class ProblemWords
{
    public static WordBook Book { get; } = new(typeof(ProblemWords));

    public static string Say(Language language, string key, params object?[] args) => Book.Format(language, key, args);

    /// <inheritdoc cref="WordBook.Count"/>
    public static string Count(Language language, string key, long count, params object?[] rest) => Book.Count(language, key, count, rest);
}
