using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace SecurityHubBot.Directories;

/// <summary>Where the account and policy tables are: <c>Directory:*</c>.</summary>
public sealed partial class DirectoryOptions : IValidatableObject
{
    public const string Section = "Directory";

    [RegularExpression("database|dynamodb", ErrorMessage = "Directory:Store must be 'database' (the bot's own) or 'dynamodb' (tables that other automation shares).")]
    public string Store { get; set; } = "database";

    /// <summary>The DynamoDB table of policies, by its name; its key is <c>standard</c> and <c>control</c>.</summary>
    public string? PolicyTable { get; set; }

    /// <summary>The DynamoDB table of accounts, by its name; its key is <c>account_id</c>.</summary>
    public string? AccountTable { get; set; }

    /// <summary>How often the DynamoDB tables are read; a change that others make there takes effect within that time.</summary>
    [Range(1, 3600, ErrorMessage = "Directory:RefreshSeconds must be between 1 and 3600: how old what others change in DynamoDB may be before the bot goes by it.")]
    public int RefreshSeconds { get; set; } = 60;

    internal bool InDynamo => Store == "dynamodb";

    internal TimeSpan Refresh => TimeSpan.FromSeconds(RefreshSeconds);

    /// <summary>What has not been read for so long is called old.</summary>
    internal TimeSpan Old => TimeSpan.FromSeconds(Math.Max(RefreshSeconds * 3, 120));

    internal string TableOf(DirectoryTable table) => (table == DirectoryTable.Accounts ? AccountTable : PolicyTable)?.Trim() ?? "";

    internal static string KeyOf(DirectoryTable table) => table == DirectoryTable.Accounts ? "Directory:AccountTable" : "Directory:PolicyTable";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!InDynamo)
        {
            yield break;
        }

        foreach (var (property, text) in new[] { (nameof(PolicyTable), PolicyTable), (nameof(AccountTable), AccountTable) })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return new ValidationResult($"Directory:{property} is missing; Directory:Store is 'dynamodb', so set the table's name, such as securityhubbot-policies.", [property]);
            }
            else if (!TableName().IsMatch(text.Trim()))
            {
                yield return new ValidationResult($"Directory:{property} '{text}' is no name of a DynamoDB table; it has 3 to 255 letters, digits, '_', '-' and '.'.", [property]);
            }
        }

        if (PolicyTable?.Trim() == AccountTable?.Trim() && !string.IsNullOrWhiteSpace(PolicyTable))
        {
            yield return new ValidationResult($"Directory:PolicyTable and Directory:AccountTable are both '{PolicyTable}'; they are two tables with different keys.", [nameof(AccountTable)]);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{3,255}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TableName();
}
