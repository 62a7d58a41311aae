using Hangfire.PostgreSql;
using Npgsql;

namespace SecurityHubBot.Jobs;

/// <summary>Hangfire's own tables on PostgreSQL, made and brought up to date with ours, because the bot's user may not be allowed to.</summary>
internal sealed class JobsSchema(JobsOptions options)
{
    public const string Name = "hangfire";

    public void Prepare(string connectionString)
    {
        if (!options.Enabled)
        {
            return;
        }

        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        PostgreSqlObjectsInstaller.Install(connection, Name);
    }
}
