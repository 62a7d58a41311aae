using SecurityHubBot.Domain;

namespace SecurityHubBot.Commands;

/// <summary>Reads what stands behind <c>/shub</c>.</summary>
public static class ShubCommandParser
{
    public static ShubCommand Parse(string? text)
    {
        var tokens = CommandTokens.Split(text);
        if (tokens.Count == 0)
        {
            return new ShubCommand.Help(Topic: null);
        }

        var first = tokens[0].Text;
        IReadOnlyList<CommandToken> rest = [.. tokens.Skip(1)];
        if (Vocabulary.Commands.TryGetValue(first, out var command))
        {
            return Arguments(command, rest);
        }

        return tokens.Count == 1 && CaseNumber.TryParse(first, out var number)
            ? new ShubCommand.Show(number)
            : new ShubCommand.Unknown(first, Nearest.Of(first, Vocabulary.Commands.Keys, atMost: 1) is [var near, ..] ? near : null);
    }

    private static ShubCommand Arguments(CommandWord command, IReadOnlyList<CommandToken> rest) => command switch
    {
        CommandWord.Help => Help(rest),
        CommandWord.Show => Show(rest),
        CommandWord.List => ListFilterParser.Parse(rest),
        CommandWord.Status => Scope(rest) is { } scope ? new ShubCommand.Status(scope) : Many(command, rest),
        CommandWord.Summary => Scope(rest) is { } scope ? new ShubCommand.Summary(scope) : Many(command, rest),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, message: null),
    };

    private static ShubCommand Help(IReadOnlyList<CommandToken> rest)
    {
        if (rest.Count == 0)
        {
            return new ShubCommand.Help(Topic: null);
        }

        return Vocabulary.Commands.TryGetValue(rest[0].Text, out var topic)
            ? new ShubCommand.Help(topic == CommandWord.Help ? null : topic)
            : new ShubCommand.Wrong(CommandWord.Help, rest[0].Text, ExpectedArgument.Topic);
    }

    private static ShubCommand Show(IReadOnlyList<CommandToken> rest) =>
        rest is [var only] && CaseNumber.TryParse(only.Text, out var number)
            ? new ShubCommand.Show(number)
            : new ShubCommand.Wrong(CommandWord.Show, string.Join(' ', rest.Select(r => r.Text)), ExpectedArgument.CaseNumber);

    /// <summary>One account, whose name may have spaces without quotes around it; null when there are several.</summary>
    private static ScopeWords? Scope(IReadOnlyList<CommandToken> rest)
    {
        if (rest.Count == 0)
        {
            return ScopeWords.Channel;
        }

        if (rest is [{ IsQuoted: false } only] && Vocabulary.Flags.TryGetValue(only.Text, out var flag) && flag == FilterFlag.Everywhere)
        {
            return new ScopeWords([], Everywhere: true);
        }

        var isSeveral = rest.Count > 1 && rest.Any(r => r.IsQuoted || AccountId.TryParse(r.Text, out _));
        return isSeveral ? null : new ScopeWords([ListFilterParser.WithoutKey(string.Join(' ', rest.Select(r => r.Text)))], Everywhere: false);
    }

    private static ShubCommand.Wrong Many(CommandWord command, IReadOnlyList<CommandToken> rest) =>
        new(command, string.Join(' ', rest.Select(r => r.Text)), ExpectedArgument.OneAccount);
}
