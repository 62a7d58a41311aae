using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Hosting;

/// <summary>The bot's place in Slack: <c>Slack:*</c>.</summary>
public sealed class SlackSettings : IValidatableObject
{
    public const string Section = "Slack";

    [Required(ErrorMessage = "Slack:BotToken is missing; it is the bot token of your Slack app and begins with xoxb-.")]
    [RegularExpression("xox[bpe].+", ErrorMessage = "Slack:BotToken must be a bot token; it begins with xoxb-.")]
    public string BotToken { get; set => field = value ?? ""; } = "";

    public string SigningSecret { get; set => field = value ?? ""; } = "";

    /// <summary>Set: Socket Mode, no inbound endpoint needed.</summary>
    [RegularExpression("xapp-.+", ErrorMessage = "Slack:AppToken must be an app-level token with connections:write; it begins with xapp-.")]
    public string? AppToken { get; set; }

    [Url(ErrorMessage = "Slack:ApiUrl must be a URL such as https://slack.com/api/.")]
    public string ApiUrl { get; set; } = "https://slack.com/api/";

    /// <summary>Where everything goes that has no usable channel of its own.</summary>
    [Required(ErrorMessage = "Slack:SecurityChannel is missing; it is the channel (C… or #name) of the security team, which gets every card whose account has no usable channel.")]
    public string SecurityChannel { get; set; } = "";

    public string ApprovalChannel { get; set; } = "";

    public string Approvers { get; set; } = "";

    public string Operators { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(AppToken) && string.IsNullOrWhiteSpace(SigningSecret))
        {
            yield return new ValidationResult(
                "Slack:SigningSecret is missing; copy it from your Slack app's Basic Information page, or set Slack:AppToken for Socket Mode.",
                [nameof(SigningSecret)]);
        }
    }
}
