using System.Globalization;
using System.Text.RegularExpressions;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Cases;
using SecurityHubBot.Domain.Deadlines;

namespace SecurityHubBot.Commands;

/// <summary>Reads what stands behind <c>/shub</c>.</summary>
public static partial class ShubCommandParser
{
    public static ShubCommand Parse(string? text)
    {
        IReadOnlyList<CommandToken> tokens = [.. CommandTokens.Split(text).SkipWhile(t => t.Text.Length == 0)];
        if (tokens.Count == 0)
        {
            return new ShubCommand.Help(Topic: null);
        }

        var first = tokens[0].Text;
        IReadOnlyList<CommandToken> rest = [.. tokens.Skip(1)];
        if (Vocabulary.Commands.TryGetValue(first, out var command))
        {
            // What changes something is never half of what was typed.
            return command is CommandWord.Policy or CommandWord.Account
                ? CommandTokens.IsTooLong(text) ? new ShubCommand.Wrong(command, "", ExpectedArgument.TooLong) : Row(command, rest)
                : Arguments(command, [.. rest.Where(t => t.Text.Length > 0)]);
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
        CommandWord.Score => Scope(rest) is { } scope ? new ShubCommand.Score(scope) : Many(command, rest),
        CommandWord.Summary => Summary(rest),
        CommandWord.Mine => Mine(rest),
        CommandWord.Report => ListFilterParser.Parse(rest) switch
        {
            ShubCommand.List list => new ShubCommand.Report(list.Filter),
            var wrong => wrong,
        },
        CommandWord.Audit => Numbered(command, rest, ExpectedArgument.AuditNumber, number => new ShubCommand.Audit(number)),
        CommandWord.Exception => Numbered(command, rest, ExpectedArgument.ExceptionNumber, number => new ShubCommand.ExceptionRequest(number)),
        CommandWord.Exceptions => Exceptions(rest),
        CommandWord.Jobs => new ShubCommand.Jobs(),
        CommandWord.Pending => new ShubCommand.Pending(),
        CommandWord.Controls => Controls([.. rest.Select(r => r.Text)]),
        CommandWord.Snooze => Snooze(rest),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, message: null),
    };

    private static ShubCommand Row(CommandWord command, IReadOnlyList<CommandToken> rest) =>
        command == CommandWord.Policy ? PolicyCommandParser.Parse(rest) : AccountCommandParser.Parse(rest);

    private static ShubCommand Summary(IReadOnlyList<CommandToken> rest)
    {
        // A quoted one is a name.
        var at = rest.Index().FirstOrDefault(t => !t.Item.IsQuoted && MonthLike().IsMatch(t.Item.Text), (Index: -1, default)).Index;
        if (at < 0)
        {
            return Scope(rest) is { } today ? new ShubCommand.Summary(today) : Many(CommandWord.Summary, rest);
        }

        if (!YearMonth.TryParse(rest[at].Text.Replace('/', '-'), out var month))
        {
            return new ShubCommand.Wrong(CommandWord.Summary, rest[at].Text, ExpectedArgument.Month);
        }

        IReadOnlyList<CommandToken> others = [.. rest.Take(at), .. rest.Skip(at + 1)];
        return Scope(others) is { } scope ? new ShubCommand.Summary(scope, month) : Many(CommandWord.Summary, others);
    }

    [GeneratedRegex("^[0-9]{4}[-/][0-9]{1,2}$", RegexOptions.None, 1000)]
    private static partial Regex MonthLike();

    private static ShubCommand Mine(IReadOnlyList<CommandToken> rest) => rest switch
    {
        [] => new ShubCommand.Mine(All: false),
        [var only] when Vocabulary.Flags.TryGetValue(only.Text, out var flag) && flag == FilterFlag.Everywhere => new ShubCommand.Mine(All: true),
        _ => new ShubCommand.Wrong(CommandWord.Mine, string.Join(' ', rest.Select(r => r.Text)), ExpectedArgument.Mine),
    };

    private static ShubCommand Numbered(CommandWord command, IReadOnlyList<CommandToken> rest, ExpectedArgument expected, Func<CaseNumber, ShubCommand> then) =>
        rest is [var only] && CaseNumber.TryParse(only.Text, out var number)
            ? then(number)
            : new ShubCommand.Wrong(command, string.Join(' ', rest.Select(r => r.Text)), expected);

    private static ShubCommand Snooze(IReadOnlyList<CommandToken> rest)
    {
        var days = CaseSnoozes.MinDays;
        var isRead = rest.Count == 1 || (rest.Count == 2 && int.TryParse(rest[1].Text, NumberStyles.None, CultureInfo.InvariantCulture, out days));
        return isRead && days is >= CaseSnoozes.MinDays and <= CaseSnoozes.MaxDays && CaseNumber.TryParse(rest[0].Text, out var number)
            ? new ShubCommand.Snooze(number, days)
            : new ShubCommand.Wrong(CommandWord.Snooze, string.Join(' ', rest.Select(r => r.Text)), ExpectedArgument.SnoozeNumber);
    }

    private static ShubCommand Exceptions(IReadOnlyList<CommandToken> rest)
    {
        var filter = ExceptionsFilter.None;
        foreach (var token in rest)
        {
            if (Vocabulary.ExceptionStates.TryGetValue(token.Text, out var state))
            {
                filter = filter with { State = state };
            }
            else if (Vocabulary.Flags.TryGetValue(token.Text, out var flag) && flag is FilterFlag.Mine or FilterFlag.Everywhere)
            {
                filter = flag == FilterFlag.Mine ? filter with { Mine = true } : filter with { Scope = filter.Scope with { Everywhere = true } };
            }
            else if (filter.Scope.Accounts.Count < ListFilterParser.MaxAccounts)
            {
                filter = filter with { Scope = filter.Scope with { Accounts = [.. filter.Scope.Accounts, ListFilterParser.WithoutKey(token.Text)] } };
            }
            else
            {
                return new ShubCommand.Wrong(CommandWord.Exceptions, token.Text, ExpectedArgument.FewAccounts);
            }
        }

        return new ShubCommand.Exceptions(filter);
    }

    private static ShubCommand Controls(IReadOnlyList<string> words)
    {
        ControlsVerb? verb = words.Count == 0 ? ControlsVerb.Status : Vocabulary.ControlsVerbs.TryGetValue(words[0], out var known) ? known : null;
        return (verb, words.Count) switch
        {
            (ControlsVerb.Status, <= 1) => new ShubCommand.ControlsStatus(),
            (ControlsVerb.Plan, 1) => new ShubCommand.ControlsPlan(),
            (ControlsVerb.Apply, 1) => new ShubCommand.ControlsApply(WithPolicies: false),
            // As on the command line, too; of two hyphens some keyboards make a dash.
            (ControlsVerb.Apply, 2) when Vocabulary.ConfigurationPolicies.Contains(words[1].TrimStart('-', '–', '—')) => new ShubCommand.ControlsApply(WithPolicies: true),
            _ => new ShubCommand.Wrong(CommandWord.Controls, string.Join(' ', words), ExpectedArgument.ControlsCommand),
        };
    }

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
