using System.Globalization;
using SecurityHubBot.Domain.Accounts;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Policies;

/// <summary>A row of the policy table as text, in both directions.</summary>
public static class PolicyRowParser
{
    public const int MinDueDays = 1;
    public const int MaxDueDays = 365;
    public const int MaxNoteLength = 500;
    public const int MaxOverrides = 1000;

    private const string AnyStandard = "*";

    private const string Standard = "standard";
    private const string Control = "control";
    private const string Policy = "policy";
    private const string CategoryColumn = "category";
    private const string DueDays = "due_days";
    private const string Environments = "environments";
    private const string Note = "note";

    private const string PolicyWords = "track, notify, ignore or disable";

    public static IReadOnlyList<string> Columns { get; } = [Standard, Control, Policy, CategoryColumn, DueDays, Environments, Note];

    /// <summary>What two rows of one file must not share.</summary>
    public static string Key(PolicyRow row) => $"{FormatStandard(row.Standard)} {row.Control}";

    public static RowResult<PolicyRow> Parse(IReadOnlyDictionary<string, string?> row)
    {
        var cells = new RowCells(row);
        var standard = ReadStandard(cells);
        var control = ReadControl(cells);
        var policy = ReadPolicy(cells);
        var category = ReadCategory(cells);
        var dueDays = ReadDueDays(cells);
        var (environments, accounts) = ReadOverrides(cells);
        var note = cells.Text(Note, MaxNoteLength, multiline: true);
        return cells.Finish(() => new PolicyRow(standard, control, policy, category, dueDays, environments, accounts, note));
    }

    public static IReadOnlyDictionary<string, string> Format(PolicyRow row) => new Dictionary<string, string>
    {
        [Standard] = FormatStandard(row.Standard),
        [Control] = row.Control.ToString(),
        [Policy] = row.Policy?.Code() ?? "",
        [CategoryColumn] = row.Category?.Code() ?? "",
        [DueDays] = row.DueDays?.ToString(CultureInfo.InvariantCulture) ?? "",
        [Environments] = FormatOverrides(row),
        [Note] = row.Note,
    };

    /// <summary>The <c>environments</c> cell: overrides per environment, then per account, in a fixed order.</summary>
    public static string FormatOverrides(PolicyRow row) => string.Join(
        ';',
        row.Environments.OrderBy(e => e.Key).Select(e => $"{e.Key.Code()}={e.Value.Code()}")
            .Concat(row.Accounts.OrderBy(a => a.Key.ToString(), StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value.Code()}")));

    private static string FormatStandard(StandardId? standard) => standard?.ToString() ?? AnyStandard;

    private static StandardId? ReadStandard(RowCells cells)
    {
        if (cells[Standard] == AnyStandard)
        {
            return null;
        }

        if (!StandardId.TryParse(cells[Standard].ToLowerInvariant(), out var standard))
        {
            cells.Refuse(Standard, "* for any standard, or the end of its ARN such as aws-foundational-security-best-practices/v/1.0.0");
        }

        return standard;
    }

    private static ControlId ReadControl(RowCells cells)
    {
        if (!ControlId.TryParse(cells[Control], out var control))
        {
            var halfWidth = CellHints.ToHalfWidth(cells[Control]);
            var hint = halfWidth != cells[Control] ? $"; these are full-width characters, write {halfWidth}" : "";
            cells.Refuse(Control, $"a control id such as S3.13{hint}");
        }

        return control;
    }

    private static ResponsePolicy? ReadPolicy(RowCells cells)
    {
        if (cells[Policy].Length == 0)
        {
            return null;
        }

        if (!ResponsePolicies.TryParse(cells[Policy], out var policy))
        {
            cells.Refuse(Policy, $"{PolicyWords}; empty leaves it to the category");
        }

        return policy;
    }

    private static Category? ReadCategory(RowCells cells)
    {
        if (cells[CategoryColumn].Length == 0)
        {
            return null;
        }

        if (!Categories.TryParse(cells[CategoryColumn], out var category))
        {
            var words = string.Join(", ", Enum.GetValues<Category>().Select(c => c.Code()));
            cells.Refuse(CategoryColumn, $"one of {words}; empty leaves it to the catalogue");
        }

        return category;
    }

    private static int? ReadDueDays(RowCells cells)
    {
        var text = cells[DueDays];
        if (text.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < MinDueDays or > MaxDueDays)
        {
            cells.Refuse(DueDays, CellHints.Number(text, MinDueDays, MaxDueDays));
        }

        return days;
    }

    private static (Dictionary<AccountEnvironment, ResponsePolicy> Environments, Dictionary<AccountId, ResponsePolicy> Accounts) ReadOverrides(
        RowCells cells)
    {
        var environments = new Dictionary<AccountEnvironment, ResponsePolicy>();
        var accounts = new Dictionary<AccountId, ResponsePolicy>();
        var parts = cells[Environments].Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > MaxOverrides)
        {
            cells.Refuse(Environments, $"at most {MaxOverrides} overrides, these are {parts.Length}");
            return (environments, accounts);
        }

        foreach (var part in parts)
        {
            if (ReadOverride(part, environments, accounts) is { } wrong)
            {
                cells.Refuse(Environments, part, wrong);
            }
        }

        return (environments, accounts);
    }

    /// <summary>What is wrong with one <c>key=policy</c>, or null when it has been added.</summary>
    private static string? ReadOverride(
        string part, Dictionary<AccountEnvironment, ResponsePolicy> environments, Dictionary<AccountId, ResponsePolicy> accounts)
    {
        if (part.Split('=', StringSplitOptions.TrimEntries) is not [var key, var value])
        {
            return "overrides look like production=track;development=ignore;123456789012=ignore";
        }

        if (!ResponsePolicies.TryParse(value, out var policy))
        {
            return $"after = comes {PolicyWords}";
        }

        if (AccountEnvironments.TryParse(key, out var environment))
        {
            return environments.TryAdd(environment, policy) ? null : $"{key} is there more than once";
        }

        if (AccountId.TryParse(key, out var account))
        {
            return accounts.TryAdd(account, policy) ? null : $"{key} is there more than once";
        }

        var looksLikeNumber = key.Length > 0 && (char.IsDigit(key[0]) || key[0] == '\'');
        return looksLikeNumber ? CellHints.AccountId(key) : "before = comes production, staging, development or an AWS account id";
    }
}
