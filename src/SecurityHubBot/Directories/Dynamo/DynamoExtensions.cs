using Amazon.DynamoDBv2;
using Amazon.Runtime;
using SecurityHubBot.Aws;
using SecurityHubBot.Bulletins;

namespace SecurityHubBot.Directories.Dynamo;

internal static class DynamoExtensions
{
    /// <summary>Where nothing says otherwise; DynamoDB itself needs the right one, an emulator any.</summary>
    private const string AnyRegion = "us-east-1";

    /// <summary>What reads and writes the tables, for the bot and for the command line.</summary>
    public static IServiceCollection AddDynamoTables(this IServiceCollection services)
    {
        services.AddSingleton(sp => CreateClient(sp.GetRequiredService<IConfiguration>(), sp.GetService<AWSCredentials>()));
        services.AddSingleton<DirectoryCopy>();
        services.AddSingleton(sp => new DirectoryReader(
            [.. new[] { DirectoryTable.Accounts, DirectoryTable.Policies }.Select(t => new DynamoTable(
                sp.GetRequiredService<IAmazonDynamoDB>(), t, sp.GetRequiredService<DirectoryOptions>().TableOf(t), sp.GetRequiredService<TimeProvider>()))],
            sp.GetRequiredService<DirectoryCopy>()));
        services.AddSingleton<IDirectoryTables, DynamoTables>();
        return services;
    }

    /// <summary>What goes on in the bot only: refresh, health and what is told of it.</summary>
    public static IServiceCollection AddDynamoRefresh(this IServiceCollection services)
    {
        services.AddSingleton<ProblemReports>();
        services.AddSingleton<IBulletinContent, ProblemContent>();
        services.AddSingleton<DirectoryState>();
        services.AddSingleton<DirectoryRefresh>();
        services.AddHostedService(sp => sp.GetRequiredService<DirectoryRefresh>());
        services.AddHostedService<DirectoryMetrics>();
        services.AddHealthChecks().AddCheck<DirectoryHealthCheck>("directory");
        return services;
    }

    internal static IAmazonDynamoDB CreateClient(IConfiguration configuration, AWSCredentials? credentials)
    {
        var region = Set(configuration["Aws:Region"]) ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? AnyRegion;
        var config = new AmazonDynamoDBConfig { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 2, Timeout = TimeSpan.FromSeconds(10) };
        new AwsEndpoints(configuration).Apply(config, "DYNAMODB", region);
        return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
    }

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
