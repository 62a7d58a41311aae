using SecurityHubBot.Cases.Cards;
using SecurityHubBot.Commands;
using SecurityHubBot.Domain;
using SecurityHubBot.Domain.Catalogue;
using SecurityHubBot.Domain.Exceptions;

namespace SecurityHubBot.Digest;

/// <param name="Control">As findings name it; the catalogue does not know it.</param>
public sealed record NewControl(string Control, string Title, long Findings);

public sealed record UnknownAccount(AccountId Account, long Findings);

/// <summary>A channel that the bot could not post to.</summary>
public sealed record UnusableChannel(FallbackReason Reason, long Messages);

public sealed record PendingRequest(ExceptionId Id, CaseNumber Case, string RequestedBy, int DaysOld);

/// <summary>A channel whose cases take long.</summary>
/// <param name="MedianDays">From the beginning of a case to its fix, of what was fixed lately; null when nothing was.</param>
public sealed record SlowTeam(string Channel, int? MedianDays, int Overdue);

/// <summary>What of the bot's own work is late or has failed, counted.</summary>
/// <param name="FailedJobs">Ids of recurring jobs whose last run failed.</param>
public sealed record BotHealth(long LateDecisions, long StuckMessages, long StuckTickets, long StuckBulletins, long LateEvents, IReadOnlyList<string> FailedJobs)
{
    public static BotHealth Good { get; } = new(0, 0, 0, 0, 0, []);

    public bool IsGood => LateDecisions + StuckMessages + StuckTickets + StuckBulletins + LateEvents == 0 && FailedJobs.Count == 0;
}

/// <summary>Everything that the weekly digest says.</summary>
/// <param name="Rejected">Different events of the last week that could not be read.</param>
/// <param name="Unused">Controls of standards in use that have had no data for long, so that they could be switched off.</param>
public sealed record DigestModel(
    Language Language,
    DateOnly Today,
    Some<NewControl> NewControls,
    Some<UnknownAccount> UnknownAccounts,
    long Rejected,
    Some<UnusableChannel> UnusableChannels,
    Some<PendingRequest> Pending,
    Some<SlowTeam> SlowTeams,
    Some<CatalogueControl> Unused,
    BotHealth Health)
{
    public static DigestModel AllWell(Language language, DateOnly today) =>
        new(language, today, new([], 0), new([], 0), 0, new([], 0), new([], 0), new([], 0), new([], 0), BotHealth.Good);
}
