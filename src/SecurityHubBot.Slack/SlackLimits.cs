namespace SecurityHubBot.Slack;

/// <summary>
/// Slack's limits. Lengths are UTF-16 code units, which is never more than what Slack counts.
/// Source: the Block Kit reference on docs.slack.dev and the validators of Slack's own SDKs.
/// </summary>
public static class SlackLimits
{
    public const int BlocksPerMessage = 50;
    public const int BlocksPerView = 100;
    public const int BlockId = 255;
    public const int ActionId = 255;
    public const int CallbackId = 255;
    public const int SectionText = 3000;
    public const int SectionFields = 10;
    public const int SectionFieldText = 2000;
    public const int HeaderText = 150;
    public const int ContextElements = 10;
    public const int ActionsElements = 25;
    public const int ButtonText = 75;
    public const int ButtonValue = 2000;
    public const int ButtonUrl = 3000;
    public const int OptionText = 75;
    public const int OptionDescription = 75;
    public const int OptionValue = 150;
    public const int SelectOptions = 100;
    public const int OptionGroups = 100;
    public const int OptionGroupLabel = 75;
    public const int OverflowOptions = 5;
    public const int CheckboxOptions = 10;
    public const int RadioButtonOptions = 10;
    public const int Placeholder = 150;
    public const int ConfirmTitle = 100;
    public const int ConfirmText = 300;
    public const int ConfirmButton = 30;
    public const int InputLabel = 2000;
    public const int InputHint = 2000;
    public const int PlainTextInputLength = 3000;
    public const int ImageUrl = 3000;
    public const int ImageAltText = 2000;
    public const int ImageTitle = 2000;
    public const int ModalTitle = 24;
    public const int ModalButton = 24;
    public const int PrivateMetadata = 3000;
    public const int ViewStack = 3;
    public const int ViewBytes = 250 * 1024;

    public const int FileName = 255;

    /// <summary>Text over this length is split by Slack into several messages.</summary>
    public const int MessageText = 4000;

    /// <summary>How often a <c>response_url</c> may be used within <see cref="ResponseUrlLifetime"/>.</summary>
    public const int ResponseUrlUses = 5;

    public static TimeSpan ResponseUrlLifetime { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Slash commands, interactions and events must be answered within this time; a <c>trigger_id</c> lives as long.</summary>
    public static TimeSpan AnswerWithin { get; } = TimeSpan.FromSeconds(3);
}
