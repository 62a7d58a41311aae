namespace SecurityHubBot.Sandbox.Workspace;

/// <summary>A refusal in Slack's words: becomes <c>{"ok": false, "error": code}</c>, whatever method is being answered.</summary>
public sealed class SlackApiException(string code, params IReadOnlyList<string> messages) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>What goes into <c>response_metadata.messages</c>, without Slack's <c>[ERROR]</c> mark.</summary>
    public IReadOnlyList<string> Messages { get; } = messages;
}
