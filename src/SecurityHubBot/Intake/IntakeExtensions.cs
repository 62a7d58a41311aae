using System.Data.Common;
using Microsoft.Extensions.Options;
using SecurityHubBot.Intake.Sqs;
using SecurityHubBot.Persistence;

namespace SecurityHubBot.Intake;

internal static class IntakeExtensions
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IntakeOptions>().Bind(configuration.GetSection(IntakeOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<IntakeOptions>>().Value);
        services.AddSingleton<IFindingWriter>(sp => sp.GetRequiredService<Dialect>() is PostgresDialect
            ? new PostgresFindingWriter(sp.GetRequiredService<DbDataSource>(), sp.GetRequiredService<Dialect>())
            : new SqliteFindingWriter(sp.GetRequiredService<Database>()));
        services.AddSingleton<FindingBatcher>();
        services.AddHostedService(sp => sp.GetRequiredService<FindingBatcher>());
        services.AddSingleton<RejectedEventStore>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<IntakeEndpoint>();
        return services.AddSqsIntake();
    }

    public static void MapIntake(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(IntakeEndpoint.Route, (HttpContext context, IntakeEndpoint endpoint) => endpoint.Handle(context));
}
