using Microsoft.Extensions.Options;
using SecurityHubBot.Cases;
using SecurityHubBot.Directories.Dynamo;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Directories;

internal static class DirectoryExtensions
{
    /// <summary>The account and policy tables, wherever they are, and files of them.</summary>
    public static IServiceCollection AddDirectoryTables(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DirectoryOptions>().Bind(configuration.GetSection(DirectoryOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<DirectoryOptions>>().Value);
        if (InDynamo(configuration))
        {
            services.AddDynamoTables();
        }
        else
        {
            services.AddSingleton<IDirectoryTables, DatabaseTables>();
        }

        services.AddSingleton(sp => new DirectoryImport(sp.GetRequiredService<Database>(), sp.GetRequiredService<IDirectoryTables>(), sp.GetService<Wake>()));
        return services;
    }

    /// <summary>The tables as the bot goes by them.</summary>
    public static IServiceCollection AddDirectory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDirectory, DirectoryCache>().AddDirectoryTables(configuration);
        return InDynamo(configuration) ? services.AddDynamoRefresh() : services;
    }

    private static bool InDynamo(IConfiguration configuration) => configuration.GetSection(DirectoryOptions.Section).Get<DirectoryOptions>() is { InDynamo: true };
}
