namespace SecurityHubBot.Cases.Cards;

/// <summary>Where a case's card stands.</summary>
public sealed record CardLink(string Channel, string Ts)
{
    /// <summary>For who is signed in to Slack, in whichever workspace.</summary>
    public string Url => $"https://slack.com/{Path}";

    /// <summary>Within the workspace's own address.</summary>
    public string Path => $"archives/{Channel}/p{Ts.Replace(".", "", StringComparison.Ordinal)}";
}
