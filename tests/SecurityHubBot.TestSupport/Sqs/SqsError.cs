namespace SecurityHubBot.TestSupport.Sqs;

/// <summary>What SQS answers instead of doing it: the name in the JSON protocol and the older one of the query protocol.</summary>
internal sealed class SqsError(string name, string message, int status = 400, string? queryCode = null) : Exception(message)
{
    public string Name => name;

    public int Status => status;

    public string QueryCode => queryCode ?? name;

    public string Type => status >= 500 ? "Receiver" : "Sender";

    public static SqsError NoQueue() => new("QueueDoesNotExist", "The specified queue does not exist.", queryCode: "AWS.SimpleQueueService.NonExistentQueue");

    public static SqsError Invalid(string message) => new("InvalidParameterValue", message);

    public static SqsError Handle(string handle) => new("ReceiptHandleIsInvalid", $"The input receipt handle \"{handle}\" is not a valid receipt handle.");

    public static SqsError NotInFlight() => new("MessageNotInflight", "The specified message isn't in flight.", queryCode: "AWS.SimpleQueueService.MessageNotInflight");
}
