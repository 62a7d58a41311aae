namespace SecurityHubBot.Aws;

/// <summary>With which role: the bot's own in the administrator's account, or the one that it assumes in a member's.</summary>
[Flags]
internal enum AwsPlace
{
    Administrator = 1,
    Member = 2,
    Both = Administrator | Member,
}

/// <summary>An IAM action that the bot needs.</summary>
/// <param name="Why">As it stands in docs/operating.md.</param>
internal sealed record AwsPermission(string Action, AwsPlace Where, string Why)
{
    /// <summary>
    /// The operations for which AWS asks for the action, with the prefix of their service's actions. Mostly the one of the same name, but
    /// an action may be asked for by several, and an operation may ask for several
    /// (docs.aws.amazon.com/service-authorization, "API operations").
    /// </summary>
    public IReadOnlyList<string> Operations { get; init; } = [Action];

    public string Service => Action[..Action.IndexOf(':', StringComparison.Ordinal)];
}
