using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace SecurityHubBot.Persistence;

/// <summary>Which database holds the bot's state: <c>Database:Provider</c> and <c>ConnectionStrings:Bot</c>.</summary>
public sealed class DatabaseOptions : IValidatableObject
{
    public const string Section = "Database";

    [Required(ErrorMessage = "Database:Provider is missing; it is 'sqlite' (nothing to install) or 'postgres' (production).")]
    [RegularExpression("(?i)sqlite|postgres", ErrorMessage = "Database:Provider must be 'sqlite' or 'postgres'.")]
    public string Provider { get; set; } = "sqlite";

    [Required(ErrorMessage = "ConnectionStrings:Bot is missing; it looks like 'Data Source=bot.db' (sqlite) or 'Host=…;Database=…;Username=…;Password=…' (postgres).")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether <c>serve</c> applies migrations at start; switch off where <c>migrate</c> runs as its own step.</summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>PostgreSQL: the role as which <c>serve</c> connects, where another one migrates. Each migration gives it what it needs and no more.</summary>
    public string AppRole { get; set => field = value ?? ""; } = "";

    public bool IsPostgres => Provider.Equals("postgres", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!CanBeRead())
        {
            // Never with the text itself: there is a password in it.
            var example = IsPostgres ? "Host=…;Database=…;Username=…;Password=…" : "Data Source=bot.db";
            yield return new ValidationResult($"ConnectionStrings:Bot cannot be read as one of {Provider}; it looks like '{example}'.", [nameof(ConnectionString)]);
        }

        if (AppRole.Length > 0 && !IsPostgres)
        {
            yield return new ValidationResult("Database:AppRole is for postgres only; SQLite has no users. Leave it empty.", [nameof(AppRole)]);
        }
    }

    private bool CanBeRead()
    {
        try
        {
            DbConnectionStringBuilder builder = IsPostgres ? new NpgsqlConnectionStringBuilder() : new SqliteConnectionStringBuilder();
            builder.ConnectionString = ConnectionString;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
