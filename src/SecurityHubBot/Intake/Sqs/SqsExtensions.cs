using Amazon.Runtime;
using Amazon.SQS;
using SecurityHubBot.Aws;

namespace SecurityHubBot.Intake.Sqs;

internal static class SqsExtensions
{
    /// <summary>Where nothing says otherwise; SQS itself needs the right one, an emulator any.</summary>
    private const string AnyRegion = "us-east-1";

    /// <summary>After what the commits need: on stop it comes first, while they still can be made.</summary>
    public static IServiceCollection AddSqsIntake(this IServiceCollection services)
    {
        services.AddSingleton(sp => CreateClient(QueueOf(sp), sp.GetRequiredService<AwsOptions>(), sp.GetService<AWSCredentials>()));
        services.AddSingleton(sp => new QueueClient(sp.GetRequiredService<IAmazonSQS>(), QueueOf(sp), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton(sp => new MessagesInHand(sp.GetRequiredService<IntakeOptions>().QueueMessages));
        services.AddSingleton<QueueState>();
        services.AddSingleton<QueueMetrics>();
        services.AddSingleton<QueueDeletions>();
        services.AddSingleton<QueueHeartbeat>();
        services.AddSingleton<DatabaseGate>();
        services.AddSingleton<MessageHandler>();
        services.AddSingleton<QueueReader>();
        services.AddHostedService<QueueIntake>();
        services.AddHealthChecks().AddCheck<QueueHealthCheck>("queue");
        return services;
    }

    private static QueueUrl QueueOf(IServiceProvider services) => QueueUrl.Parse(services.GetRequiredService<IntakeOptions>().QueueUrl ?? "");

    private static IAmazonSQS CreateClient(QueueUrl queue, AwsOptions aws, AWSCredentials? credentials)
    {
        // Few tries of the SDK's own: it waits by the wall clock and says nothing, while the receiving waits by the bot's and says why.
        var config = new AmazonSQSConfig { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = 1 };
        var region = queue.Region ?? Set(aws.Region) ?? FallbackRegionFactory.GetRegionEndpoint()?.SystemName ?? AnyRegion;
        // What AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL or the profile says the config tells once, and keeps only if it is told so.
        config.ServiceURL = Set(config.ServiceURL) ?? queue.Endpoint;
        config.AuthenticationRegion = region;
        return credentials is null ? new AmazonSQSClient(config) : new AmazonSQSClient(credentials, config);
    }

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
