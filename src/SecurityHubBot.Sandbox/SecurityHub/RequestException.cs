namespace SecurityHubBot.Sandbox.SecurityHub;

/// <summary>What was asked for cannot be done; the message is the sentence that the page shows.</summary>
public sealed class RequestException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status { get; } = status;
}
