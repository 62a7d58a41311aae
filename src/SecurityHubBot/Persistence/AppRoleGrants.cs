using Dapper;
using Npgsql;
using SecurityHubBot.Jobs;

namespace SecurityHubBot.Persistence;

/// <summary>
/// What the role of <c>serve</c> may do where another role owns the tables: read and write rows, and of the audit log and the list of
/// applied migrations only what their purpose allows. It may not change tables, so it cannot take the audit log's trigger away either.
/// </summary>
internal static class AppRoleGrants
{
    private const string AuditLog = "audit_log";
    private const string Migrations = "schemaversions";

    private const string RoleExists = "select exists (select 1 from pg_roles where rolname = @role)";

    private const string IsThisRole = "select pg_has_role(@role, current_user, 'usage')";

    private const string Quoted = "select quote_ident(@role)";

    private const string OurSchemas =
        "select quote_ident(schema_name) from information_schema.schemata where schema_name in (current_schema(), @jobs)";

    // What others keep in the same schemas is not ours to give.
    private const string OurTables =
        """
        select format('%I.%I', schemaname, tablename), tablename from pg_tables
        where schemaname in (current_schema(), @jobs) and tableowner = current_user
        """;

    private const string JobSequences =
        "select format('%I.%I', schemaname, sequencename) from pg_sequences where schemaname = @jobs and sequenceowner = current_user";

    public static void Give(string connectionString, string role)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        if (!connection.ExecuteScalar<bool>(RoleExists, new { role }))
        {
            throw new InvalidOperationException($"Database:AppRole '{role}' is no role of this PostgreSQL; create it first: create user \"{role}\" password '…'.");
        }

        if (connection.ExecuteScalar<bool>(IsThisRole, new { role }))
        {
            throw new InvalidOperationException(
                $"Database:AppRole '{role}' may do everything that the owner of the tables may, so nothing can be kept from it; migrate as another role than the bot runs as.");
        }

        using var transaction = connection.BeginTransaction();
        var jobs = JobsSchema.Name;
        var name = connection.ExecuteScalar<string>(Quoted, new { role }, transaction);
        foreach (var schema in connection.Query<string>(OurSchemas, new { jobs }, transaction))
        {
            connection.Execute($"grant usage on schema {schema} to {name}", transaction: transaction);
        }

        foreach (var (table, bare) in connection.Query<(string, string)>(OurTables, new { jobs }, transaction))
        {
            // Taken away first: an older version or a hasty hand may have given more.
            connection.Execute($"revoke all on {table} from {name}; grant {Rights(bare)} on {table} to {name}", transaction: transaction);
        }

        foreach (var sequence in connection.Query<string>(JobSequences, new { jobs }, transaction))
        {
            connection.Execute($"grant usage, select on sequence {sequence} to {name}", transaction: transaction);
        }

        transaction.Commit();
    }

    private static string Rights(string table) => table switch
    {
        AuditLog => "select, insert",
        Migrations => "select",
        _ => "select, insert, update, delete",
    };
}
