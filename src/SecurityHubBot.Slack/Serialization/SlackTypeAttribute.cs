namespace SecurityHubBot.Slack.Serialization;

/// <summary>
/// The value of Slack's <c>type</c> field (and, for messages, <c>subtype</c>) that a class stands for.
/// Several attributes are several names for the same shape; <see cref="Unknown"/> marks the class that takes what has no class of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
internal sealed class SlackTypeAttribute(string type) : Attribute
{
    public const string Unknown = "*";

    public string Type { get; } = type;

    public string? Subtype { get; init; }
}

/// <summary>Marks a base type or interface whose JSON is that of the class its <c>type</c> field names.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
internal sealed class SlackUnionAttribute : Attribute;

/// <summary>This list is written even when it is empty, because leaving it out means "as before" to Slack.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WrittenWhenEmptyAttribute : Attribute;
