using System.Globalization;
using System.Text.RegularExpressions;
using SecurityHubBot.Domain.Tables;

namespace SecurityHubBot.Domain.Controls;

/// <summary>A row of the control exceptions as text, in both directions.</summary>
public static partial class ControlExceptionParser
{
    public const int MaxReasonLength = 500;

    private const string ScopeColumn = "scope";
    private const string ControlColumn = "control";
    private const string ReasonColumn = "reason";
    private const string UntilColumn = "until";
    private const string DateFormat = "yyyy-MM-dd";

    public static IReadOnlyList<string> Columns { get; } = [ScopeColumn, ControlColumn, ReasonColumn, UntilColumn];

    public static string Key(ControlExemption row) => $"{row.Scope} {row.Control}";

    public static RowResult<ControlExemption> Parse(IReadOnlyDictionary<string, string?> row)
    {
        var cells = new RowCells(row);
        var scope = cells[ScopeColumn];
        if (!AccountId.TryParse(scope, out _) && !Unit().IsMatch(scope))
        {
            cells.Refuse(ScopeColumn, scope.StartsWith('o') || scope.StartsWith('r') ? "the id of an organisational unit such as ou-a1b2-11223344, or of the root such as r-a1b2" : CellHints.AccountId(scope));
        }

        if (!ControlId.TryParse(cells[ControlColumn], out var control))
        {
            cells.Refuse(ControlColumn, "a control id such as S3.13");
        }

        var reason = cells.Text(ReasonColumn, MaxReasonLength);
        if (reason.Length == 0)
        {
            cells.Refuse(ReasonColumn, "why the control stays on there");
        }

        if (!DateOnly.TryParseExact(cells[UntilColumn], DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            cells.Refuse(UntilColumn, "the last day on which it holds, such as 2027-03-31");
        }

        return cells.Finish(() => new ControlExemption(scope, control, reason, until));
    }

    public static IReadOnlyDictionary<string, string> Format(ControlExemption row) => new Dictionary<string, string>
    {
        [ScopeColumn] = row.Scope,
        [ControlColumn] = row.Control.ToString(),
        [ReasonColumn] = row.Reason,
        [UntilColumn] = row.Until.ToString(DateFormat, CultureInfo.InvariantCulture),
    };

    // docs.aws.amazon.com/organizations/latest/APIReference, OrganizationalUnit and Root.
    [GeneratedRegex("^(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Unit();
}
