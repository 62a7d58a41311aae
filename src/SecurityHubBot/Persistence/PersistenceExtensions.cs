using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SecurityHubBot.Persistence;

internal static class PersistenceExtensions
{
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .Configure(o => o.ConnectionString = configuration.GetConnectionString("Bot") ?? "")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<DatabaseOptions>>().Value);
        services.AddSingleton<Dialect>(sp => sp.GetRequiredService<DatabaseOptions>().IsPostgres ? new PostgresDialect() : new SqliteDialect());
        services.AddSingleton(sp => CreateSource(sp.GetRequiredService<DatabaseOptions>()));
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        return services;
    }

    internal static DbDataSource CreateSource(DatabaseOptions options) => options.IsPostgres
        ? NpgsqlDataSource.Create(options.ConnectionString)
        : SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder(options.ConnectionString) { ForeignKeys = true, Pooling = true }.ConnectionString);
}
