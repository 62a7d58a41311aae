using Microsoft.Extensions.Options;
using SecurityHubBot.Slack.WebApi;

namespace SecurityHubBot.Slack.AspNetCore;

/// <summary>How requests from Slack are received.</summary>
public sealed class SlackEndpointOptions
{
    /// <summary>The app's signing secret. Needed unless everything comes through Socket Mode; without it every request is refused.</summary>
    public string SigningSecret { get; set; } = "";
}

/// <summary>Stops the start with every problem at once, each naming its setting.</summary>
internal sealed class SlackOptionsValidator(IOptions<SlackEndpointOptions> endpoints) : IValidateOptions<SlackApiOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackApiOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(SlackApiOptions options)
    {
        if (!IsToken(options.Token))
            yield return "Slack:BotToken is empty or has a space in it; it should look like xoxb-… (OAuth & Permissions page of the app).";
        if (options.AppToken.Length > 0 && !IsToken(options.AppToken))
            yield return "Slack:AppToken has a space in it; it should look like xapp-… or be absent (then Slack calls us by HTTP).";
        if (options.AppToken.Length == 0 && string.IsNullOrWhiteSpace(endpoints.Value.SigningSecret))
            yield return "Slack:SigningSecret is empty; it should be the 32 hex digits of the app's Basic Information page, or nobody could tell Slack's requests from others.";
        if (!options.ApiUrl.IsAbsoluteUri || options.ApiUrl.Scheme is not ("https" or "http") || !options.ApiUrl.AbsolutePath.EndsWith('/'))
            yield return $"Slack:ApiUrl is '{options.ApiUrl}'; it should be an absolute http(s) address that ends in a slash, such as https://slack.com/api/.";
    }

    private static bool IsToken(string token) => token.Length > 0 && token.All(c => c is > ' ' and < '\u007f');
}
