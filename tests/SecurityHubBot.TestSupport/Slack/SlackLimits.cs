namespace SecurityHubBot.TestSupport.Slack;

/// <summary>Slack's limits as Slack states them, written down a second time on purpose: the product's own constants must not vouch for themselves.</summary>
internal static class SlackLimits
{
    public const int MessageBlocks = 50;
    public const int ViewBlocks = 100;
    public const int Id = 255;
    public const int SectionText = 3000;
    public const int SectionFields = 10;
    public const int SectionField = 2000;
    public const int Header = 150;
    public const int ContextElements = 10;
    public const int ContextActions = 5;
    public const int Actions = 25;
    public const int ButtonText = 75;
    public const int ButtonValue = 2000;
    public const int Url = 3000;
    public const int AccessibilityLabel = 75;
    public const int OptionText = 75;
    public const int OptionValue = 150;
    public const int Options = 100;
    public const int OptionGroupLabel = 75;
    public const int OverflowMinimum = 2;
    public const int Overflow = 5;
    public const int Choices = 10;
    public const int Placeholder = 150;
    public const int ConfirmTitle = 100;
    public const int ConfirmText = 300;
    public const int ConfirmButton = 30;
    public const int InputLabel = 2000;
    public const int InputMaxLength = 3000;
    public const int ImageText = 2000;
    public const int VideoTitle = 199;
    public const int VideoAuthor = 49;
    public const int Markdown = 12_000;
    public const int TableRows = 100;
    public const int TableColumns = 20;
    public const int CardTitle = 150;
    public const int CardBody = 200;
    public const int CarouselCards = 10;
    public const int Attachments = 100;
    public const int AttachmentActions = 5;
    public const int Footer = 300;
    public const int ViewWord = 24;
    public const int PrivateMetadata = 3000;
    public const int ViewBytes = 250_000;

    /// <summary>A longer text is split into several messages, or refused by chat.update: one message would become two.</summary>
    public const int MessageText = 4000;
}
