using System.Runtime.InteropServices;
using SecurityHubBot.Domain.Catalogue;

namespace SecurityHubBot.Domain.Scores;

/// <summary>The facts about all accounts from one reading, for the score of each and of any of them together.</summary>
public sealed class Scoreboard(ControlCatalogue catalogue)
{
    private readonly Dictionary<AccountId, ScoreSheet> _accounts = [];
    private readonly Dictionary<(AccountId Account, string Region), long> _failed = [];

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
        if (fact.Findings.Failed > 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_failed, (fact.Account, fact.Region), out _) += fact.Findings.Failed;
        }
    }

    public ScoreCard Of(AccountId account) => _accounts.TryGetValue(account, out var sheet) ? sheet.Card(catalogue) : ScoreCard.Empty;

    /// <summary>The Region in which most findings of an account fail; null when none does.</summary>
    public string? WorstRegion(AccountId account) =>
        _failed.Where(f => f.Key.Account == account).OrderByDescending(f => f.Value).ThenBy(f => f.Key.Region, StringComparer.Ordinal).Select(f => f.Key.Region).FirstOrDefault();

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
