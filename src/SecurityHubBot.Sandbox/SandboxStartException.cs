namespace SecurityHubBot.Sandbox;

/// <summary>Why the sandbox cannot start, in a sentence for whoever started it.</summary>
public sealed class SandboxStartException(string message) : Exception(message);
