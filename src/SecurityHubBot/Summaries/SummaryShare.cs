using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Findings;
using SecurityHubBot.Slack;

namespace SecurityHubBot.Summaries;

/// <summary>
/// How many characters each part may have. Together with the sentences around them they stay below the 12,000 that Slack takes in
/// the blocks of one message.
/// </summary>
internal static class SummaryShare
{
    public const int Standards = 2200;

    /// <summary>For the overdue ones, and again for the next.</summary>
    public const int Cases = 1800;
    public const int Ending = 1200;
    public const int Notified = 1500;
    public const int Ranking = 700;
    public const int Links = 1300;

    /// <summary>As many of the first lines as there is room for, each of them whole.</summary>
    public static IReadOnlyList<string> Fit(IReadOnlyList<string> lines, int share)
    {
        var (shown, length) = (new List<string>(), 0);
        foreach (var line in lines)
        {
            length += line.Length + 1;
            if (length > share)
            {
                break;
            }

            shown.Add(line);
        }

        return shown;
    }
}

internal static class SummaryLinks
{
    /// <summary>The account's name, leading to its failing findings in the console; null when nothing is known to fail.</summary>
    public static string? Console(SummaryAccount account)
    {
        var url = account is { Partition: { } partition, Region: { } region } && AccountId.TryParse(account.Id, out var id)
            ? ConsoleLinks.FailedFindings(partition, region, id)
            : null;
        return url is null ? null : SlackText.Link(url.AbsoluteUri, SlackText.Truncate(Cases.Cards.OneLine.Of(account.Name), 60));
    }
}
