using Dapper;
using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Persistence;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Commands;

/// <summary>The accounts that an answer is about.</summary>
/// <param name="Accounts">Null for the whole organisation.</param>
/// <param name="FromChannel">They were not asked for: they are those of the channel.</param>
public sealed record CommandScope(IReadOnlyList<AccountId>? Accounts, bool FromChannel)
{
    public static CommandScope Everything { get; } = new(Accounts: null, FromChannel: false);

    /// <summary>A condition on a column, with its parameters added.</summary>
    internal string Where(string column, DynamicParameters parameters) =>
        Accounts is null ? "1 = 1" : $"{column} in ({SqlList.Of([.. Accounts.Select(a => a.ToString())], "account", parameters)})";
}

/// <summary>What became of somebody's words for accounts.</summary>
public abstract record ScopeResult
{
    private ScopeResult()
    {
    }

    public sealed record Found(CommandScope Scope) : ScopeResult;

    /// <param name="Near">Names that come near.</param>
    public sealed record NoSuchAccount(string Words, IReadOnlyList<string> Near) : ScopeResult;
}

/// <summary>Finds accounts by id or name, and those whose cards go to a channel.</summary>
internal sealed class ScopeFinder(ChannelDirectory channels, TimeProvider time)
{
    private const int MaxNear = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<ScopeResult> Find(ScopeWords words, string channelId, string? channelName, DirectorySnapshot directory)
    {
        if (words.Accounts.Count > 0)
        {
            return Named(words.Accounts, directory.Accounts);
        }

        if (words.Everywhere)
        {
            return new ScopeResult.Found(CommandScope.Everything);
        }

        var own = await OfChannel(channelId, channelName, directory);
        return new ScopeResult.Found(own.Count == 0 ? CommandScope.Everything : new CommandScope(own, FromChannel: true));
    }

    public static ScopeResult Named(IReadOnlyList<string> words, IReadOnlyDictionary<AccountId, Account> accounts)
    {
        var found = new List<AccountId>();
        foreach (var word in words)
        {
            var matches = Match(word, accounts);
            if (matches.Count == 0)
            {
                var near = Nearest.Of(word, accounts.Values.Select(a => a.Name), MaxNear);
                return new ScopeResult.NoSuchAccount(word, near);
            }

            found.AddRange(matches);
        }

        return new ScopeResult.Found(new CommandScope([.. found.Distinct()], FromChannel: false));
    }

    /// <summary>An id needs no row in the table: an account that nobody has entered may have findings all the same.</summary>
    private static List<AccountId> Match(string word, IReadOnlyDictionary<AccountId, Account> accounts) =>
        AccountId.TryParse(word, out var id)
            ? [id]
            : [.. accounts.Values.Where(a => a.Name.Equals(word, StringComparison.OrdinalIgnoreCase)).Select(a => a.Id).Order(ById)];

    private async Task<List<AccountId>> OfChannel(string channelId, string? channelName, DirectorySnapshot directory)
    {
        var own = new List<AccountId>();
        var started = time.GetTimestamp();
        foreach (var group in directory.Accounts.Values.Where(a => a.Channel.Length > 0).GroupBy(a => a.Channel, StringComparer.Ordinal))
        {
            var isOwn = group.Key == channelId || group.Key == $"#{channelName}"
                || (group.Key.StartsWith('#') && IsPrivate(channelName) && await Resolve(group.Key, Patience - time.GetElapsedTime(started)) == channelId);
            if (isOwn)
            {
                own.AddRange(group.Select((Account a) => a.Id));
            }
        }

        return [.. own.Order(ById)];
    }

    // Slack does not say a private channel's name with a command, but this word.
    private static bool IsPrivate(string? channelName) => channelName is null or "" or "privategroup";

    private async Task<string?> Resolve(string name, TimeSpan patience)
    {
        if (patience <= TimeSpan.Zero)
        {
            return null;
        }

        try
        {
            return await channels.Resolve(name, CancellationToken.None).WaitAsync(patience, time);
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException)
        {
            return null;
        }
    }

    private static readonly Comparer<AccountId> ById = Comparer<AccountId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
}
