using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Commands;

/// <summary>What became of the words for an account's row.</summary>
internal abstract record AccountWish
{
    private AccountWish()
    {
    }

    public sealed record Read(AccountEdit Edit, IReadOnlyList<ChangeWarning> Warnings) : AccountWish;

    public sealed record Wrong(string Word, WishProblem Problem) : AccountWish;
}

internal enum WishProblem
{
    NotAChannel,
    NoSuchPerson,
    NotActive,
    SeveralPeople,
    NameNotKnownNow,
    TooManyOwners,
    OneEscalation,
}

/// <summary>Turns what people typed about an account into a row's cells: channels and people are looked up in Slack.</summary>
internal sealed class AccountWishes(SlackPeople people, ChannelDirectory channels, ISlackApiClient slack, SlackSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<AccountWish> Read(AccountId account, IReadOnlyDictionary<string, string> typed, CancellationToken cancellationToken)
    {
        var cells = typed.ToDictionary();
        var warnings = new List<ChangeWarning>();
        if (typed.TryGetValue(AccountEdit.Channel, out var channel) && channel.Length > 0)
        {
            if (SlackReferences.Channel(channel) is not { } named)
            {
                return new AccountWish.Wrong(channel, WishProblem.NotAChannel);
            }

            cells[AccountEdit.Channel] = named;
        }

        if (typed.TryGetValue(AccountEdit.Owners, out var owners))
        {
            var (ids, wrong) = await People(SlackReferences.Split(owners), warnings, cancellationToken);
            if (wrong is not null)
            {
                return wrong;
            }

            if (ids.Count > AccountRowParser.MaxOwners)
            {
                return new AccountWish.Wrong(owners, WishProblem.TooManyOwners);
            }

            cells[AccountEdit.Owners] = string.Join(';', ids);
        }

        return typed.TryGetValue(AccountEdit.Escalation, out var escalation) && escalation.Length > 0 && await Escalation(escalation, cells, warnings, cancellationToken) is { } problem
            ? problem
            : new AccountWish.Read(new AccountEdit(account, cells), warnings);
    }

    /// <summary>Where the account's cards will go: the channel's id, and whether it is the account's own. Null when Slack does not say.</summary>
    public async Task<(string Id, bool IsOwn)?> Target(string channel, CancellationToken cancellationToken)
    {
        try
        {
            var usable = channel.Length > 0 && !(await CheckChannel(channel, cancellationToken)).Any(w => w is not ChangeWarning.NotChecked);
            var own = usable ? await Resolve(channel, cancellationToken) : null;
            return own is not null
                ? (own, true)
                : await Resolve(settings.SecurityChannel, cancellationToken) is { } security ? (security, false) : null;
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Nothing when the bot can post there.</summary>
    public async Task<IReadOnlyList<ChangeWarning>> CheckChannel(string channel, CancellationToken cancellationToken)
    {
        try
        {
            if (await Resolve(channel, cancellationToken) is not { } id)
            {
                return [new ChangeWarning.ChannelNotFound(channel)];
            }

            var found = await slack.Conversations.Info(id, cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return found switch
            {
                { IsArchived: true } => [new ChangeWarning.ChannelArchived(channel)],
                { IsMember: false } => [new ChangeWarning.BotNotInChannel(channel)],
                _ => [],
            };
        }
        catch (SlackException e) when (e.ErrorCode is "channel_not_found")
        {
            // A private channel does not exist for a bot that is not in it.
            return [new ChangeWarning.ChannelNotFound(channel)];
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException)
        {
            return [new ChangeWarning.NotChecked(channel)];
        }
    }

    private async Task<AccountWish.Wrong?> Escalation(string typed, Dictionary<string, string> cells, List<ChangeWarning> warnings, CancellationToken cancellationToken)
    {
        if (typed.StartsWith('#') || typed.StartsWith("<#", StringComparison.Ordinal) || SlackNames.IsChannelId(typed))
        {
            // The table keeps an id here, never a channel's name.
            var named = SlackReferences.Channel(typed);
            var id = named is null ? null : await TryResolve(named, cancellationToken);
            cells[AccountEdit.Escalation] = id ?? "";
            return id is null ? new AccountWish.Wrong(typed, WishProblem.NotAChannel) : null;
        }

        var (ids, wrong) = await People(SlackReferences.Split(typed), warnings, cancellationToken);
        cells[AccountEdit.Escalation] = ids.FirstOrDefault() ?? "";
        return wrong ?? (ids.Count == 1 ? null : new AccountWish.Wrong(typed, WishProblem.OneEscalation));
    }

    private async Task<(List<string> Ids, AccountWish.Wrong? Wrong)> People(IReadOnlyList<string> typed, List<ChangeWarning> warnings, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        // Nobody types more, and Slack answers only so many questions a minute.
        foreach (var word in typed.Take(AccountRowParser.MaxOwners + 1))
        {
            switch (await people.Find(word, cancellationToken))
            {
                case SlackAnswer.Known known:
                    ids.Add(known.Id);
                    break;
                case SlackAnswer.NotKnownNow { Id: { } id }:
                    ids.Add(id);
                    warnings.Add(new ChangeWarning.NotChecked(word));
                    break;
                case SlackAnswer.NotKnownNow:
                    return (ids, new AccountWish.Wrong(word, WishProblem.NameNotKnownNow));
                case SlackAnswer.NotActive:
                    return (ids, new AccountWish.Wrong(word, WishProblem.NotActive));
                case SlackAnswer.Several:
                    return (ids, new AccountWish.Wrong(word, WishProblem.SeveralPeople));
                default:
                    return (ids, new AccountWish.Wrong(word, WishProblem.NoSuchPerson));
            }
        }

        return ([.. ids.Distinct(StringComparer.Ordinal)], null);
    }

    private async Task<string?> TryResolve(string channel, CancellationToken cancellationToken)
    {
        try
        {
            return await Resolve(channel, cancellationToken);
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException)
        {
            return null;
        }
    }

    private Task<string?> Resolve(string channel, CancellationToken cancellationToken) => channels.Resolve(channel, cancellationToken).WaitAsync(Patience, time, cancellationToken);
}
