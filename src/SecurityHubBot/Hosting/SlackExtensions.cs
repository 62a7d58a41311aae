using Microsoft.Extensions.Options;
using SecurityHubBot.Cases;
using SecurityHubBot.Commands;
using SecurityHubBot.Controls;
using SecurityHubBot.Exceptions;
using SecurityHubBot.Home;
using SecurityHubBot.Slack.AspNetCore;
using SecurityHubBot.Wording;

namespace SecurityHubBot.Hosting;

internal static class SlackExtensions
{
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SlackSettings>().Bind(configuration.GetSection(SlackSettings.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(sp => sp.GetRequiredService<IOptions<SlackSettings>>().Value);
        services.AddSingleton<BotIdentity>();
        services.AddSingleton<ILanguageOf, LanguageOf>();
        var settings = configuration.GetSection(SlackSettings.Section).Get<SlackSettings>() ?? new SlackSettings();
        services.AddSlackNet(slack =>
        {
            slack.UseApiToken(settings.BotToken).UseSigningSecret(settings.SigningSecret).RegisterCases().RegisterExceptions().RegisterCommands().RegisterHome().RegisterControls();
            if (Uri.TryCreate(settings.ApiUrl, UriKind.Absolute, out var url))
            {
                slack.UseApiUrl(url);
            }

            if (settings.AppToken is { Length: > 0 } appToken)
            {
                slack.UseAppLevelToken(appToken);
            }
        });
        return services;
    }
}
