using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Persistence;

/// <summary>Which database holds the bot's state: <c>Database:Provider</c> and <c>ConnectionStrings:Bot</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    [Required(ErrorMessage = "Database:Provider is missing; it is 'sqlite' (nothing to install) or 'postgres' (production).")]
    [RegularExpression("(?i)sqlite|postgres", ErrorMessage = "Database:Provider must be 'sqlite' or 'postgres'.")]
    public string Provider { get; set; } = "sqlite";

    [Required(ErrorMessage = "ConnectionStrings:Bot is missing; it looks like 'Data Source=bot.db' (sqlite) or 'Host=…;Database=…;Username=…;Password=…' (postgres).")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether <c>serve</c> applies migrations at start; switch off where <c>migrate</c> runs as its own step.</summary>
    public bool MigrateAtStart { get; set; } = true;

    public bool IsPostgres => Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase);
}
