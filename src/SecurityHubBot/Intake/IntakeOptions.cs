using System.ComponentModel.DataAnnotations;

namespace SecurityHubBot.Intake;

public sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>Largest body of <c>POST /intake/eventbridge</c>, in bytes: SQS's and EventBridge's own largest message.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <summary>What the header <c>X-Api-Key</c> must carry.</summary>
    [Required(ErrorMessage = "Intake:ApiKey is missing; set a random secret of at least 16 characters, the same as in the EventBridge connection.")]
    [MinLength(16, ErrorMessage = "Intake:ApiKey is too short; it needs at least 16 characters, because everybody who knows it can file findings.")]
    public string ApiKey { get; set; } = "";

    /// <summary>Findings committed in one round trip at most.</summary>
    [Range(1, 10_000, ErrorMessage = "Intake:BatchSize must be between 1 and 10000 findings.")]
    public int BatchSize { get; set; } = 500;

    /// <summary>Events waiting for the database at most; more are answered 503 and come again.</summary>
    [Range(1, 100_000, ErrorMessage = "Intake:QueueLimit must be between 1 and 100000 events.")]
    public int QueueLimit { get; set; } = 2_000;

    /// <summary>Rejected events kept at most.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Intake:RejectedLimit must be between 1 and 1000000 events.")]
    public int RejectedLimit { get; set; } = 10_000;

    [Range(1, 3650, ErrorMessage = "Intake:RejectedDays must be between 1 and 3650 days.")]
    public int RejectedDays { get; set; } = 30;

    /// <summary>The SQS queue from which events are taken, beside those that come over HTTP; none when empty.</summary>
    [CustomValidation(typeof(Sqs.QueueUrl), nameof(Sqs.QueueUrl.Check))]
    public string? QueueUrl { get; set; }

    /// <summary>Messages of the queue that are worked on at once.</summary>
    [Range(1, 1_000, ErrorMessage = "Intake:QueueMessages must be between 1 and 1000 messages.")]
    public int QueueMessages { get; set; } = 50;

    /// <summary>After so many deliveries a message that cannot be stored is put into <c>rejected_events</c>.</summary>
    [Range(1, 1_000, ErrorMessage = "Intake:QueueTries must be between 1 and 1000 deliveries.")]
    public int QueueTries { get; set; } = 3;

    internal bool ReadsQueue => !string.IsNullOrWhiteSpace(QueueUrl);
}
