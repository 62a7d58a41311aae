using System.Text.Json;
using System.Text.Json.Serialization;
using SecurityHubBot.Domain;
using SecurityHubBot.Scores;

namespace SecurityHubBot.Summaries;

/// <summary>Who gets a summary: the accounts that share a channel.</summary>
/// <param name="Audience">The channel's id, or its name when Slack knows no such channel.</param>
/// <param name="Channels">The same channel as the account table has it, by name or by id or both.</param>
/// <param name="Accounts">Their ids.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>.</param>
internal sealed record SummaryTeam(string Audience, IReadOnlyList<string> Channels, IReadOnlyList<string> Accounts, string Language)
{
    [JsonIgnore]
    public IReadOnlyList<AccountId> AccountIds => [.. Accounts.Select(AccountId.Parse)];

    /// <summary>Whose scores are kept; null when they were kept for each of two names of the channel, which cannot be added up.</summary>
    [JsonIgnore]
    public ScoreSubject? Subject => Channels is [var only] ? ScoreSubject.Team(only) : null;
}

/// <summary>For whom a month's summaries are made, as it was decided.</summary>
/// <param name="Organisation">The channel that gets the summary of the whole organisation.</param>
/// <param name="MadeAt">When all of them had been made; null while some may be missing.</param>
internal sealed record SummaryPlan(string Period, IReadOnlyList<SummaryTeam> Teams, string Organisation, long? MadeAt)
{
    public static string Write(IReadOnlyList<SummaryTeam> teams) => JsonSerializer.Serialize(teams);

    public static IReadOnlyList<SummaryTeam> Read(string json) => JsonSerializer.Deserialize<IReadOnlyList<SummaryTeam>>(json) ?? [];
}
