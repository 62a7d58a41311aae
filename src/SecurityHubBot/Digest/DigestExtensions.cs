using Microsoft.Extensions.Options;
using SecurityHubBot.Bulletins;

namespace SecurityHubBot.Digest;

internal static class DigestExtensions
{
    public static IServiceCollection AddDigest(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DigestOptions>().Bind(configuration.GetSection(DigestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<DigestOptions>>().Value);
        services.AddSingleton<DigestQueries>();
        services.AddSingleton<DigestJob>();
        services.AddSingleton<IBulletinContent, DigestContent>();
        return services;
    }
}
