using SecurityHubBot.Domain;

namespace SecurityHubBot.Commands;

/// <summary>The filters of <c>/shub list</c>, in any order. What is nothing else is an account's name.</summary>
internal static class ListFilterParser
{
    public const int MaxAccounts = 20;

    public static ShubCommand Parse(IReadOnlyList<CommandToken> tokens)
    {
        var filter = ListFilter.None;
        foreach (var token in tokens)
        {
            var (next, wrong) = Add(filter, token);
            if (wrong is { } expected)
            {
                return new ShubCommand.Wrong(CommandWord.List, token.Text, expected);
            }

            filter = next;
        }

        return new ShubCommand.List(filter);
    }

    /// <summary>The filter as words that <see cref="Parse"/> reads back.</summary>
    public static string Format(ListFilter filter)
    {
        var words = new List<string> { $"state:{(filter.State == ListState.All ? "all" : filter.State.ToString().ToLowerInvariant())}" };
        words.AddRange(filter.Severities.OrderDescending().Select(s => $"severity:{s.ToString().ToLowerInvariant()}"));
        words.AddRange(filter.Scope.Accounts.Select(a => $"account:\"{a}\""));
        words.AddRange(filter.Control is { } control ? [$"control:{control}"] : []);
        words.AddRange(filter.Mine ? ["mine"] : []);
        words.AddRange(filter.Unassigned ? ["unassigned"] : []);
        words.AddRange(filter.Scope.Everywhere ? ["everywhere"] : []);
        return string.Join(' ', words);
    }

    /// <summary><c>account:shop</c> as <c>shop</c>.</summary>
    public static string WithoutKey(string text) => SplitKey(text) is (FilterKey.Account, var value) ? value : text;

    private static (ListFilter Filter, ExpectedArgument? Wrong) Add(ListFilter filter, CommandToken token)
    {
        if (token.IsQuoted)
        {
            return AddAccount(filter, token.Text);
        }

        return SplitKey(token.Text) is var (key, value) ? AddKeyed(filter, key, value) : AddBare(filter, token.Text);
    }

    private static (ListFilter Filter, ExpectedArgument? Wrong) AddKeyed(ListFilter filter, FilterKey key, string value)
    {
        switch (key)
        {
            case FilterKey.State:
                if (Vocabulary.Flags.TryGetValue(value, out var flag) && flag == FilterFlag.Everywhere)
                {
                    return (filter with { State = ListState.All }, null);
                }

                return Vocabulary.States.TryGetValue(value, out var state) ? (filter with { State = state }, null) : (filter, ExpectedArgument.State);
            case FilterKey.Severity:
                return AddSeverities(filter, value);
            case FilterKey.Account:
                return value.Length > 0 ? AddAccount(filter, value) : (filter, ExpectedArgument.OneAccount);
            default:
                return ControlId.TryParse(value, out var control) ? (filter with { Control = control.ToString() }, null) : (filter, ExpectedArgument.Control);
        }
    }

    /// <summary><c>severity:critical,high</c>, 「重要度:高、緊急」.</summary>
    private static (ListFilter Filter, ExpectedArgument? Wrong) AddSeverities(ListFilter filter, string value)
    {
        var words = value.Split([',', '、', '/'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && words.All(Vocabulary.Severities.ContainsKey)
            ? (filter with { Severities = words.Select(w => Vocabulary.Severities[w]).Concat(filter.Severities).ToHashSet() }, null)
            : (filter, ExpectedArgument.Severity);
    }

    private static (ListFilter Filter, ExpectedArgument? Wrong) AddBare(ListFilter filter, string word)
    {
        if (Vocabulary.Flags.TryGetValue(word, out var flag))
        {
            return (AddFlag(filter, flag), null);
        }

        if (Vocabulary.States.TryGetValue(word, out var state))
        {
            return (filter with { State = state }, null);
        }

        if (word.Split([',', '、', '/']).All(Vocabulary.Severities.ContainsKey))
        {
            return AddSeverities(filter, word);
        }

        return IsControl(word) ? (filter with { Control = word }, null) : AddAccount(filter, word);
    }

    private static ListFilter AddFlag(ListFilter filter, FilterFlag flag) => flag switch
    {
        FilterFlag.Mine => filter with { Mine = true },
        FilterFlag.Unassigned => filter with { Unassigned = true },
        _ => filter with { Scope = filter.Scope with { Everywhere = true } },
    };

    private static (ListFilter Filter, ExpectedArgument? Wrong) AddAccount(ListFilter filter, string account)
    {
        var accounts = filter.Scope.Accounts.Append(account.Replace('"', ' ').Trim()).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return accounts.Count > MaxAccounts ? (filter, ExpectedArgument.FewAccounts) : (filter with { Scope = filter.Scope with { Accounts = accounts } }, null);
    }

    private static (FilterKey Key, string Value)? SplitKey(string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && Vocabulary.Keys.TryGetValue(text[..at], out var key) ? (key, text[(at + 1)..]) : null;
    }

    private static bool IsControl(string word) =>
        Vocabulary.Services.Contains(word.ToUpperInvariant())
        || (word.Split('.') is [.. var service, var number] && service.Length > 0 && number.Length is > 0 and <= 4 && number.All(char.IsAsciiDigit)
            && char.IsAsciiLetter(word[0]) && ControlId.TryParse(word, out _));
}
