using SecurityHubBot.Cases.Sync;
using SecurityHubBot.Directories;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Hosting;
using SecurityHubBot.Roles;

namespace SecurityHubBot.Reminders;

/// <summary>Whom each account's reminders and escalations go to. Channels are ids where they can be found, so that one channel is one audience however rows name it.</summary>
internal sealed record ReminderMap(string Security, IReadOnlyDictionary<string, string> Channels)
{
    public string? Of(ReminderKind kind, Account? account) => kind switch
    {
        ReminderKind.Channel => ChannelOf(account),
        ReminderKind.Security => Security,
        ReminderKind.Escalation => ContactOf(account),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private string ChannelOf(Account? account) =>
        ReminderAudiences.Name(account) is { } name ? Channels.GetValueOrDefault(name, name) : Security;

    private string? ContactOf(Account? account) => account?.Escalation switch
    {
        null or "" => null,
        var group when RoleLists.IsGroup(group) => ChannelOf(account),
        var contact => contact,
    };
}

internal sealed class ReminderAudiences(ChannelDirectory channels, SlackSettings settings)
{
    /// <exception cref="SecurityHubBot.Slack.WebApi.SlackCallException">A channel's name could not be looked up; a guess could tell people twice.</exception>
    public async Task<ReminderMap> Find(DirectorySnapshot snapshot, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in snapshot.Accounts.Values.Select(Name).OfType<string>().Append(settings.SecurityChannel).Distinct(StringComparer.Ordinal))
        {
            known[name] = await channels.Resolve(name, cancellationToken) ?? name;
        }

        return new ReminderMap(known[settings.SecurityChannel], known);
    }

    internal static string? Name(Account? account) => string.IsNullOrWhiteSpace(account?.Channel) ? null : account.Channel.Trim();
}
