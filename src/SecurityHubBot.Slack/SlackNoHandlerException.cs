namespace SecurityHubBot.Slack;

/// <summary>
/// Somebody typed or submitted something that nobody here takes. Slack must not hear that all went well: it would close a modal as if
/// what is in it had been saved.
/// </summary>
internal sealed class SlackNoHandlerException(string kind, string id) : Exception($"No handler for Slack {kind} {id}.");
