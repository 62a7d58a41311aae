using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Commands;

/// <summary>
/// What Slack makes of what people choose from its lists: <c>&lt;#C…|name&gt;</c>, <c>&lt;@U…&gt;</c>, <c>&lt;!subteam^S…|@name&gt;</c> where the
/// manifest asks for it, and plain names where it does not.
/// </summary>
internal static class SlackReferences
{
    private static readonly char[] Separators = [';', ',', '、', '；', '，', ' ', '\u3000'];

    /// <summary>The channel's id, or its name with <c>#</c>; null when it can be neither.</summary>
    public static string? Channel(string typed)
    {
        var text = CommandTokens.Normalise(typed);
        if (Mention(text, "#") is { } id)
        {
            return SlackNames.IsChannelId(id) ? id : null;
        }

        if (SlackNames.IsChannelId(text))
        {
            return text;
        }

        var name = "#" + text.TrimStart('#').ToLowerInvariant();
        return SlackNames.IsChannelName(name) ? name : null;
    }

    /// <summary>One after the other, as typed.</summary>
    public static IReadOnlyList<string> Split(string typed) =>
        [.. typed.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(CommandTokens.Normalise).Where(t => t.Length > 0)];

    /// <summary>The id of a person or user group in a mention, or typed as such; null for a name.</summary>
    public static string? PersonOrGroup(string typed)
    {
        var id = Mention(typed, "@") ?? Mention(typed, "!subteam^") ?? typed;
        return SlackNames.IsUserOrGroupId(id) ? id : null;
    }

    private static string? Mention(string text, string mark) =>
        text.StartsWith($"<{mark}", StringComparison.Ordinal) && text.EndsWith('>')
            ? text[(mark.Length + 1)..^1].Split('|')[0]
            : null;
}

/// <summary>What Slack says about a name or id that somebody typed.</summary>
internal abstract record SlackAnswer
{
    private SlackAnswer()
    {
    }

    /// <param name="Id">As it is written into the row.</param>
    public sealed record Known(string Id) : SlackAnswer;

    public sealed record Unknown : SlackAnswer;

    /// <summary>Their account is switched off, or it is a bot.</summary>
    public sealed record NotActive : SlackAnswer;

    /// <summary>Several people have the name.</summary>
    public sealed record Several : SlackAnswer;

    /// <summary>Slack does not say now. The id may be right.</summary>
    public sealed record NotKnownNow(string? Id) : SlackAnswer;
}

/// <summary>Asks Slack about people and user groups.</summary>
internal sealed class SlackPeople(ISlackApiClient slack, TimeProvider time)
{
    private const int PageSize = 500;
    private const int MostPages = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<SlackAnswer> Find(string typed, CancellationToken cancellationToken)
    {
        var id = SlackReferences.PersonOrGroup(typed);
        try
        {
            return await (id switch
            {
                null => ByName(typed.TrimStart('@'), cancellationToken),
                ['S', ..] => Group(id, cancellationToken),
                _ => Person(id, cancellationToken),
            }).WaitAsync(Patience, time, cancellationToken);
        }
        catch (SlackException e) when (e.ErrorCode is "user_not_found" or "users_not_found" or "no_such_subteam" or "user_not_visible")
        {
            return new SlackAnswer.Unknown();
        }
        catch (Exception e) when (e is SlackCallException or TimeoutException)
        {
            return new SlackAnswer.NotKnownNow(id);
        }
    }

    private async Task<SlackAnswer> Person(string id, CancellationToken cancellationToken) => Judge(await slack.Users.Info(id, includeLocale: false, cancellationToken));

    private async Task<SlackAnswer> Group(string id, CancellationToken cancellationToken)
    {
        await slack.UserGroupUsers.List(id, includeDisabled: false, cancellationToken);
        return new SlackAnswer.Known(id);
    }

    private async Task<SlackAnswer> ByName(string name, CancellationToken cancellationToken)
    {
        var named = new List<User>();
        string? cursor = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await slack.Users.List(PageSize, cursor, cancellationToken);
            named.AddRange(answer.Members.Where(u => Names(u).Contains(name, StringComparer.OrdinalIgnoreCase)));
            cursor = answer.ResponseMetadata.NextCursor;
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        // Slack's own name is one person's; what people call themselves may be several people's.
        var exact = named.Where(u => string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        var found = exact.Count > 0 ? exact : named;
        return found switch
        {
            [] => await GroupByHandle(name, cancellationToken),
            [var one] => Judge(one),
            _ => found.Where(u => !u.Deleted).ToList() is [var active] ? Judge(active) : new SlackAnswer.Several(),
        };
    }

    private async Task<SlackAnswer> GroupByHandle(string handle, CancellationToken cancellationToken)
    {
        var groups = await slack.UserGroups.List(cancellationToken);
        return groups.FirstOrDefault(g => string.Equals(g.Handle, handle, StringComparison.OrdinalIgnoreCase)) is { } group
            ? new SlackAnswer.Known(group.Id)
            : new SlackAnswer.Unknown();
    }

    private static SlackAnswer Judge(User user) => user.Deleted || user.IsBot ? new SlackAnswer.NotActive() : new SlackAnswer.Known(user.Id);

    private static IEnumerable<string?> Names(User user) => [user.Name, user.Profile.DisplayName, user.RealName, user.Profile.RealName];
}
