using SecurityHubBot.Cases;
using SecurityHubBot.Cases.Cards;

namespace SecurityHubBot.Commands;

internal sealed class OpenRow
{
    public string Severity { get; init; } = "";

    public long Open { get; init; }

    public long Overdue { get; init; }

    public long DueSoon { get; init; }

    public long Accepted { get; init; }

    public long Unassigned { get; init; }
}

/// <summary>A case without its resources, with what a line of the list needs besides.</summary>
internal class ListRow : CaseRow
{
    public long Unfixed { get; init; }

    public string? CardChannel { get; init; }

    public string? CardTs { get; init; }

    public ListedCase ToListed() => new(ToCase([]), Unfixed, CardChannel is null || CardTs is null ? null : new CardLink(CardChannel, CardTs));
}

internal sealed class HistoryRow
{
    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Detail { get; init; } = "";
}
