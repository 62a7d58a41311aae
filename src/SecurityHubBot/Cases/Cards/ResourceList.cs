using System.Text;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Slack;
using SecurityHubBot.Slack.Blocks;

namespace SecurityHubBot.Cases.Cards;

/// <summary>The message in the card's thread that lists every resource, when the card cannot show them all.</summary>
public static class ResourceList
{
    /// <summary>
    /// Slack refuses messages with somewhat over 11,000 characters in all their blocks together (<c>msg_blocks_too_long</c>), which its
    /// reference does not say: github.com/slackapi/bolt-js, issues 2509 and 2867.
    /// </summary>
    private const int MaxText = 9000;

    /// <summary>Resources in one message; a list with more of them goes on in the next.</summary>
    private const int PerPart = 50;

    private const int MaxParts = 10;

    /// <summary>How many messages a case with so many resources may need.</summary>
    public static int Parts(int resources) => resources <= CaseCard.MaxResources ? 0 : Math.Min(MaxParts, (resources + PerPart - 1) / PerPart);

    /// <param name="part">From 1.</param>
    /// <returns>Null when there is no such part (any more).</returns>
    public static RenderedMessage? Render(CardModel model, int part = 1)
    {
        var resources = ResourceText.InOrder(model.Case.Resources).ToList();
        var parts = Parts(resources.Count);
        if (part > parts)
        {
            return null;
        }

        var title = parts == 1
            ? model.Say("List.Title", CaseWords.Number(resources.Count), model.Number)
            : model.Say("List.TitlePart", CaseWords.Number(resources.Count), model.Number, part, parts);
        var pages = new Pages();
        pages.Add(title);
        var mine = resources.Skip((part - 1) * PerPart).Take(PerPart).ToList();
        var left = mine.Count - AddLines(model, mine, pages) + (part == MaxParts ? resources.Count - (MaxParts * PerPart) : 0);
        var blocks = pages.Finish().Select(text => (Block)(CardText.Section(text) with { Expand = true })).ToList();
        if (left > 0)
        {
            var more = model.Count("List.More", left, model.Number);
            blocks.Add(CardText.Context(more));
        }

        return new RenderedMessage(title, blocks);
    }

    private static int AddLines(CardModel model, List<CaseResource> resources, Pages pages)
    {
        var listed = 0;
        bool? isFixedPart = null;
        foreach (var resource in resources)
        {
            var isFixed = resource.State == CaseResourceState.Fixed;
            var line = model.Say(isFixed ? "List.LineFixed" : "List.Line", ResourceText.Of(resource, model));
            if (isFixed != isFixedPart)
            {
                line = $"{Heading(model, isFixed)}\n{line}";
                isFixedPart = isFixed;
            }

            if (pages.Length + line.Length > MaxText)
            {
                break;
            }

            pages.Add(line);
            listed++;
        }

        return listed;
    }

    private static string Heading(CardModel model, bool isFixed)
    {
        var unfixed = model.Case.Unfixed.Count();
        var count = isFixed ? model.Case.Resources.Count - unfixed : unfixed;
        return "\n" + model.Say(isFixed ? "List.Fixed" : "List.Failing", CaseWords.Number(count));
    }

    /// <summary>Lines gathered into texts that each fit one section.</summary>
    private sealed class Pages
    {
        private readonly List<string> _done = [];
        private readonly StringBuilder _page = new();

        public int Length { get; private set; }

        public void Add(string line)
        {
            if (_page.Length > 0 && _page.Length + 1 + line.Length > SlackLimits.SectionText)
            {
                _done.Add(_page.ToString());
                _page.Clear();
            }

            if (_page.Length > 0)
            {
                _page.Append('\n');
            }

            _page.Append(line);
            Length += line.Length + 1;
        }

        public IReadOnlyList<string> Finish() => [.. _done, _page.ToString()];
    }
}
