using System.ComponentModel.DataAnnotations;
using SecurityHubBot.Domain.Accounts;

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

    /// <summary>Where requests for exceptions are posted; empty: the security channel.</summary>
    public string ApprovalChannel { get; set => field = value ?? ""; } = "";

    /// <summary>Who may decide exceptions: ids of people and user groups, comma separated.</summary>
    public string Approvers { get; set => field = value ?? ""; } = "";

    /// <summary>Who may change policies and accounts: ids of people and user groups, comma separated.</summary>
    public string Operators { get; set => field = value ?? ""; } = "";

    public IReadOnlyList<string> ApproverIds => Ids(Approvers);

    public IReadOnlyList<string> OperatorIds => Ids(Operators);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(AppToken) && string.IsNullOrWhiteSpace(SigningSecret))
        {
            yield return new ValidationResult(
                "Slack:SigningSecret is missing; copy it from your Slack app's Basic Information page, or set Slack:AppToken for Socket Mode.",
                [nameof(SigningSecret)]);
        }

        if (ApprovalChannel.Length > 0 && !SlackNames.IsChannelId(ApprovalChannel) && !SlackNames.IsChannelName(ApprovalChannel))
        {
            yield return new ValidationResult(
                $"Slack:ApprovalChannel '{ApprovalChannel}' is no channel; it is an id (C…) or a name with # such as #security-approvals.",
                [nameof(ApprovalChannel)]);
        }

        foreach (var wrong in WrongIds(nameof(Approvers), ApproverIds).Concat(WrongIds(nameof(Operators), OperatorIds)))
        {
            yield return wrong;
        }
    }

    private static IEnumerable<ValidationResult> WrongIds(string key, IReadOnlyList<string> ids) =>
        ids.Where(id => !SlackNames.IsUserOrGroupId(id)).Select(id => new ValidationResult(
            $"Slack:{key} has '{id}', which is no id; they are ids of people and user groups such as U0123ABCDEF,S0123ABCDEF.", [key]));

    private static string[] Ids(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
