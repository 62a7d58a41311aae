using System.Globalization;
using SecurityHubBot.Directories.Changes;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Policies;

namespace SecurityHubBot.Commands;

/// <summary><c>/shub policy show|set|unset CONTROL …</c>.</summary>
internal static class PolicyCommandParser
{
    public static ShubCommand Parse(IReadOnlyList<CommandToken> rest)
    {
        if (rest.Count == 0 || !Vocabulary.RowVerbs.TryGetValue(rest[0].Text, out var verb))
        {
            return Wrong(rest.Count == 0 ? "" : rest[0].Text, ExpectedArgument.PolicyCommand);
        }

        if (rest.Count < 2 || !ControlId.TryParse(rest[1].Text, out var control) || rest[1].IsQuoted)
        {
            return Wrong(rest.Count < 2 ? "" : rest[1].Text, ExpectedArgument.PolicyControl);
        }

        IReadOnlyList<CommandToken> settings = [.. rest.Skip(2)];
        return verb switch
        {
            RowVerb.Show => Show(control, settings),
            RowVerb.Unset => Unset(control, settings),
            _ => Set(control, settings),
        };
    }

    private static ShubCommand Show(ControlId control, IReadOnlyList<CommandToken> rest) => rest switch
    {
        [] => new ShubCommand.PolicyShow(control, Standard: null),
        [var only] when StandardWords.Find(Value(only)) is StandardWord.One { Standard: var standard } => new ShubCommand.PolicyShow(control, standard),
        _ => Wrong(Join(rest), ExpectedArgument.Standard),
    };

    private static ShubCommand Unset(ControlId control, IReadOnlyList<CommandToken> rest) => rest switch
    {
        [] => new ShubCommand.PolicySet(new PolicyEdit(Standard: null, control, Cells: null)),
        [var only] => StandardWords.Find(Value(only)) switch
        {
            StandardWord.One one => new ShubCommand.PolicySet(new PolicyEdit(one.Standard, control, Cells: null)),
            StandardWord.Any => new ShubCommand.PolicySet(new PolicyEdit(Standard: null, control, Cells: null)),
            _ => Wrong(only.Text, ExpectedArgument.Standard),
        },
        _ => Wrong(Join(rest), ExpectedArgument.Standard),
    };

    private static ShubCommand Set(ControlId control, IReadOnlyList<CommandToken> rest)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var (standard, wrong) = Read(rest, cells);
        if (wrong is not null)
        {
            return wrong;
        }

        return cells.Count == 0
            ? Wrong("", ExpectedArgument.PolicySetting)
            : new ShubCommand.PolicySet(new PolicyEdit(standard, control, cells));
    }

    private static (StandardId? Standard, ShubCommand.Wrong? Wrong) Read(IReadOnlyList<CommandToken> rest, Dictionary<string, string> cells)
    {
        StandardId? standard = null;
        foreach (var (token, setting) in Together(rest))
        {
            ExpectedArgument? expected;
            if (setting is { Key: PolicyKey.Standard })
            {
                (standard, expected) = StandardWords.Find(setting.Word) switch
                {
                    StandardWord.One one => (one.Standard, null),
                    StandardWord.Any => ((StandardId?)null, (ExpectedArgument?)null),
                    _ => (standard, ExpectedArgument.Standard),
                };
            }
            else
            {
                expected = setting is null ? Bare(token, cells) : Add(setting, cells);
            }

            if (expected is { } what)
            {
                return (null, Wrong(setting is { Key: PolicyKey.Note } ? "" : token.Text, what));
            }
        }

        return (standard, null);
    }

    /// <summary>A note needs no quotes: what follows it and is no setting of its own belongs to it.</summary>
    private static List<(CommandToken Token, Setting<PolicyKey>? Setting)> Together(IReadOnlyList<CommandToken> rest)
    {
        var all = new List<(CommandToken Token, Setting<PolicyKey>? Setting)>();
        foreach (var token in rest)
        {
            var setting = SettingParser.Parse(token, Vocabulary.PolicyKeys);
            if (setting is null && !IsOverride(token) && all is [.., (_, { Key: PolicyKey.Note } note)])
            {
                note.Append(token.Raw, ' ');
            }
            else
            {
                all.Add((token, setting));
            }
        }

        return all;
    }

    /// <summary>A policy, or an override for an account: <c>123456789012=ignore</c>.</summary>
    private static ExpectedArgument? Bare(CommandToken token, Dictionary<string, string> cells)
    {
        if (Vocabulary.Policies.TryGetValue(token.Text, out var policy))
        {
            cells[PolicyEdit.Policy] = policy.Code();
            return null;
        }

        return IsOverride(token) && SettingParser.Split(token) is var (account, value)
            ? AddPolicy(account, new Setting<PolicyKey>(PolicyKey.Policy, value), cells)
            : ExpectedArgument.PolicySetting;
    }

    private static ExpectedArgument? Add(Setting<PolicyKey> setting, Dictionary<string, string> cells) => setting.Key switch
    {
        PolicyKey.Policy => AddPolicy(PolicyEdit.Policy, setting, cells),
        PolicyKey.Production => AddPolicy("production", setting, cells),
        PolicyKey.Staging => AddPolicy("staging", setting, cells),
        PolicyKey.Development => AddPolicy("development", setting, cells),
        PolicyKey.Due => AddDue(setting, cells),
        PolicyKey.Category => AddCategory(setting, cells),
        _ => AddNote(setting, cells),
    };

    private static ExpectedArgument? AddPolicy(string key, Setting<PolicyKey> setting, Dictionary<string, string> cells)
    {
        var isKnown = Vocabulary.Policies.TryGetValue(setting.Word, out var policy);
        cells[key] = isKnown ? policy.Code() : "";
        return isKnown || setting.IsClear ? null : ExpectedArgument.Policy;
    }

    private static ExpectedArgument? AddDue(Setting<PolicyKey> setting, Dictionary<string, string> cells)
    {
        cells[PolicyEdit.DueDays] = setting.IsClear ? "" : setting.Word;
        var isDays = int.TryParse(setting.Word, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= PolicyRowParser.MinDueDays and <= PolicyRowParser.MaxDueDays;
        return isDays || setting.IsClear ? null : ExpectedArgument.DueDays;
    }

    private static ExpectedArgument? AddCategory(Setting<PolicyKey> setting, Dictionary<string, string> cells)
    {
        var isKnown = Vocabulary.Categories.TryGetValue(setting.Word, out var category);
        cells[PolicyEdit.Category] = isKnown ? category.Code() : "";
        return isKnown || setting.IsClear ? null : ExpectedArgument.Category;
    }

    private static ExpectedArgument? AddNote(Setting<PolicyKey> setting, Dictionary<string, string> cells)
    {
        cells[PolicyEdit.Note] = setting.IsClear ? "" : setting.Value;
        return setting.Value.Length <= PolicyRowParser.MaxNoteLength ? null : ExpectedArgument.Note;
    }

    private static bool IsOverride(CommandToken token) => SettingParser.Split(token) is var (key, _) && AccountId.TryParse(key, out _);

    /// <summary><c>standard=cis-1.4.0</c> as well as <c>cis-1.4.0</c>.</summary>
    private static string Value(CommandToken token) =>
        SettingParser.Parse(token, Vocabulary.PolicyKeys) is { Key: PolicyKey.Standard } setting ? setting.Word : token.Text;

    private static string Join(IReadOnlyList<CommandToken> rest) => string.Join(' ', rest.Select(r => r.Text));

    private static ShubCommand.Wrong Wrong(string argument, ExpectedArgument expected) => new(CommandWord.Policy, argument, expected);
}
