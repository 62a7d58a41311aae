using SecurityHubBot.Directories;
using SecurityHubBot.Domain;

namespace SecurityHubBot.Scores;

/// <summary>Whose score is kept day by day.</summary>
/// <param name="Scope"><c>organisation</c>, <c>team</c> or <c>account</c>.</param>
/// <param name="Id">Empty for the organisation; a team is known by its channel as the account table has it.</param>
internal readonly record struct ScoreSubject(string Scope, string Id)
{
    public const string OrganisationScope = "organisation";
    public const string TeamScope = "team";
    public const string AccountScope = "account";

    public static ScoreSubject Organisation { get; } = new(OrganisationScope, "");

    public static ScoreSubject Of(AccountId account) => new(AccountScope, account.ToString());

    public static ScoreSubject Team(string channel) => new(TeamScope, channel);

    /// <summary>What these accounts are together; null when they are no team, so that no score of theirs is kept.</summary>
    /// <param name="accounts">Null for all.</param>
    public static ScoreSubject? Of(IReadOnlyList<AccountId>? accounts, DirectorySnapshot directory)
    {
        switch (accounts)
        {
            case null:
                return Organisation;
            case [var only]:
                return Of(only);
        }

        var channels = accounts.Select(a => directory.Accounts.TryGetValue(a, out var account) ? account.Channel : "").Distinct(StringComparer.Ordinal).ToList();
        return channels is [{ Length: > 0 } channel] && directory.Accounts.Values.Count(a => a.Channel == channel) == accounts.Distinct().Count() ? Team(channel) : null;
    }

    public override string ToString() => Id.Length == 0 ? Scope : $"{Scope} {Id}";
}
