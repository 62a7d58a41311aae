using Amazon.Runtime;

namespace SecurityHubBot.Aws;

/// <summary>
/// Another address than AWS's own, as every AWS SDK takes it: <c>AWS_ENDPOINT_URL_SECURITYHUB</c>, <c>AWS_ENDPOINT_URL</c>, or the profile's.
/// </summary>
internal sealed class AwsEndpoints(IConfiguration configuration)
{
    /// <summary>Sets address and signed Region; <paramref name="service"/> is the end of the variable's name.</summary>
    public TConfig Apply<TConfig>(TConfig config, string service, string region)
        where TConfig : ClientConfig
    {
        // What the variables or the profile say the config tells once, and keeps only if it is told so. It does not see other settings.
        var url = Set(configuration[$"AWS_ENDPOINT_URL_{service}"]) ?? Set(configuration["AWS_ENDPOINT_URL"]) ?? Set(config.ServiceURL);
        if (url is null)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = region;
        }

        return config;
    }

    private static string? Set(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
