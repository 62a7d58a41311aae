using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Scores;

/// <summary>The facts about all accounts from one reading, for the score of each and of any of them together.</summary>
public sealed class Scoreboard(ControlCatalogue catalogue)
{
    private readonly Dictionary<AccountId, ScoreSheet> _accounts = [];

    /// <summary>Those with a finding of a control that is not archived.</summary>
    public IReadOnlyCollection<AccountId> Accounts => _accounts.Keys;

    public void Add(ControlFact fact, IEnabledControls enabled)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (!_accounts.TryGetValue(fact.Account, out var sheet))
        {
            _accounts[fact.Account] = sheet = new ScoreSheet();
        }

        sheet.Add(fact, enabled);
    }

    public ScoreCard Of(AccountId account) => _accounts.TryGetValue(account, out var sheet) ? sheet.Card(catalogue) : ScoreCard.Empty;

    /// <summary>A team's accounts as one.</summary>
    public ScoreCard Of(IEnumerable<AccountId> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        var together = new ScoreSheet();
        foreach (var sheet in accounts.Distinct().Select(_accounts.GetValueOrDefault).OfType<ScoreSheet>())
        {
            together.Add(sheet);
        }

        return together.Card(catalogue);
    }

    public ScoreCard Organisation() => Of(_accounts.Keys);
}
