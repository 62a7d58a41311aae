using Dapper;
using Npgsql;

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

    // What others keep in the same schema is not ours to give.
    private const string OurTables =
        "select format('%I.%I', schemaname, tablename) as name, tablename as bare from pg_tables where schemaname = current_schema() and tableowner = current_user";

    private const string Quoted = "select quote_ident(@role) as role, quote_ident(current_schema()) as schema";

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
        var (name, schema) = connection.QuerySingle<(string, string)>(Quoted, new { role }, transaction);
        connection.Execute($"grant usage on schema {schema} to {name}", transaction: transaction);
        foreach (var (table, bare) in connection.Query<(string, string)>(OurTables, transaction: transaction))
        {
            // Taken away first: an older version or a hasty hand may have given more.
            connection.Execute($"revoke all on {table} from {name}; grant {Rights(bare)} on {table} to {name}", transaction: transaction);
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
