using SecurityHubBot.Slack.Blocks;
using SecurityHubBot.Slack.Serialization;

namespace SecurityHubBot.Slack.Interaction;

/// <summary>The answer to a submitted modal. Source: "Modifying modals", docs.slack.dev.</summary>
[SlackUnion]
public abstract record ViewSubmissionResponse
{
    private protected ViewSubmissionResponse(string responseAction) => ResponseAction = responseAction;

    /// <summary>Closes this view and shows the one below it, if any.</summary>
    public static ViewSubmissionResponse? Null => null;

    public string ResponseAction { get; }
}

/// <summary>Keeps the modal open with a message under each wrong input; keys are block ids of input blocks.</summary>
public sealed record ViewErrorsResponse() : ViewSubmissionResponse("errors")
{
    public required IReadOnlyDictionary<string, string> Errors { get; init; }
}

/// <summary>Replaces the submitted view.</summary>
public sealed record UpdateViewResponse(ModalViewDefinition View) : ViewSubmissionResponse("update");

/// <summary>Puts a view on top; three at most.</summary>
public sealed record PushViewResponse(ModalViewDefinition View) : ViewSubmissionResponse("push");

/// <summary>Closes the whole stack.</summary>
public sealed record ClearViewsResponse() : ViewSubmissionResponse("clear");

/// <summary>The options for an <see cref="ExternalSelectMenu"/>: one of both lists, 100 at most.</summary>
public sealed record BlockOptionsResponse
{
    [WrittenWhenEmpty]
    public IReadOnlyList<Option>? Options { get; init; }

    public IReadOnlyList<OptionGroup>? OptionGroups { get; init; }
}
