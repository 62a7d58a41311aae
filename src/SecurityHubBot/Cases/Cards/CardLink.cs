namespace SecurityHubBot.Cases.Cards;

/// <summary>Where a case's card stands.</summary>
public sealed record CardLink(string Channel, string Ts)
{
    public string Url => $"https://slack.com/archives/{Channel}/p{Ts.Replace(".", "", StringComparison.Ordinal)}";
}
