using System.Text;
using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Tests.Cases.Cards;

/// <summary>Everything a case says, in both languages, as reviewed by people. <c>UPDATE_GOLDEN=1</c> writes the files anew.</summary>
public sealed class CardGoldenTests
{
    public static TheoryData<Language> BothLanguages => [Language.Japanese, Language.English];

    [Theory, MemberData(nameof(BothLanguages))]
    public void Cards_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, model) in SomeCases.Cards(language))
        {
            Add(text, name, CaseCard.Render(model));
        }

        GoldenText.Compare("Cases", $"cards.{language.Code()}.txt", text.ToString());
    }

    [Theory, MemberData(nameof(BothLanguages))]
    public void Lists_of_resources_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, model) in SomeCases.Cards(language))
        {
            if (ResourceList.Render(model) is { } list)
            {
                Add(text, name, list);
            }
        }

        GoldenText.Compare("Cases", $"lists.{language.Code()}.txt", text.ToString());
    }

    [Theory, MemberData(nameof(BothLanguages))]
    public void Thread_notes_read_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        foreach (var (name, happened, after) in SomeCases.Events())
        {
            var note = ThreadNotes.Render(happened, SomeCases.Model(after, language));
            text.Append($"--- {name}{(note?.Broadcast == true ? " (broadcast)" : "")}\n{note?.Message.Text ?? "(nothing)"}\n");
        }

        GoldenText.Compare("Cases", $"notes.{language.Code()}.txt", text.ToString());
    }

    [Theory, MemberData(nameof(BothLanguages))]
    public void A_moved_card_reads_as_reviewed(Language language)
    {
        var text = new StringBuilder();
        var model = SomeCases.Model(SomeCases.Accepted(), language);
        Add(text, "with its address", MovedCard.Render(model, "C0NEW0001", "https://example.slack.com/archives/C0NEW0001/p1700000000000100"));
        Add(text, "without", MovedCard.Render(model, "#shop-new", permalink: null));
        GoldenText.Compare("Cases", $"moved.{language.Code()}.txt", text.ToString());
    }

    private static void Add(StringBuilder text, string name, RenderedMessage message) => text.Append($"--- {name}\n{ReadableMessage.Of(message)}");

}
